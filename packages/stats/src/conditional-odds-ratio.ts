import { brentRoot } from './brent-root.js'
import type { FourfoldTable } from './fisher-exact-test.js'
import { requireInteger } from './internal/require.js'
import type { Interval } from './interval.js'
import { logGamma } from './log-gamma.js'

/** Result of {@link conditionalOddsRatio}. */
export interface ConditionalOddsRatio {
  /** Conditional maximum-likelihood estimate; 0 or Infinity at the edge, `null` when a row or column is empty. */
  readonly oddsRatio: number | null
  /** Exact conditional interval (Cornfield), to full precision: R stops its search at about 1e-4 of the reciprocal; `null` when a row or column is empty. */
  readonly interval: Interval | null
}

/**
 * The odds ratio of a fourfold table given its margins: the estimate and interval that go with {@link fisherExactTest}. Given the margins the first
 * cell has Fisher's noncentral hypergeometric distribution; the estimate makes its mean the count that was seen, and each end of the interval makes one tail
 * half of 1 - level (Cornfield 1956; Agresti 2013, section 16.6).
 *
 * @param table - four integers >= 0
 * @param options - `level` of the interval, default 0.95.
 * @throws RangeError if a count is not such an integer or the level is not between 0 and 1.
 *
 * @example
 * ```ts
 * import { conditionalOddsRatio } from '@safety-portfolio/stats'
 *
 * const { oddsRatio, interval } = conditionalOddsRatio([[3, 1], [1, 3]])
 * oddsRatio! // => ~6.408
 * interval!.upper // => ~626.24
 * ```
 */
export function conditionalOddsRatio(
  table: FourfoldTable,
  options: { readonly level?: number } = {},
): ConditionalOddsRatio {
  const [[a, b], [c, d]] = table
  for (const [name, count] of Object.entries({ a, b, c, d })) requireInteger('conditionalOddsRatio', name, count, 0)
  const { level = 0.95 } = options
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`conditionalOddsRatio: level must be between 0 and 1, got ${level}`)
  }
  const [row, other, column] = [a + b, c + d, a + c]
  const [least, most] = [Math.max(0, column - other), Math.min(row, column)]
  if (least === most) return { oddsRatio: null, interval: null }
  // log choose(row, x) + log choose(other, column - x), up to a constant.
  const logs = Float64Array.from({ length: most - least + 1 }, (_, k) => {
    const x = least + k
    return -(logGamma(x + 1) + logGamma(row - x + 1) + logGamma(column - x + 1) + logGamma(other - column + x + 1))
  })
  const at = a - least
  const tail = (1 - level) / 2
  const root = (excess: (logOdds: number) => number): number => Math.exp(searchRoot(excess))
  const meanOf = (logOdds: number): number => tilted(logs, logOdds).reduce((sum, value, k) => sum + value * k, 0)
  const partOf = (logOdds: number, from: number, to: number): number =>
    tilted(logs, logOdds)
      .subarray(from, to)
      .reduce((sum, value) => sum + value, 0)
  const last = logs.length - 1
  return {
    oddsRatio: at === 0 ? 0 : at === last ? Infinity : root((x) => meanOf(x) - at),
    interval: {
      lower: at === 0 ? 0 : root((x) => partOf(x, at, last + 1) - tail),
      upper: at === last ? Infinity : root((x) => tail - partOf(x, 0, at + 1)),
      level,
      method: 'fisher exact (conditional)',
    },
  }
}

/** The noncentral hypergeometric distribution with these log weights at a log odds ratio. */
function tilted(logs: Float64Array, logOdds: number): Float64Array {
  const raised = logs.map((value, k) => value + k * logOdds)
  const top = raised.reduce((most, value) => Math.max(most, value), -Infinity)
  const weights = raised.map((value) => Math.exp(value - top))
  const sum = weights.reduce((total, value) => total + value, 0)
  return weights.map((value) => value / sum)
}

/** The root of an increasing function of the log odds ratio. */
function searchRoot(excess: (logOdds: number) => number): number {
  let width = 1
  while (width < 700 && excess(-width) * excess(width) > 0) width *= 2
  return brentRoot(excess, -width, width).x
}
