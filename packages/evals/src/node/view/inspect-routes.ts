import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { writeLogJson } from '../../log/log-json.js'
import { recomputeScores } from '../../statistics/recompute-scores.js'
import { version } from '../../version.js'
import type { LogFile, LogFolder } from './log-folder.js'

/** A response. */
export interface Answered {
  readonly status: number
  readonly type: string
  readonly body: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * The routes by which Inspect's viewer reads logs, with or without `/api` before them; `null` for all others.
 *
 * @param url - The address asked for.
 * @param logs - The folder.
 * @param known - The `If-None-Match` of the request: what the viewer has already.
 */
export async function inspectRoute(url: URL, logs: LogFolder, known?: string): Promise<Answered | null> {
  const [route = '', ...rest] = url.pathname
    .replace(/^\/api(?=\/)/, '')
    .slice(1)
    .split('/')
  const name = decode(rest.join('/'))
  if (name === null) return missing
  const query = url.searchParams
  switch (route) {
    case 'logs':
      return name === '' ? json(await listing(logs)) : orMissing(await logOf(logs, name, query.get('header-only')))
    case 'log-files':
      return json(await changedFiles(logs, known))
    case 'log-dir':
      return json({ log_dir: logs.path })
    case 'log-headers': {
      const headers = await Promise.all(query.getAll('file').map((file) => logs.header(file)))
      return headers.includes(null) ? missing : json(headers)
    }
    case 'log-size':
      return orMissing(await logs.size(name))
    case 'log-info': {
      const size = await logs.size(name)
      return size === null ? missing : json({ size })
    }
    case 'log-bytes':
      return bytesOf(logs, name, query)
    case 'log-download': {
      const size = await logs.size(name)
      const bytes = size === null ? null : await logs.bytes(name, 0, size)
      if (bytes === null) return missing
      const file = `${path.basename(name, path.extname(name)).replaceAll(/[^\w.+-]/g, '_')}.eval`
      return { ...binary(bytes), headers: { 'content-disposition': `attachment; filename="${file}"` } }
    }
    case 'pending-samples':
      return pending(logs, query.get('log') ?? '', known)
    case 'pending-sample-data':
      // A sample is in the log when it is done and not before: nothing of one under way is kept elsewhere, and the viewer then reads the log.
      return missing
    case 'events':
      return json(await refreshes(logs, query.get('last_eval_time')))
    case 'eval-set':
      return json(null)
    case 'app-config':
      return json({ inspect_version: `safety-portfolio ${version}`, scout_version: null })
    case 'user-info':
      return json({})
    default:
      return null
  }
}

const missing: Answered = { status: 404, type: 'text/plain; charset=utf-8', body: 'no such log' }
const bad: Answered = {
  status: 400,
  type: 'text/plain; charset=utf-8',
  body: 'start and end must be whole numbers, in order',
}

function json(value: unknown): Answered {
  return { status: 200, type: 'application/json; charset=utf-8', body: writeLogJson(value) }
}

function orMissing(value: unknown): Answered {
  return value === null ? missing : json(value)
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** A part of a file. Both ends are wanted; what lies behind its end is left out, and nothing is there to give from it on. */
async function bytesOf(logs: LogFolder, name: string, query: URLSearchParams): Promise<Answered> {
  const [start, end] = [Number(query.get('start') ?? Number.NaN), Number(query.get('end') ?? Number.NaN)]
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) return bad
  const size = await logs.size(name)
  if (size === null) return missing
  if (start >= size) {
    return { status: 416, type: 'text/plain', body: '', headers: { 'content-range': `bytes */${size}` } }
  }
  const bytes = await logs.bytes(name, start, Math.min(end, size - 1) + 1)
  return bytes === null ? missing : binary(bytes)
}

function binary(body: Uint8Array): Answered {
  return { status: 200, type: 'application/octet-stream', body }
}

async function listing(logs: LogFolder): Promise<object> {
  const files = await logs.files()
  return { log_dir: logs.path, log_dir_uri: addressOf(logs.path), files: files.map((file) => entryOf(file, logs)) }
}

/** The files, or those that changed since the viewer asked: its mark is the newest time and the number of files. */
async function changedFiles(logs: LogFolder, known: string | undefined): Promise<object> {
  const files = await logs.files()
  const [, time = '', count = ''] = /^(?:W\/)?"?([\d.]+)-(\d+)"?$/.exec(known ?? '') ?? []
  const isSame = count !== '' && Number(count) === files.length
  const changed = isSame ? files.filter(({ mtime }) => mtime > Number(time)) : files
  return { response_type: isSame ? 'incremental' : 'full', files: changed.map((file) => entryOf(file, logs)) }
}

/** A file as Inspect lists it: its name is an address, which every route takes as well as a path within the folder. */
function entryOf({ name, size, mtime, taskId }: LogFile, logs: LogFolder): object {
  return {
    name: addressOf(path.join(logs.path, name)),
    size,
    mtime,
    task: /_(.+)_[A-Za-z0-9]{15,}\.\w+$/.exec(name)?.[1] ?? null,
    task_id: taskId,
  }
}

function addressOf(file: string): string {
  return pathToFileURL(file).href
}

/** The header alone where the viewer says 0, or where the log is larger than so many megabytes. */
async function logOf(logs: LogFolder, name: string, headerOnly: string | null): Promise<object | null> {
  const megabytes = headerOnly === null ? Number.NaN : Number(headerOnly)
  const size = await logs.size(name)
  const isLarge = megabytes === 0 || (size !== null && size / 2 ** 20 > megabytes)
  return isLarge ? logs.header(name) : logs.whole(name)
}

async function pending(logs: LogFolder, name: string, known: string | undefined): Promise<Answered> {
  const found = await logs.summaries(name)
  if (found === null) return missing
  // A finished log has nothing pending.
  if (found.finished) return missing
  const etag = String(found.summaries.length)
  if (known?.replace(/^W\//, '').replaceAll('"', '') === etag) return { status: 304, type: 'text/plain', body: '' }
  const header = await logs.header(name)
  const metrics =
    header === null
      ? []
      : recomputeScores(header, found.summaries).flatMap(({ scorer, reducer, mean }) =>
          mean === null ? [] : [{ scorer, name: 'accuracy', value: mean, reducer, params: null }],
        )
  return { ...json({ samples: found.summaries, metrics, refresh: 2, etag }), headers: { etag: `"${etag}"` } }
}

/** What changed since: `refresh-evals` when a log is newer. */
async function refreshes(logs: LogFolder, since: string | null): Promise<readonly string[]> {
  if (since === null) return []
  const [newest] = await logs.files()
  const time = Number(since)
  return newest !== undefined && (Number.isNaN(time) || newest.mtime > time) ? ['refresh-evals'] : []
}
