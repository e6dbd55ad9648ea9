import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { readParquet, scanParquet } from '@safety-portfolio/records'
import { anyRow } from './any-row.js'
import type { ByteMeter } from './byte-meter.js'
import { foundOptions, type FileOptions } from './first-rows.js'

/** Rows of a Parquet file, read in ranges, so that columns that are not mapped stay on the disk; the digest takes a pass of its own. */
export async function readParquetFile<T>(
  file: string,
  meter: ByteMeter,
  options: FileOptions<T>,
): Promise<readonly T[]> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const slice = async (start: number, end: number = size): Promise<ArrayBuffer> => {
      const target = new Uint8Array(end - start)
      for (let done = 0; done < target.length;) {
        const { bytesRead } = await handle.read(target, done, target.length - done, start + done)
        if (bytesRead === 0) break
        done += bytesRead
      }
      return target.buffer
    }
    const source = { byteLength: size, slice }
    const raw = { schema: anyRow, where: options.where, name: options.name }
    const rows = await readParquet(source, await foundOptions(options, () => scanParquet(source, raw)))
    const passed = meter.pass(createReadStream(file))
    while ((await passed.next()).done !== true);
    return rows
  } finally {
    await handle.close()
  }
}
