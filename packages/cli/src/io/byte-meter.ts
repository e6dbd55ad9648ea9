import { createHash } from 'node:crypto'
import type { Progress } from './progress.js'

/** Counts bytes as they pass, and digests them, so that a result can say exactly what it was made from. */
export interface ByteMeter {
  /** The same bytes. */
  pass(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void>
  /** What has passed. */
  total(): { readonly sha256: string; readonly bytes: number }
}

/** A meter that reports progress where the size is known. */
export function createByteMeter(size: number | undefined, progress: Progress): ByteMeter {
  const hash = createHash('sha256')
  let bytes = 0
  return {
    async *pass(chunks) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        bytes += chunk.length
        if (size !== undefined && size > 0) progress.fraction(bytes / size)
        yield chunk
      }
    },
    total: () => ({ sha256: hash.digest('hex'), bytes }),
  }
}
