import type { Chunks } from '../read-options.js'

const pieceLength = 1 << 16

/** A long text in parts small enough that what is made of one part fits in memory easily. */
export function* pieces(text: string): Generator<string, void, undefined> {
  for (let start = 0; start < text.length; start += pieceLength) yield text.slice(start, start + pieceLength)
}

/** The chunks; a string is one chunk, not an iterable of its characters. */
export function wholes(chunks: Chunks): Iterable<string> | AsyncIterable<string> {
  return typeof chunks === 'string' ? [chunks] : chunks
}

export function append<T>(rows: T[], more: readonly T[]): void {
  for (const row of more) rows.push(row)
}
