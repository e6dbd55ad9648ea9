import { createReadStream } from 'node:fs'
import path from 'node:path'
import { createByteMeter } from './byte-meter.js'
import { decodeText } from './decode-text.js'
import { fileSize } from './file-size.js'
import type { Io } from './io.js'
import type { Progress } from './progress.js'
import type { Source } from './read-table.js'

/** Rows of JSON Lines that are read one by one, and where they came from. */
export interface LenientLines {
  /** The value of each line that is not blank; for a line that is no JSON, text that says why. */
  readonly rows: readonly unknown[]
  readonly source: Source
}

/** Whether a file is JSON Lines, by its name. */
export function isJsonLines(file: string): boolean {
  return /\.(?:jsonl|ndjson)(?:\.gz)?$/i.test(file)
}

/**
 * Reads JSON Lines so that one bad line does not cost the others. `NaN` and `Infinity`, which Python writes and JSON does not have, become null: whoever
 * reads the row reports it as no number.
 */
export async function readLenientLines(given: string, io: Io, progress: Progress): Promise<LenientLines> {
  const file = path.resolve(io.cwd(), given)
  const name = path.basename(file)
  const size = await fileSize(file)
  progress.step(`Reading ${name}`)
  const meter = createByteMeter(size, progress)
  const rows: unknown[] = []
  const take = (line: string): void => {
    if (line.trim() !== '') rows.push(valueOf(line))
  }
  let rest = ''
  for await (const chunk of decodeText(meter.pass(createReadStream(file) as AsyncIterable<Uint8Array>), name)) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(line)
  }
  take(rest)
  return { rows, source: { name, rows: rows.length, ...meter.total() } }
}

function valueOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    try {
      // Only where a value may stand: after a colon, a comma or an opening bracket.
      return JSON.parse(line.replaceAll(/([:,[]\s*)-?(?:NaN|Infinity)(?=\s*[,\]}])/g, '$1null'))
    } catch {
      return `not JSON: ${(error as Error).message}`
    }
  }
}
