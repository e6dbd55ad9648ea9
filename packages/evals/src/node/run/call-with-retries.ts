import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '@safety-portfolio/stats'
import { ModelError, type ModelOutput } from '../../task/model.js'
import type { AdaptiveLimiter } from './adaptive-limiter.js'
import { unlessAborted } from './unless-aborted.js'

/** How often and how patiently a call is tried again. */
export interface RetryOptions {
  /** Tries after the first. */
  readonly retries: number
  /** Milliseconds before the second try; doubled each time, up to a minute. */
  readonly wait: number
  /** Milliseconds one try may take. */
  readonly attemptTimeout: number
}

/** A call that came to an answer, and what it took. */
export interface CallOutcome {
  readonly output: ModelOutput
  readonly retries: number
  /** Milliseconds spent waiting for a turn or before another try. */
  readonly waited: number
}

const longestWait = 60_000
/** A server that asks for more patience than this is not waited for. */
const longestRetryAfter = 600_000

/**
 * Calls a model in its turn, and again where that may help: too many requests, overload, server errors, cut connections, time-outs. `retry-after` is
 * obeyed; without it the wait doubles, with jitter, so that many callers do not come back at once.
 */
export async function callWithRetries(
  call: (signal: AbortSignal) => Promise<ModelOutput>,
  limiter: AdaptiveLimiter,
  options: RetryOptions,
  signal: AbortSignal,
  seed: number,
): Promise<CallOutcome> {
  let waited = 0
  for (let retries = 0; ; retries += 1) {
    const queued = performance.now()
    const release = await limiter.acquire(signal)
    waited += performance.now() - queued
    try {
      const output = await within(call, options.attemptTimeout, signal)
      limiter.succeeded()
      return { output, retries, waited }
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof ModelError && error.overloaded) limiter.overloaded()
      if (!(error instanceof ModelError) || !error.retryable || retries >= options.retries) throw error
      const pause = pauseBefore(retries, error, options.wait, seed)
      if (pause === null) throw error
      waited += pause
      release()
      await sleep(pause, undefined, { signal })
    } finally {
      release()
    }
  }
}

function pauseBefore(retries: number, error: ModelError, wait: number, seed: number): number | null {
  const jitter = 0.5 + createRandom(seed, retries).uniform() / 2
  const doubled = Math.min(longestWait, wait * 2 ** retries) * jitter
  if (error.retryAfter === null) return doubled
  return error.retryAfter > longestRetryAfter ? null : error.retryAfter + doubled * 0.1
}

async function within(
  call: (signal: AbortSignal) => Promise<ModelOutput>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<ModelOutput> {
  const stop = new AbortController()
  const timer = setTimeout(() => {
    stop.abort(new ModelError(`no answer within ${milliseconds / 1000} seconds`, { retryable: true }))
  }, milliseconds)
  const abort = (): void => {
    stop.abort(signal.reason)
  }
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await unlessAborted(call(stop.signal), stop.signal)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}
