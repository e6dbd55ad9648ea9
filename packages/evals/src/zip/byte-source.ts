/** Bytes that can be read in any order: a file, a blob, an array. */
export interface ByteSource {
  /** How many there are. */
  readonly size: number
  /** The bytes from `start` up to, not including, `end`; fewer only beyond the end. */
  read(start: number, end: number): Promise<Uint8Array>
}

/**
 * Bytes in memory as a source.
 *
 * @example
 * ```ts
 * import { bytesSource } from '@safety-portfolio/evals'
 *
 * bytesSource(new Uint8Array(3)).size // => 3
 * ```
 */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (start, end) => Promise.resolve(bytes.subarray(start, end)) }
}
