import { conditionalOddsRatio, fisherExactTest, newcombeInterval, normalQuantile } from '@safety-portfolio/stats'
import type { ConditionalOddsRatio, Estimate } from '@safety-portfolio/stats'
import { chiSquaredTest } from './chi-squared-test.js'
import type { ChiSquaredTest } from './chi-squared-test.js'
import { requireCount } from './internal/require-count.js'

/** Two rates compared in every usual way. */
export interface RateComparison {
  /** First rate less the second, with Newcombe's interval: statistical parity difference. */
  readonly difference: Estimate
  /** First rate divided by the second, with Katz's interval: disparate impact. */
  readonly ratio: Estimate
  /** Odds ratio of the samples; `null` when a cell is 0. */
  readonly oddsRatio: number | null
  /** Fisher's exact test, two-sided, with the conditional odds ratio and its exact interval. */
  readonly fisher: { readonly p: number } & ConditionalOddsRatio
  /** Chi-squared test; `null` when all outcomes are the same. */
  readonly chiSquared: ChiSquaredTest | null
  /** Chi-squared test with Yates' correction. */
  readonly corrected: ChiSquaredTest | null
  /** z with the pooled variance; `null` when all outcomes are the same. */
  readonly z: number | null
  /** Cohen's h, 2 asin(sqrt(p1)) - 2 asin(sqrt(p2)). */
  readonly cohensH: number | null
}

/**
 * Compares the rates of two groups: difference (Newcombe 1998), ratio (Katz et al. 1978), odds ratio, exact and chi-squared tests, Cohen's h.
 *
 * @param successes1 - Successes of the group.
 * @param trials1 - Its size.
 * @param successes2 - Successes of the reference.
 * @param trials2 - Its size.
 * @param options - `level`, default 0.95.
 * @example
 * ```ts
 * import { compareRates } from '@safety-portfolio/discrimination'
 *
 * const found = compareRates(132, 345, 606, 1507)
 * found.difference.estimate! // => ~-0.019515
 * found.ratio.interval!.lower // => ~0.82099
 * compareRates(1, 2, 0, 0).ratio.reason // => 'the reference has no cases'
 * ```
 */
export function compareRates(
  successes1: number,
  trials1: number,
  successes2: number,
  trials2: number,
  options: { readonly level?: number } = {},
): RateComparison {
  const { level = 0.95 } = options
  requireCount('compareRates', 'successes1', successes1, trials1)
  requireCount('compareRates', 'successes2', successes2, trials2)
  const [failures1, failures2] = [trials1 - successes1, trials2 - successes2]
  const known = trials1 > 0 && trials2 > 0
  const varies = known && successes1 + successes2 > 0 && failures1 + failures2 > 0
  const table = [
    [successes1, failures1],
    [successes2, failures2],
  ] as const
  const [p1, p2] = [successes1 / trials1, successes2 / trials2]
  const pooled = (successes1 + successes2) / (trials1 + trials2)
  return {
    difference: newcombeInterval(successes1, trials1, successes2, trials2, { level }),
    ratio: katzRatio(successes1, trials1, successes2, trials2, level),
    oddsRatio: [successes1, failures1, successes2, failures2].some((count) => count === 0)
      ? null
      : (successes1 * failures2) / (failures1 * successes2),
    fisher: { p: fisherExactTest(table), ...conditionalOddsRatio(table, { level }) },
    chiSquared: varies ? chiSquaredTest(table) : null,
    corrected: varies ? chiSquaredTest(table, { continuityCorrection: true }) : null,
    z: varies ? (p1 - p2) / Math.sqrt(pooled * (1 - pooled) * (1 / trials1 + 1 / trials2)) : null,
    cohensH: known ? 2 * Math.asin(Math.sqrt(p1)) - 2 * Math.asin(Math.sqrt(p2)) : null,
  }
}

/** Ratio of two rates with the delta-method interval of its logarithm. */
function katzRatio(successes1: number, trials1: number, successes2: number, trials2: number, level: number): Estimate {
  const none = (reason: string): Estimate => ({ estimate: null, standardError: null, interval: null, reason })
  if (trials1 === 0) return none('the group has no cases')
  if (trials2 === 0) return none('the reference has no cases')
  if (successes2 === 0) return none('the rate of the reference is 0, so there is no ratio')
  const estimate = successes1 / trials1 / (successes2 / trials2)
  if (successes1 === 0) {
    return { estimate: 0, standardError: null, interval: null, reason: 'the rate of the group is 0: see Fisher’s test' }
  }
  const error = Math.sqrt(1 / successes1 - 1 / trials1 + 1 / successes2 - 1 / trials2)
  if (error === 0) {
    return { estimate, standardError: null, interval: null, reason: 'both rates are 1: see Fisher’s test' }
  }
  const margin = normalQuantile(1 - (1 - level) / 2) * error
  return {
    estimate,
    standardError: estimate * error,
    interval: { lower: estimate * Math.exp(-margin), upper: estimate * Math.exp(margin), level, method: 'katz' },
  }
}
