// Packages that compile these sources find the declaration by this line only.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./papaparse.d.ts" />
import Papa from 'papaparse'

/** One record of a CSV file. */
export interface CsvRecord {
  readonly cells: readonly string[]
  /** Line of the file, from 1, on which the record starts. */
  readonly line: number
  /** What is wrong with its quotes, if anything. */
  readonly fault?: CsvFault
}

export type CsvFault = 'unterminated-quote' | 'malformed-quote'

/** Parses text that arrives in pieces. */
export interface CsvDecoder {
  /** The records that `text` completes. */
  push(text: string): CsvRecord[]
  /** The last record, at the end of the file. */
  end(): CsvRecord[]
}

/** A record longer than this many characters is taken for the consequence of a quote that was never closed. */
export const longestRecord: number = 1 << 24

/** A CSV parser for text that is cut anywhere. `\n` and `\r\n` end a record; no record is skipped, so that lines can be counted. */
export function createCsvDecoder(delimiter: string): CsvDecoder {
  const parse = createParser(delimiter)
  let rest = ''
  let waiting: string[] = []
  let waitingLength = 0
  let line = 1
  let broken = false

  function take(last: boolean): CsvRecord[] {
    const input = rest + waiting.join('')
    waiting = []
    waitingLength = 0
    if (broken || input === '') return []
    const parsed = parse(input, last)
    const quoted = input.includes('"')
    const records = parsed.rows.map((cells, row) => {
      const fault = parsed.faults.get(row)
      const record = fault === undefined ? { cells, line } : { cells, line, fault }
      line += quoted ? 1 + lineBreaks(cells) : 1
      return record
    })
    rest = last ? '' : input.slice(parsed.cursor)
    if (rest.length <= longestRecord) return records
    broken = true
    rest = ''
    return [...records, { cells: [], line, fault: 'unterminated-quote' }]
  }

  let started = false
  return {
    push(text) {
      const piece = started ? text : text.replace(/^\uFEFF/, '')
      started ||= text !== ''
      waiting.push(piece)
      waitingLength += piece.length
      // A record longer than the pieces is scanned again when it has doubled, not with every piece.
      return waitingLength < rest.length ? [] : take(false)
    },
    end() {
      const records = take(false)
      // What is left has no line end; a carriage return there is half of one.
      rest = rest.replace(/\r$/, '')
      return [...records, ...take(true)]
    },
  }
}

interface Parsed {
  readonly rows: readonly string[][]
  readonly faults: ReadonlyMap<number, CsvFault>
  readonly cursor: number
}

function createParser(delimiter: string): (input: string, last: boolean) => Parsed {
  const plain = new Papa.Parser({ delimiter, newline: '\n' })
  return (input, last) => {
    // Only a quoted cell can end in a carriage return of its own; then each record's source text decides.
    if (input.includes('\r"')) return parseWithSource(input, last, delimiter)
    const { data, errors, meta } = plain.parse(input, 0, !last)
    if (!last && input.includes('\r')) for (const cells of data) dropLastCharacterIf('\r', cells)
    const faults = new Map(errors.map(({ row, code }) => [row, faultOf(code)]))
    return { rows: data, faults, cursor: meta.cursor }
  }
}

function parseWithSource(input: string, last: boolean, delimiter: string): Parsed {
  const rows: string[][] = []
  const faults = new Map<number, CsvFault>()
  let cursor = 0
  const step = ({ data, errors, meta }: Papa.ParseResult): void => {
    const source = input.slice(cursor, meta.cursor)
    cursor = meta.cursor
    for (const cells of data) {
      const lastCell = cells.at(-1)!
      const start = source.length - lastCell.length - 1
      const unquoted = source.endsWith(`${lastCell}\n`) && (start === 0 || source.slice(0, start).endsWith(delimiter))
      if (unquoted) dropLastCharacterIf('\r', cells)
      for (const error of errors) faults.set(rows.length, faultOf(error.code))
      rows.push(cells)
    }
  }
  new Papa.Parser({ delimiter, newline: '\n', step }).parse(input, 0, !last)
  return { rows, faults, cursor }
}

function dropLastCharacterIf(character: string, cells: string[]): void {
  const last = cells.length - 1
  const cell = cells[last]!
  if (cell.endsWith(character)) cells[last] = cell.slice(0, -1)
}

function faultOf(code: string): CsvFault {
  return code === 'MissingQuotes' ? 'unterminated-quote' : 'malformed-quote'
}

function lineBreaks(cells: readonly string[]): number {
  let count = 0
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) count += 1
  }
  return count
}
