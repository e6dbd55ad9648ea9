import { createReadStream } from 'node:fs'
import path from 'node:path'
import type { EvalLog, LogReader } from '@safety-portfolio/evals'
import type { FileSource } from '@safety-portfolio/evals/node'
import { createByteMeter } from '../io/byte-meter.js'
import { fileSize } from '../io/file-size.js'
import type { Io } from '../io/io.js'
import type { Progress } from '../io/progress.js'
import type { Source } from '../io/read-table.js'
import { UsageError } from '../usage-error.js'

/** An eval log of the command line. */
export interface OpenedLog {
  readonly log: LogReader
  readonly bytes: FileSource
  readonly source: Source
  readonly name: string
}

/** Opens an Inspect log; what cannot be read is the user's to put right, and says why. */
export async function openEvalLog(given: string, io: Io, progress: Progress): Promise<OpenedLog> {
  const { openLog } = await import('@safety-portfolio/evals')
  const { fileSource, nodeCodecs } = await import('@safety-portfolio/evals/node')
  const file = path.resolve(io.cwd(), given)
  const name = path.basename(file)
  const size = await fileSize(file)
  progress.step(`Reading ${name}`)
  const bytes = await fileSource(file)
  const log = await orClosed(bytes, () => explained(() => openLog(bytes, { name, codecs: nodeCodecs })))
  const meter = createByteMeter(size, progress)
  await drained(meter.pass(createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>))
  return { log, bytes, name, source: { name, rows: 1, ...meter.total() } }
}

/** Logs of a file that may also come from another harness. */
export async function openAnyLog(
  given: string,
  io: Io,
  progress: Progress,
): Promise<OpenedLog & { readonly imported: readonly EvalLog[] | null }> {
  const { bytesSource, importLogs, openLog, writeJsonLog, LogError } = await import('@safety-portfolio/evals')
  try {
    return { ...(await openEvalLog(given, io, progress)), imported: null }
  } catch (error) {
    const { cause } = error as Error
    if (!(cause instanceof LogError) || (cause.code !== 'not-a-log' && cause.code !== 'invalid-json')) throw error
    const { fileSource } = await import('@safety-portfolio/evals/node')
    const file = path.resolve(io.cwd(), given)
    const bytes = await fileSource(file)
    return orClosed(bytes, async () => {
      const content = await bytes.read(0, bytes.size)
      if (content[0] === 0x50 && content[1] === 0x4b) throw error
      const name = path.basename(file)
      const { logs } = await explained(() => {
        try {
          return Promise.resolve(importLogs(new TextDecoder().decode(content), name))
        } catch (failure) {
          throw failure instanceof LogError && failure.code === 'invalid-json' ? error : failure
        }
      })
      const [first] = logs
      if (first === undefined) throw new UsageError(`${name}: there are no results in it.`)
      const log = await openLog(bytesSource(writeJsonLog(first)), { name })
      const meter = createByteMeter(content.length, progress)
      await drained(meter.pass(chunksOf(content)))
      return { log, bytes, name, source: { name, rows: 1, ...meter.total() }, imported: logs }
    })
  }
}

/** Closes a file whose reading failed. */
async function orClosed<T>(bytes: FileSource, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await bytes.close()
    throw error
  }
}

async function drained(chunks: AsyncIterable<unknown>): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]()
  while ((await iterator.next()).done !== true);
}

async function* chunksOf(content: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  await Promise.resolve()
  yield content
}

/** Errors of reading a log as errors of the user's file. */
export async function explained<T>(work: () => Promise<T>): Promise<T> {
  const { LogError } = await import('@safety-portfolio/evals')
  try {
    return await work()
  } catch (error) {
    if (error instanceof LogError) throw new UsageError(`${error.message} [${error.code}]`, { cause: error })
    throw error
  }
}
