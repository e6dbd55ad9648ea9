import { checkTextSize, logText } from './log-text.js'
import type { ByteSource } from '../zip/byte-source.js'
import { defaultZipLimits, type ZipLimits } from '../zip/zip-limits.js'
import { portableCodecs, type Codecs } from './codecs.js'
import { openJsonLog } from './json-log.js'
import { LogError } from './log-error.js'
import type { LogReader } from './log-reader.js'
import { openZipLog } from './zip-log.js'

/** How a log is opened. */
export interface OpenLogOptions {
  /** What the log is called in errors. Default: `log`. */
  readonly name?: string
  /** Default: {@link portableCodecs}. */
  readonly codecs?: Codecs
  /** What an archive may cost. Default: members of up to 1 GiB. */
  readonly limits?: Partial<ZipLimits>
}

/**
 * Opens an Inspect log, `.eval` or `.json`, by its content and not by its name: every version up to 3, stored, deflate or Zstandard, whole or
 * chunked samples, finished, running or cut off by a crash.
 *
 * @param source - The bytes.
 * @param options - See {@link OpenLogOptions}.
 * @throws LogError where it is no log, damaged, or unsafe to unpack. `code` says which.
 *
 * @example
 * ```ts
 * import { bytesSource, openLog, writeJsonLog } from '@safety-portfolio/evals'
 *
 * const bytes = writeJsonLog({
 *   version: 2, status: 'success', plan: {}, stats: {},
 *   eval: { task: 'sums', model: 'simulated/0.8', created: '2026-01-01T00:00:00Z', dataset: {}, config: {} },
 * })
 * const log = await openLog(bytesSource(bytes))
 * log.header.eval.task // => 'sums'
 * ```
 */
export async function openLog(source: ByteSource, options: OpenLogOptions = {}): Promise<LogReader> {
  const { name = 'log', codecs = portableCodecs, limits = {} } = options
  if (source.size === 0) throw new LogError('not-a-log', `${name}: the file is empty`)
  const start = await source.read(0, Math.min(4, source.size))
  const isZip = start[0] === 0x50 && start[1] === 0x4b
  try {
    if (isZip) return await openZipLog(source, name, codecs, { ...defaultZipLimits, ...limits })
  } catch (error) {
    if (error instanceof LogError && !error.message.startsWith(name))
      throw new LogError(error.code, `${name}: ${error.message}`)
    throw error
  }
  checkTextSize(source.size, name)
  return openJsonLog(logText(await source.read(0, source.size), name), name)
}
