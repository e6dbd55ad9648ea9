import type { Interval } from './interval.js'

/** One number as this project reports it: never without its uncertainty, and `null` with a reason where it cannot be had. */
export interface Estimate {
  /** The point estimate, or `null` when it is not estimable (then `reason` says why). */
  readonly estimate: number | null
  /** Standard error on the scale of `estimate`, or `null` when none is available. */
  readonly standardError: number | null
  /** The interval, or `null` when none was asked for or none can be computed. */
  readonly interval: Interval | null
  /** Why `estimate` or `interval` is `null`. */
  readonly reason?: string
}
