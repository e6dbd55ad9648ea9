import { type CsvFault, createCsvParser } from './csv-parser.js'

/** One record of a CSV file. */
export interface CsvRecord {
  readonly cells: readonly string[]
  /** Line of the file, from 1, on which the record starts. */
  readonly line: number
  /** What is wrong with its quotes, if anything; then it has no cells. */
  readonly fault?: CsvFault['code']
}

/** Parses text that arrives in pieces. */
export interface CsvDecoder {
  /** The records that `text` completes. */
  push(text: string): CsvRecord[]
  /** The last record, at the end of the file. */
  end(): CsvRecord[]
}

/** A record longer than this many characters is taken for the consequence of a quote that was never closed. */
export const longestRecord: number = 1 << 24

/** After so many records with misplaced quotes the rest is not read: the file is not RFC 4180 at all. */
export const mostFaults = 100

/**
 * A CSV parser for text that is cut anywhere. No record is skipped, so that lines can be counted. After text that follows a closing
 * quote, reading goes on with the next line.
 */
export function createCsvDecoder(delimiter: string): CsvDecoder {
  const parse = createCsvParser(delimiter)
  let rest = ''
  let waiting: string[] = []
  let waitingLength = 0
  let started = false
  let broken = false
  let faults = 0
  let line = 1

  function take(last: boolean): CsvRecord[] {
    const records: CsvRecord[] = []
    let input = rest + waiting.join('')
    waiting = []
    waitingLength = 0
    while (input !== '' && !broken) {
      const { rows, cursor, fault } = parse(input, last)
      const good = fault === undefined ? rows.length : Math.min(fault.row, rows.length)
      const quoted = input.includes('"')
      const inputLine = line
      for (let row = 0; row < good; row++) {
        const cells = rows[row]!
        records.push({ cells, line })
        line += quoted ? 1 + lineBreaks(cells) : 1
      }
      const next = fault === undefined ? cursor : nextLine(input, fault, last)
      if (fault === undefined || next === undefined) {
        rest = last ? '' : input.slice(cursor)
        break
      }
      records.push({ cells: [], line, fault: fault.code })
      faults += 1
      broken = faults === mostFaults
      line = inputLine + lineBreaks([input.slice(0, next)])
      input = input.slice(next)
      rest = input
    }
    if (rest.length > longestRecord) {
      broken = true
      rest = ''
      records.push({ cells: [], line, fault: 'unterminated-quote' })
    }
    return records
  }

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
      records.push(...take(true))
      return records
    },
  }
}

/** Where the line after a fault begins; nothing if that line has not arrived, because then it may be none. */
function nextLine(input: string, { code, index }: CsvFault, last: boolean): number | undefined {
  if (code === 'unterminated-quote') return input.length
  let quote = input.indexOf('"', index)
  while (input[quote + 1] === '"') quote = input.indexOf('"', quote + 2)
  const end = input.indexOf('\n', quote)
  if (end === -1) return last ? input.length : undefined
  return end + 1
}

function lineBreaks(cells: readonly string[]): number {
  let count = 0
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) count += 1
  }
  return count
}
