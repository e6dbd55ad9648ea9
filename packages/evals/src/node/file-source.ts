import { open } from 'node:fs/promises'
import type { ByteSource } from '../zip/byte-source.js'

/** An open file as bytes. */
export interface FileSource extends ByteSource {
  close(): Promise<void>
}

/** Opens a file for reading in any order. */
export async function fileSource(file: string): Promise<FileSource> {
  const handle = await open(file, 'r')
  const { size } = await handle.stat()
  return {
    size,
    async read(start, end) {
      const length = Math.max(0, Math.min(end, size) - start)
      const bytes = new Uint8Array(length)
      let filled = 0
      while (filled < length) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, start + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return bytes.subarray(0, filled)
    },
    close: () => handle.close(),
  }
}
