import type { Chunks } from '../read-options.js'

/** Takes a text in parts and gives the rows that each completes. */
export interface PieceTable<T> {
  push(text: string): readonly T[]
  /** The rows of the rest. */
  end(): readonly T[]
}

const pieceLength = 1 << 16

/** A long text in parts small enough that what is made of one part fits in memory easily. */
function* pieces(text: string): Generator<string, void, undefined> {
  for (let start = 0; start < text.length; start += pieceLength) yield text.slice(start, start + pieceLength)
}

/** The chunks; a string is one chunk, not an iterable of its characters. */
function wholes(chunks: Chunks): Iterable<string> | AsyncIterable<string> {
  return typeof chunks === 'string' ? [chunks] : chunks
}

/** The rows of a text. */
export function parsePieces<T>(table: PieceTable<T>, text: string): readonly T[] {
  const rows: T[] = []
  for (const piece of pieces(text)) append(rows, table.push(piece))
  append(rows, table.end())
  return rows
}

/** The rows of a text that arrives in chunks. */
export async function readPieces<T>(table: PieceTable<T>, chunks: Chunks): Promise<readonly T[]> {
  const rows: T[] = []
  for await (const chunk of wholes(chunks)) for (const piece of pieces(chunk)) append(rows, table.push(piece))
  append(rows, table.end())
  return rows
}

/** The same row by row, from a table that is made once the first is asked for. */
export async function* scanPieces<T>(create: () => PieceTable<T>, chunks: Chunks): AsyncGenerator<T, void, undefined> {
  const table = create()
  for await (const chunk of wholes(chunks)) {
    for (const piece of pieces(chunk)) for (const row of table.push(piece)) yield row
  }
  for (const row of table.end()) yield row
}

function append<T>(rows: T[], more: readonly T[]): void {
  for (const row of more) rows.push(row)
}
