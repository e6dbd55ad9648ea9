import path from 'node:path'

/** How rows are written in a text. */
export type TextFormat = 'csv' | 'tsv' | 'json' | 'jsonl'

const formats: Readonly<Record<string, TextFormat>> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
}

/** The format that the name of a file says, or else its first line: no header of a table begins with a brace or a bracket. */
export async function textFormat(name: string, head: AsyncIterable<string>): Promise<TextFormat> {
  const named = formats[path.extname(name.toLowerCase().replace(/\.gz$/, ''))]
  if (named !== undefined) return named
  let start = ''
  for await (const piece of head) {
    start = (start + piece).replace(/^[\uFEFF\s]+/, '')
    if (start !== '' && !/^[{[]/.test(start)) return 'csv'
    if (start.includes('\n')) break
  }
  if (!/^[{[]/.test(start)) return 'csv'
  const [line = ''] = start.split('\n', 1)
  return line.startsWith('{') && isJson(line) ? 'jsonl' : 'json'
}

/** Python writes NaN where JSON has no word; inside of a text another word does no harm here. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text.replaceAll(/NaN|Infinity/g, '0'))
    return true
  } catch {
    return false
  }
}
