import { writeLogJson } from '../../log/log-json.js'
import { recomputeScores } from '../../statistics/recompute-scores.js'
import type { LogFolder } from './log-folder.js'

/** A response. */
export interface Answered {
  readonly status: number
  readonly type: string
  readonly body: string | Uint8Array
}

/** The routes by which Inspect's viewer reads logs, with or without `/api` before them; `null` for all others. */
export async function inspectRoute(url: URL, logs: LogFolder): Promise<Answered | null> {
  const [route = '', ...rest] = url.pathname
    .replace(/^\/api(?=\/)/, '')
    .slice(1)
    .split('/')
  const name = decode(rest.join('/'))
  if (name === null) return missing
  const query = url.searchParams
  switch (route) {
    case 'logs':
      return name === '' ? json(await listing(logs)) : orMissing(await logOf(logs, name, query.has('header-only')))
    case 'log-files':
      return json({ response_type: 'full', files: (await listing(logs)).files })
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
    case 'log-bytes': {
      const [start, end] = [Number(query.get('start')), Number(query.get('end'))]
      if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) return bad
      // The end is the last byte that is wanted.
      const bytes = await logs.bytes(name, start, end + 1)
      return bytes === null ? missing : { status: 200, type: 'application/octet-stream', body: bytes }
    }
    case 'pending-samples':
      return pending(logs, query.get('log') ?? '')
    case 'pending-sample-data':
      // A sample is in the log when it is done and not before: what is under way has no events to show.
      return (await logs.size(query.get('log') ?? '')) === null
        ? missing
        : json({ events: [], attachments: [], message_pool: [], call_pool: [] })
    case 'events':
      return json(await refreshes(logs, query.get('last_eval_time')))
    case 'eval-set':
      return json(null)
    case 'app-config':
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

async function listing(logs: LogFolder): Promise<{ readonly log_dir: string; readonly files: readonly object[] }> {
  const files = await logs.files()
  return {
    log_dir: logs.path,
    files: files.map(({ name, mtime, taskId }) => ({
      name,
      mtime,
      task: /_(.+)_[A-Za-z0-9]{15,}\.\w+$/.exec(name)?.[1] ?? null,
      task_id: taskId,
    })),
  }
}

async function logOf(logs: LogFolder, name: string, headerOnly: boolean): Promise<object | null> {
  return headerOnly ? logs.header(name) : logs.whole(name)
}

async function pending(logs: LogFolder, name: string): Promise<Answered> {
  const found = await logs.summaries(name)
  if (found === null) return missing
  // A finished log has nothing pending.
  if (found.finished) return missing
  const header = await logs.header(name)
  const metrics =
    header === null
      ? []
      : recomputeScores(header, found.summaries).flatMap(({ scorer, mean }) =>
          mean === null ? [] : [{ scorer, metric: 'accuracy', value: mean }],
        )
  return json({ samples: found.summaries, metrics, refresh: 2, etag: String(found.summaries.length) })
}

/** What changed since: `refresh-evals` when a log is newer. */
async function refreshes(logs: LogFolder, since: string | null): Promise<readonly string[]> {
  const [newest] = await logs.files()
  const time = Number(since ?? Number.NaN)
  return newest !== undefined && (Number.isNaN(time) || newest.mtime > time) ? ['refresh-evals'] : []
}
