import { readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { EvalHeader, EvalLog, SampleSummary } from '../../log/eval-log.js'
import { LogError } from '../../log/log-error.js'
import { wholeLog, type LogReader } from '../../log/log-reader.js'
import { openLog } from '../../log/open-log.js'
import { digits } from '../../report/run-outcome.js'
import { fileSource } from '../file-source.js'
import { nodeCodecs } from '../node-codecs.js'
import { reportOf } from './write-html-report.js'

/** A log as a list shows it. */
export interface LogOverview {
  readonly name: string
  readonly task: string
  readonly model: string
  readonly status: string
  readonly created: string
  /** Attempts; `null` where the log does not say. */
  readonly samples: number | null
  /** The first score as it is logged. */
  readonly score: string
}

/** A log file of a folder. */
export interface LogFile {
  readonly name: string
  readonly size: number
  /** Milliseconds since 1970. */
  readonly mtime: number
  readonly taskId: string | null
}

/** The logs of a folder, and nothing else on the disk. A name is a path relative to the folder. */
export interface LogFolder {
  readonly path: string
  files(): Promise<readonly LogFile[]>
  overviews(): Promise<readonly LogOverview[]>
  size(name: string): Promise<number | null>
  bytes(name: string, start: number, end: number): Promise<Uint8Array | null>
  header(name: string): Promise<EvalHeader | null>
  whole(name: string): Promise<EvalLog | null>
  summaries(name: string): Promise<{ readonly finished: boolean; readonly summaries: readonly SampleSummary[] } | null>
  report(name: string): Promise<string | null>
}

/** The path of a name, which may be an address of a file. */
function pathOf(name: string): string | null {
  if (!name.startsWith('file:')) return name
  try {
    return fileURLToPath(name)
  } catch {
    return null
  }
}

/** The first score of a log in words, as it is logged: the mean and its standard error where both are there. */
function firstScore({ results }: EvalHeader): string {
  const [first, ...others] = results?.scores ?? []
  if (first === undefined) return ''
  const number = (value: unknown): string | null =>
    typeof value === 'number' && Number.isFinite(value) ? digits(value) : null
  const metrics = Object.entries(first.metrics).map(([name, { value }]) => [name, number(value)] as const)
  const [name, value] = metrics.find(([metric]) => /^(accuracy|mean)$/.test(metric)) ?? metrics[0] ?? ['', null]
  if (value === null) return first.name
  // A single question has an error of 0 in Inspect's logs, which is no certainty.
  const error = metrics.find(([metric, text]) => metric === 'stderr' && text !== '0')?.[1]
  const more = others.length === 0 ? '' : `, and ${others.length} more`
  return `${first.name}: ${name} ${value}${error === null || error === undefined ? '' : ` ± ${error}`}${more}`
}

const isLog = (name: string): boolean => /\.(eval|json)$/.test(name)

/** Opens a folder of logs. */
export async function createLogFolder(folder: string): Promise<LogFolder> {
  const root = await realpath(folder)
  /** The file of a name; `null` for everything that is not a log within the folder, symbolic links followed. */
  const locate = async (name: string): Promise<string | null> => {
    const given = pathOf(name)
    if (given === null || given === '' || given.includes('\0') || !isLog(given)) return null
    const file = path.isAbsolute(given) ? given : path.resolve(root, given)
    const real = await realpath(file).catch(() => null)
    return real?.startsWith(root + path.sep) === true && isLog(real) ? real : null
  }
  const reading = async <T>(name: string, read: (log: LogReader) => Promise<T>): Promise<T | null> => {
    const file = await locate(name)
    if (file === null) return null
    const source = await fileSource(file)
    try {
      return await read(await openLog(source, { codecs: nodeCodecs, name: path.basename(file) }))
    } finally {
      await source.close()
    }
  }
  const files = async (): Promise<readonly LogFile[]> => {
    const names = (await readdir(root, { recursive: true, encoding: 'utf8' })).filter(isLog)
    const found = await Promise.all(
      names.map(async (name) => {
        const file = await locate(name)
        if (file === null) return []
        const { size, mtimeMs } = await stat(file)
        return [
          {
            name: name.split(path.sep).join('/'),
            size,
            mtime: mtimeMs,
            taskId: /_([A-Za-z0-9]{15,})\.\w+$/.exec(name)?.[1] ?? null,
          },
        ]
      }),
    )
    return found.flat().toSorted((a, b) => b.mtime - a.mtime)
  }
  return {
    path: root,
    files,
    async overviews() {
      const found: LogOverview[] = []
      for (const { name } of await files()) {
        try {
          const header = await reading(name, (log) => Promise.resolve(log.header))
          if (header === null) continue
          const { task, model, created } = header.eval
          const samples = header.results?.total_samples ?? null
          found.push({ name, task, model, status: header.status, created, samples, score: firstScore(header) })
        } catch (error) {
          if (!(error instanceof LogError)) throw error
          found.push({
            name,
            task: '',
            model: '',
            status: error.code,
            created: '',
            samples: null,
            score: error.message,
          })
        }
      }
      return found
    },
    async size(name) {
      const file = await locate(name)
      return file === null ? null : (await stat(file)).size
    },
    async bytes(name, start, end) {
      const file = await locate(name)
      if (file === null) return null
      const source = await fileSource(file)
      try {
        return await source.read(start, Math.min(end, start + 2 ** 28))
      } finally {
        await source.close()
      }
    },
    header: (name) => reading(name, (log) => Promise.resolve(log.header)),
    whole: (name) => reading(name, (log) => wholeLog(log)),
    summaries: (name) => reading(name, async (log) => ({ finished: log.finished, summaries: await log.summaries() })),
    report: (name) => reading(name, (log) => reportOf(log)),
  }
}
