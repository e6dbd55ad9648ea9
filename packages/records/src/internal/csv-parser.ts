// Packages that compile these sources find the declaration by this line only.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./papaparse.d.ts" />
import Papa from 'papaparse'

/** What one pass over a text gives. */
interface CsvPass {
  /** The cells of each complete record. */
  readonly rows: readonly string[][]
  /** Index of the first character that belongs to no complete record. */
  readonly cursor: number
  /** The first quote that is out of place, if any. */
  readonly fault: CsvFault | undefined
}

export interface CsvFault {
  readonly code: 'unterminated-quote' | 'malformed-quote'
  /** Which record, from 0; it may be the incomplete one after `rows`. */
  readonly row: number
  /** Index of the first character of the quoted cell. */
  readonly index: number
}

/** Parses the complete records of a text; with `last` also the one that has no line end. */
export type CsvParse = (input: string, last: boolean) => CsvPass

/** papaparse, with records that end in `\n` or `\r\n`. */
export function createCsvParser(delimiter: string): CsvParse {
  const plain = new Papa.Parser({ delimiter, newline: '\n' })
  return (input, last) => {
    // Only a quoted cell can end in a carriage return of its own; then each record's source text decides.
    if (input.includes('\r"')) return parseWithSource(input, last, delimiter)
    const { data, errors, meta } = plain.parse(input, 0, !last)
    if (!last && input.includes('\r')) for (const cells of data) dropCarriageReturn(cells)
    return { rows: data, cursor: meta.cursor, fault: errors[0] && faultOf(errors[0], 0) }
  }
}

function parseWithSource(input: string, last: boolean, delimiter: string): CsvPass {
  const rows: string[][] = []
  let cursor = 0
  let fault: CsvFault | undefined
  const step = ({ data, errors, meta }: Papa.ParseResult): void => {
    const source = input.slice(cursor, meta.cursor)
    cursor = meta.cursor
    fault ??= errors[0] && faultOf(errors[0], rows.length)
    for (const cells of data) {
      const cell = cells.at(-1)!
      const start = source.length - cell.length - 1
      const bare = source.endsWith(`${cell}\n`) && (start === 0 || source[start - 1] === delimiter)
      if (bare) dropCarriageReturn(cells)
      rows.push(cells)
    }
  }
  const { errors } = new Papa.Parser({ delimiter, newline: '\n', step }).parse(input, 0, !last)
  fault ??= errors[0] && faultOf(errors[0], rows.length)
  return { rows, cursor, fault }
}

function dropCarriageReturn(cells: string[]): void {
  const last = cells.length - 1
  const cell = cells[last]!
  if (cell.endsWith('\r')) cells[last] = cell.slice(0, -1)
}

/** papaparse counts rows from the last call of `step`. */
function faultOf({ code, row, index }: Papa.ParseError, rowsBefore: number): CsvFault {
  return { code: code === 'MissingQuotes' ? 'unterminated-quote' : 'malformed-quote', row: row + rowsBefore, index }
}
