import { binomialLogDensity } from './binomial-distribution.js'
import { requireInteger } from './internal/require.js'

/** Counts of a fourfold table: `[[a, b], [c, d]]`, rows and columns. */
export type FourfoldTable = readonly [readonly [number, number], readonly [number, number]]

/** Options of {@link fisherExactTest}. */
export interface FisherExactOptions {
  /**
   * `'greater'`: the first cell is larger than chance would have it; `'less'`: smaller; `'two-sided'`: the tables at most as probable as the
   * one seen, as R and SciPy do. Default `'two-sided'`.
   */
  readonly alternative?: 'two-sided' | 'greater' | 'less'
}

// Two tables count as equally probable within this factor, as in R and SciPy: rounding must not decide.
const tie = 1 + 1e-7

/**
 * P-value of Fisher's exact test (1935): how often a table with these margins would be as extreme, if rows and columns were independent. The
 * hypergeometric probability at the table is a ratio of three binomial ones (Loader 2000), so that tables of millions keep their digits; its
 * neighbours follow by their ratios until they no longer count.
 *
 * @param table - four integers >= 0; a table with an empty row or column has p-value 1
 * @throws RangeError if a count is not such an integer.
 *
 * @example
 * ```ts
 * import { fisherExactTest } from '@safety-portfolio/stats'
 *
 * fisherExactTest([[44, 10], [8, 10]]) // => ~0.004995
 * fisherExactTest([[40, 60], [60, 840]], { alternative: 'greater' }) // => ~6.94e-18
 * ```
 */
export function fisherExactTest(table: FourfoldTable, options: FisherExactOptions = {}): number {
  const [[a, b], [c, d]] = table
  for (const [name, count] of Object.entries({ a, b, c, d })) requireInteger('fisherExactTest', name, count, 0)
  const { alternative = 'two-sided' } = options
  const [row, other, column, total] = [a + b, c + d, a + c, a + b + c + d]
  const [least, most] = [Math.max(0, column - other), Math.min(row, column)]
  if (least === most) return 1
  const logDensity = (x: number): number =>
    binomialLogDensity(x, row, column / total) +
    binomialLogDensity(column - x, other, column / total) -
    binomialLogDensity(column, total, column / total)
  // P(X = x + 1) / P(X = x).
  const ratio = (x: number): number => ((row - x) / (x + 1)) * ((column - x) / (other - column + x + 1))
  const upwards = (from: number): number => {
    if (from > most) return 0
    let [term, sum] = [1, 1]
    for (let x = from; x < most && term > 1e-18 * sum; x += 1) sum += term *= ratio(x)
    return Math.exp(logDensity(from)) * sum
  }
  const downwards = (from: number): number => {
    if (from < least) return 0
    let [term, sum] = [1, 1]
    for (let x = from; x > least && term > 1e-18 * sum; x -= 1) sum += term /= ratio(x - 1)
    return Math.exp(logDensity(from)) * sum
  }
  // The smaller tail is summed; the other is what is left.
  const mode = Math.floor(((row + 1) * (column + 1)) / (total + 2))
  const greater = a > mode ? upwards(a) : 1 - downwards(a - 1)
  if (alternative === 'greater') return Math.min(1, greater)
  const less = a <= mode ? downwards(a) : 1 - upwards(a + 1)
  if (alternative === 'less') return Math.min(1, less)
  const seen = logDensity(a) + Math.log(tie)
  // On the far side of the mode the probabilities fall monotonically: the first that is improbable enough is found by halving.
  if (a >= mode) {
    if (logDensity(least) > seen) return Math.min(1, greater)
    let [low, high] = [least, Math.min(a, mode)]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (logDensity(middle) <= seen) low = middle
      else high = middle
    }
    return Math.min(1, greater + downwards(high < a && logDensity(high) <= seen ? high : low))
  }
  if (logDensity(most) > seen) return Math.min(1, less)
  let [low, high] = [Math.max(a, mode), most]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (logDensity(middle) <= seen) high = middle
    else low = middle
  }
  return Math.min(1, less + upwards(low > a && logDensity(low) <= seen ? low : high))
}
