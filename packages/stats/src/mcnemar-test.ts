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
  /** (|b - c| - 1)^2 / (b + c), with Edwards' continuity correction, at least 0; `null` when they never disagree. */
  readonly correctedChiSquared: number | null
  /** P-value of the corrected statistic at 1 degree of freedom; `null` when they never disagree. */
  readonly correctedP: number | null
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
 * mcnemarTest(5, 15).correctedChiSquared // => ~4.05
 * mcnemarTest(0, 0).chiSquared // => null
 * ```
 */
export function mcnemarTest(onlyFirst: number, onlySecond: number): McNemarResult {
  requireInteger('mcnemarTest', 'onlyFirst', onlyFirst, 0)
  requireInteger('mcnemarTest', 'onlySecond', onlySecond, 0)
  const n = onlyFirst + onlySecond
  if (n === 0) {
    const none = { chiSquared: null, asymptoticP: null, correctedChiSquared: null, correctedP: null }
    return { onlyFirst, onlySecond, ...none, exactP: 1 }
  }
  const chiSquared = (onlyFirst - onlySecond) ** 2 / n
  const correctedChiSquared = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1) ** 2 / n
  return {
    onlyFirst,
    onlySecond,
    chiSquared,
    asymptoticP: chiSquaredSurvival(chiSquared, 1),
    correctedChiSquared,
    correctedP: chiSquaredSurvival(correctedChiSquared, 1),
    exactP: Math.min(1, 2 * binomialCdf(Math.min(onlyFirst, onlySecond), n, 0.5)),
  }
}
