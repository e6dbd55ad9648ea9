import { createReadStream } from 'node:fs'
import path from 'node:path'
import { createByteMeter } from './byte-meter.js'
import { decodeText } from './decode-text.js'
import { fileSize } from './file-size.js'
import type { Io } from './io.js'
import type { Progress } from './progress.js'
import type { Source } from './read-table.js'
import { wholeText } from './whole-text.js'

/** The text of a file, also gzipped, with what a result says about its source. */
export async function readTextFile(
  file: string,
  io: Io,
  progress: Progress,
): Promise<{ readonly text: string; readonly source: Omit<Source, 'rows'> }> {
  const whole = path.resolve(io.cwd(), file)
  const name = path.basename(whole)
  const size = await fileSize(whole)
  progress.step(`Reading ${name}`)
  const meter = createByteMeter(size, progress)
  const bytes = createReadStream(whole, { highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>
  const text = await wholeText(decodeText(meter.pass(bytes), name), name)
  return { text, source: { name, ...meter.total() } }
}
