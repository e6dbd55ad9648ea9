/** Lets so many calls through at a time, and changes how many by what the server says. */
export interface AdaptiveLimiter {
  /** Waits for a turn; call what it resolves to when the call is over. Rejects when the signal is aborted first. */
  acquire(signal: AbortSignal): Promise<() => void>
  /** A call went through. */
  succeeded(): void
  /** The server said that calls come too fast. */
  overloaded(): void
  /** Calls at a time, now. */
  readonly limit: number
}

/** Options of {@link adaptiveLimiter}. */
export interface AdaptiveLimiterOptions {
  /** Most calls at a time. */
  readonly most: number
  /** Calls at a time in the beginning. Default: `most`, or 20 if that is less. */
  readonly start?: number
}

/**
 * Slow start, then additive increase and multiplicative decrease, as TCP does: the limit doubles with every limit's worth of calls that went through until
 * the server first complains; it is halved at a complaint, at most once for the calls that were under way together, and grows by one from there.
 */
export function adaptiveLimiter({ most, start = Math.min(most, 20) }: AdaptiveLimiterOptions): AdaptiveLimiter {
  if (!Number.isSafeInteger(most) || most < 1)
    throw new RangeError(`adaptiveLimiter: most must be a whole number from 1, got ${most}`)
  let limit = Math.min(Math.max(1, start), most)
  let active = 0
  let successes = 0
  let slowStart = true
  /** Complaints of calls begun before the last halving count as the same complaint. */
  let grace = 0
  const queue: (() => void)[] = []
  const next = (): void => {
    while (active < limit && queue.length > 0) queue.shift()!()
  }
  const release = (): void => {
    active -= 1
    if (grace > 0) grace -= 1
    next()
  }
  return {
    async acquire(signal) {
      signal.throwIfAborted()
      if (active >= limit) {
        await new Promise<void>((resolve, reject) => {
          const enter = (): void => {
            signal.removeEventListener('abort', leave)
            active += 1
            resolve()
          }
          const leave = (): void => {
            queue.splice(queue.indexOf(enter), 1)
            reject(signal.reason as Error)
          }
          signal.addEventListener('abort', leave, { once: true })
          queue.push(enter)
        })
      } else active += 1
      let released = false
      return () => {
        if (!released) release()
        released = true
      }
    },
    succeeded() {
      successes += 1
      if (successes < limit || limit === most) return
      successes = 0
      limit = Math.min(most, slowStart ? limit * 2 : limit + 1)
      next()
    },
    overloaded() {
      successes = 0
      slowStart = false
      if (grace > 0) return
      limit = Math.max(1, Math.floor(limit / 2))
      grace = active
    },
    get limit() {
      return limit
    },
  }
}
