import { chiSquaredSurvival, normalQuantile } from '@safety-portfolio/stats'
import type { Interval } from '@safety-portfolio/stats'

/** Counts of one stratum: successes and failures of the group and of the reference. */
export type Stratum = readonly [
  groupSuccesses: number,
  groupFailures: number,
  referenceSuccesses: number,
  referenceFailures: number,
]

/** Result of {@link cochranMantelHaenszel}. */
export interface CochranMantelHaenszel {
  /** Statistic, chi-squared with one degree of freedom. */
  readonly statistic: number
  /** p-value for a common odds ratio of 1. */
  readonly p: number
  /** Mantel and Haenszel's common odds ratio; `null` when it is not finite. */
  readonly oddsRatio: number | null
  /** Interval of it by the variance of Robins, Breslow and Greenland (1986). */
  readonly interval: Interval | null
}

/**
 * Whether a group's odds differ from the reference's when a third attribute is held: a common odds ratio over strata.
 *
 * @param strata - Counts of each stratum; strata with fewer than two cases are left out.
 * @param options - `continuityCorrection`, default false; `level`, default 0.95.
 * @throws RangeError when no stratum can tell.
 * @example
 * ```ts
 * import { cochranMantelHaenszel } from '@safety-portfolio/discrimination'
 *
 * const test = cochranMantelHaenszel([[10, 20, 15, 15], [5, 25, 12, 18]])
 * test.oddsRatio! // => ~0.4
 * ```
 */
export function cochranMantelHaenszel(
  strata: readonly Stratum[],
  options: { readonly continuityCorrection?: boolean; readonly level?: number } = {},
): CochranMantelHaenszel {
  const { continuityCorrection = false, level = 0.95 } = options
  let [observed, expected, variance, r, s, pr, mixed, qs] = [0, 0, 0, 0, 0, 0, 0, 0]
  for (const [a, b, c, d] of strata) {
    const n = a + b + c + d
    if (n < 2) continue
    observed += a
    expected += ((a + b) * (a + c)) / n
    variance += ((a + b) * (c + d) * (a + c) * (b + d)) / (n * n * (n - 1))
    const [rk, sk, pk, qk] = [(a * d) / n, (b * c) / n, (a + d) / n, (b + c) / n]
    r += rk
    s += sk
    pr += pk * rk
    mixed += pk * sk + qk * rk
    qs += qk * sk
  }
  if (!(variance > 0)) {
    throw new RangeError('cochranMantelHaenszel: no stratum has both groups and both outcomes, so strata tell nothing')
  }
  const gap = Math.abs(observed - expected)
  const statistic = (gap - (continuityCorrection ? Math.min(0.5, gap) : 0)) ** 2 / variance
  const oddsRatio = s > 0 && r > 0 ? r / s : null
  const margin =
    oddsRatio === null
      ? NaN
      : normalQuantile(1 - (1 - level) / 2) * Math.sqrt(pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s))
  return {
    statistic,
    p: chiSquaredSurvival(statistic, 1),
    oddsRatio,
    interval:
      oddsRatio === null
        ? null
        : {
            lower: oddsRatio * Math.exp(-margin),
            upper: oddsRatio * Math.exp(margin),
            level,
            method: 'robins-breslow-greenland',
          },
  }
}
