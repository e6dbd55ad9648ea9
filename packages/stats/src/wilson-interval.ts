import { requireCounts } from './internal/require-counts.js'
import type { Interval } from './interval.js'
import { normalSurvivalQuantile } from './normal-distribution.js'

/** Options of the intervals of one proportion. */
export interface ProportionIntervalOptions {
  /** Confidence level in (0, 1). Default 0.95. */
  readonly level?: number
}

/** Options of `wilsonInterval`. */
export interface WilsonIntervalOptions extends ProportionIntervalOptions {
  /** Correct for continuity (Newcombe 1998a, method 4): wider, covers at least the level on average nearly everywhere. Default false. */
  readonly continuityCorrection?: boolean
}

/**
 * Wilson's score interval for a proportion (Wilson 1927; Newcombe 1998a, method 3): the values p with |p - p̂| <= z sqrt(p (1 - p) / n).
 * It stays within [0, 1] and does not collapse at 0 or n successes. Its coverage averages the level but may fall below it for single p.
 *
 * @param successes - an integer from 0 to `trials`
 * @param trials - an integer from 0; 0 trials say nothing, and the interval is [0, 1]
 * @throws RangeError if a count or the level is out of range.
 *
 * @example
 * ```ts
 * import { wilsonInterval } from '@safety-portfolio/stats'
 *
 * const interval = wilsonInterval(81, 263)
 * interval.lower // => ~0.2553
 * interval.upper // => ~0.3662
 * ```
 */
export function wilsonInterval(successes: number, trials: number, options: WilsonIntervalOptions = {}): Interval {
  const { level = 0.95, continuityCorrection = false } = options
  requireCounts('wilsonInterval', successes, trials, level)
  const method = continuityCorrection ? 'wilson, continuity corrected' : 'wilson'
  if (trials === 0) return { lower: 0, upper: 1, level, method }
  const z = normalSurvivalQuantile((1 - level) / 2)
  return {
    lower: lowerBound(successes, trials, z, continuityCorrection),
    upper: upperBound(successes, trials, z, continuityCorrection),
    level,
    method,
  }
}

function lowerBound(successes: number, trials: number, z: number, corrected: boolean): number {
  if (successes === 0) return 0
  const z2 = z * z
  const failures = trials - successes
  const centre = 2 * successes + z2
  if (corrected) {
    const spread = z * Math.sqrt(Math.max(0, z2 - 2 - 1 / trials + (4 * successes * (failures + 1)) / trials))
    return Math.max(0, (centre - 1 - spread) / (2 * (trials + z2)))
  }
  const spread = z * Math.sqrt(z2 + (4 * successes * failures) / trials)
  // (centre - spread) / (2 (n + z²)) as a quotient of squares: one success in 1e12 trials keeps its digits.
  return (2 * successes * successes) / (trials * (centre + spread))
}

function upperBound(successes: number, trials: number, z: number, corrected: boolean): number {
  if (successes === trials) return 1
  const z2 = z * z
  const failures = trials - successes
  const centre = 2 * successes + z2
  if (corrected) {
    const spread = z * Math.sqrt(z2 + 2 - 1 / trials + (4 * successes * (failures - 1)) / trials)
    return Math.min(1, (centre + 1 + spread) / (2 * (trials + z2)))
  }
  const spread = z * Math.sqrt(z2 + (4 * successes * failures) / trials)
  return Math.min(1, (centre + spread) / (2 * (trials + z2)))
}
