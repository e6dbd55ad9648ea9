import type { Estimate } from './estimate.js'
import { requireCounts } from './internal/require-counts.js'
import { wilsonInterval, type WilsonIntervalOptions } from './wilson-interval.js'

/**
 * Difference of two independent proportions p1 - p2 with Newcombe's hybrid score interval (Newcombe 1998b, method 10; with
 * `continuityCorrection`, method 11): the distances of both Wilson bounds from their proportions, added in quadrature.
 *
 * @param successes1 - successes of the first sample, an integer from 0 to `trials1`
 * @param trials1 - trials of the first sample, an integer from 0
 * @param successes2 - successes of the second sample
 * @param trials2 - trials of the second sample
 * @returns p1 - p2, its unpooled standard error, and the interval. With 0 trials on either side all three are `null`, and `reason` says so.
 *   The standard error is `null` too where both proportions are 0 or 1: the formula would give 0, which is no uncertainty anyone has.
 * @throws RangeError if a count or the level is out of range.
 *
 * @example
 * ```ts
 * import { newcombeInterval } from '@safety-portfolio/stats'
 *
 * const difference = newcombeInterval(56, 70, 48, 80)
 * difference.estimate! // => ~0.2
 * difference.interval!.lower // => ~0.0524
 * difference.interval!.upper // => ~0.3339
 * ```
 */
export function newcombeInterval(
  successes1: number,
  trials1: number,
  successes2: number,
  trials2: number,
  options: WilsonIntervalOptions = {},
): Estimate {
  const { level = 0.95, continuityCorrection = false } = options
  requireCounts('newcombeInterval', successes1, trials1, level)
  requireCounts('newcombeInterval', successes2, trials2, level)
  if (trials1 === 0 || trials2 === 0) {
    const which =
      trials1 === 0 ? (trials2 === 0 ? 'both samples have' : 'the first sample has') : 'the second sample has'
    return { estimate: null, standardError: null, interval: null, reason: `${which} no trials` }
  }
  const p1 = successes1 / trials1
  const p2 = successes2 / trials2
  const first = wilsonInterval(successes1, trials1, { level, continuityCorrection })
  const second = wilsonInterval(successes2, trials2, { level, continuityCorrection })
  const difference = p1 - p2
  const standardError = Math.sqrt((p1 * (1 - p1)) / trials1 + (p2 * (1 - p2)) / trials2)
  return {
    estimate: difference,
    standardError: standardError > 0 ? standardError : null,
    interval: {
      lower: Math.max(-1, difference - Math.hypot(p1 - first.lower, second.upper - p2)),
      upper: Math.min(1, difference + Math.hypot(first.upper - p1, p2 - second.lower)),
      level,
      method: continuityCorrection ? 'newcombe hybrid score, continuity corrected' : 'newcombe hybrid score',
    },
  }
}
