/** A second, slow reader of RFC 4180, one character at a time, for texts whose quotes are well formed. */
export function referenceCsv(text: string): { readonly cells: string[]; readonly line: number }[] {
  const records: { cells: string[]; line: number }[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let line = 1
  let start = 1
  let any = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    any = true
    if (character === '\n') line += 1
    if (quoted) {
      if (character !== '"') cell += character
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (character === '"' && cell === '' && isCellStart(text, at)) quoted = true
    else if (character === ',') {
      cells.push(cell)
      cell = ''
    } else if (character === '\n' || (character === '\r' && (text[at + 1] === '\n' || at + 1 === text.length))) {
      if (character === '\r' && text[at + 1] === '\n') {
        at += 1
        line += 1
      }
      records.push({ cells: [...cells, cell], line: start })
      cells = []
      cell = ''
      start = line
      any = false
    } else cell += character
  }
  if (any) records.push({ cells: [...cells, cell], line: start })
  return records
}

function isCellStart(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === ',' || text[at - 1] === '\n'
}
