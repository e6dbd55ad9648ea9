import { DataError, type DataIssue } from '@safety-portfolio/records'

/** One object, and the line that it stands on. */
export interface JsonRow {
  readonly line: number
  readonly value: Readonly<Record<string, unknown>>
}

/** The objects of JSON Lines, or of one JSON array. Every line that is none is an issue. */
export function jsonRows(text: string): readonly JsonRow[] {
  if (text.trimStart().startsWith('[')) {
    const parsed = tried(() => JSON.parse(text) as unknown)
    if (Array.isArray(parsed)) return checked(parsed.map((value: unknown, index) => ({ line: index + 1, value })))
  }
  return checked(
    text.split(/\r?\n/).flatMap((line, index) => {
      if (line.trim() === '') return []
      return [{ line: index + 1, value: tried(() => JSON.parse(line) as unknown) }]
    }),
  )
}

function checked(rows: readonly { readonly line: number; readonly value: unknown }[]): readonly JsonRow[] {
  const isObject = ({ value }: { readonly value: unknown }): boolean =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
  const issues = rows
    .filter((row) => !isObject(row))
    .map(({ line }): DataIssue => ({ code: 'no-object', path: [line], line, message: 'is no JSON object' }))
  if (issues.length > 0) throw new DataError(issues.slice(0, 100), { name: 'the lines', total: issues.length })
  return rows as readonly JsonRow[]
}

/** `undefined` for what is no JSON. */
function tried(parse: () => unknown): unknown {
  try {
    return parse()
  } catch {
    return undefined
  }
}
