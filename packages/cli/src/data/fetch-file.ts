import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { UsageError } from '../usage-error.js'

/** A file that is wanted, with what must come. */
export interface WantedFile {
  readonly url: string
  readonly target: string
  readonly bytes: number
  readonly sha256: string
}

/** How patiently it is fetched. */
export interface FetchOptions {
  /** Tries after the first that did not get further. Default 4. */
  readonly retries?: number
  /** Milliseconds before the second try, doubled each time. Default 500. */
  readonly wait?: number
  /** Milliseconds without a byte after which a connection counts as cut. Default 30,000. */
  readonly silence?: number
  /** Told about every part that came. */
  readonly onBytes?: (bytes: number) => void
}

/** What became of a file. */
export type Fetched = 'fetched' | 'resumed' | 'there'

/**
 * Fetches a file into `target`, which appears whole or not at all: bytes go into `target.partial`, which a later call goes on with, and are renamed when their checksum is
 * right. A connection that is cut is taken up again where it ended.
 *
 * @throws UsageError where the file cannot be had, or is another than the one that is wanted.
 */
export async function fetchFile(wanted: WantedFile, options: FetchOptions = {}): Promise<Fetched> {
  const { target, url, sha256 } = wanted
  const { retries = 4, wait = 500 } = options
  const there = await sha256Of(target)
  if (there === sha256) return 'there'
  if (there !== null) {
    throw new UsageError(
      `${target} is there with other content: its SHA-256 is ${there}, that of ${url} is ${sha256}. Remove it, or choose another folder with --to DIR.`,
    )
  }
  await mkdir(path.dirname(target), { recursive: true })
  const partial = `${target}.partial`
  const began = await sizeOf(partial)
  for (let failures = 0; ;) {
    const before = await sizeOf(partial)
    try {
      await fetchRest(wanted, partial, before, options)
      break
    } catch (error) {
      if (!(error instanceof CutError)) throw error
      // Every try that got further counts as the first.
      failures = (await sizeOf(partial)) > before ? 0 : failures + 1
      if (failures > retries) {
        throw new UsageError(
          `${url}: ${error.message}, ${failures} times. What came is kept in ${partial}; the same command goes on with it.`,
        )
      }
      await sleep(wait * 2 ** Math.max(0, failures - 1))
    }
  }
  const found = await sha256Of(partial)
  if (found !== sha256) {
    await rm(partial, { force: true })
    throw new UsageError(`${url}: its SHA-256 is ${found ?? 'none'}, wanted is ${sha256}. Nothing was kept.`)
  }
  await rename(partial, target)
  return began > 0 ? 'resumed' : 'fetched'
}

/** A failure after which going on may help. */
class CutError extends Error {}

async function fetchRest(wanted: WantedFile, partial: string, have: number, options: FetchOptions): Promise<void> {
  const { url, bytes } = wanted
  const { silence = 30_000, onBytes } = options
  if (have === bytes) return
  if (have > bytes) {
    await rm(partial)
    return fetchRest(wanted, partial, 0, options)
  }
  const stop = new AbortController()
  let timer = setTimeout(() => {
    stop.abort()
  }, silence)
  let file: FileHandle | null = null
  try {
    const response = await fetch(url, {
      signal: stop.signal,
      headers: { 'accept-encoding': 'identity', ...(have === 0 ? {} : { range: `bytes=${have}-` }) },
    }).catch((error: unknown) => {
      const { message, cause } = error as Error
      throw new CutError(cause instanceof Error ? `${message} (${cause.message})` : message)
    })
    const goesOn = response.status === 206 && startOf(response) === have
    if (response.status === 416 || (response.status === 206 && !goesOn)) {
      await rm(partial, { force: true })
      throw new CutError(`HTTP ${response.status}, the server does not go on where it ended`)
    }
    if (!response.ok) throw failureOf(url, response.status)
    file = await open(partial, goesOn ? 'a' : 'w')
    let size = goesOn ? have : 0
    onBytes?.(size)
    for await (const chunk of parts(response)) {
      timer = renewed(timer, stop, silence)
      size += chunk.length
      if (size > bytes) {
        await rm(partial, { force: true })
        throw new UsageError(`${url}: is longer than the ${bytes} bytes that are wanted. Nothing was kept.`)
      }
      await file.writeFile(chunk)
      onBytes?.(size)
    }
    await file.sync()
    if (size < bytes) throw new CutError(`the connection ended after ${size} of ${bytes} bytes`)
  } finally {
    clearTimeout(timer)
    await file?.close()
  }
}

function renewed(timer: NodeJS.Timeout, stop: AbortController, silence: number): NodeJS.Timeout {
  clearTimeout(timer)
  return setTimeout(() => {
    stop.abort()
  }, silence)
}

async function* parts(response: Response): AsyncGenerator<Uint8Array, void, void> {
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) yield chunk
  } catch (error) {
    throw new CutError(`the connection was cut (${(error as Error).message})`)
  }
}

function startOf(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? Number.NaN)
}

function failureOf(url: string, status: number): Error {
  if (status === 429 || status === 408 || status >= 500) return new CutError(`HTTP ${status}`)
  const hint = status === 404 ? 'it is not there any more; --mirror URL names another place' : 'the server refuses it'
  return new UsageError(`${url}: HTTP ${status}, ${hint}.`)
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  )
}

async function sha256Of(file: string): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Uint8Array>) hash.update(chunk)
    return hash.digest('hex')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
