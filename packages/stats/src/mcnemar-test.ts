import { binomialCdf } from './binomial-distribution.js'
import { chiSquaredSurvival } from './chi-squared-distribution.js'
import { requireInteger } from './internal/require.js'

/** Whether two yes/no answers to the same items differ in their rates. JSON-safe. */
export interface McNemarResult {
  /** Items on which only the first said yes. */
  readonly onlyFirst: number
  /** Items on which only the second said yes. */
  readonly onlySecond: number
  /** (b - c)^2 / (b + c), without continuity correction; `null` when they never disagree. */
  readonly chiSquared: number | null
  /** P-value of the statistic at 1 degree of freedom; `null` when they never disagree. */
  readonly asymptoticP: number | null
  /** Exact two-sided p-value: twice the smaller binomial tail at 1/2, at most 1. */
  readonly exactP: number
}

/**
 * McNemar's test (1947) of equal marginal rates in pairs, from the items on which the two disagree. With fewer than some 25 of them only the
 * exact p-value should be used.
 *
 * @param onlyFirst - b, an integer >= 0
 * @param onlySecond - c, an integer >= 0
 * @throws RangeError if a count is not such an integer.
 *
 * @example
 * ```ts
 * import { mcnemarTest } from '@safety-portfolio/stats'
 *
 * mcnemarTest(5, 15).exactP // => ~0.04139
 * mcnemarTest(5, 15).chiSquared // => 5
 * mcnemarTest(0, 0).chiSquared // => null
 * ```
 */
export function mcnemarTest(onlyFirst: number, onlySecond: number): McNemarResult {
  requireInteger('mcnemarTest', 'onlyFirst', onlyFirst, 0)
  requireInteger('mcnemarTest', 'onlySecond', onlySecond, 0)
  const n = onlyFirst + onlySecond
  if (n === 0) return { onlyFirst, onlySecond, chiSquared: null, asymptoticP: null, exactP: 1 }
  const chiSquared = (onlyFirst - onlySecond) ** 2 / n
  return {
    onlyFirst,
    onlySecond,
    chiSquared,
    asymptoticP: chiSquaredSurvival(chiSquared, 1),
    exactP: Math.min(1, 2 * binomialCdf(Math.min(onlyFirst, onlySecond), n, 0.5)),
  }
}
