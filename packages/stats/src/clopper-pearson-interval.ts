import { betaQuantile, betaSurvivalQuantile } from './beta-distribution.js'
import { requireCounts } from './internal/require-counts.js'
import type { Interval } from './interval.js'
import type { ProportionIntervalOptions } from './wilson-interval.js'

/**
 * Clopper and Pearson's exact interval for a proportion (1934), from the binomial tails by quantiles of the beta distribution.
 * It covers at least the level for every p, and mostly more. With 0 successes the upper bound is 1 - ((1 - level) / 2)^(1/n).
 *
 * @param successes - an integer from 0 to `trials`
 * @param trials - an integer from 0; 0 trials say nothing, and the interval is [0, 1]
 * @throws RangeError if a count or the level is out of range.
 *
 * @example
 * ```ts
 * import { clopperPearsonInterval } from '@safety-portfolio/stats'
 *
 * clopperPearsonInterval(0, 100).upper // => ~0.036217
 * ```
 */
export function clopperPearsonInterval(
  successes: number,
  trials: number,
  options: ProportionIntervalOptions = {},
): Interval {
  const { level = 0.95 } = options
  requireCounts('clopperPearsonInterval', successes, trials, level)
  const tail = (1 - level) / 2
  const failures = trials - successes
  return {
    lower: successes === 0 ? 0 : betaQuantile(tail, successes, failures + 1),
    upper: failures === 0 ? 1 : betaSurvivalQuantile(tail, successes + 1, failures),
    level,
    method: 'clopper-pearson',
  }
}
