import { brentRoot, logGamma } from '@safety-portfolio/stats'
import type { Interval } from '@safety-portfolio/stats'
import { requireCount } from './internal/require-count.js'

/** Result of {@link fisherExactTest}. */
export interface FisherExactTest {
  /** Two-sided p-value: the probability of all tables with these margins that are no more likely than the one seen. */
  readonly p: number
  /** Conditional maximum-likelihood estimate of the odds ratio; 0 or Infinity at the edge, `null` when a margin is 0. */
  readonly oddsRatio: number | null
  /** Exact conditional interval of the odds ratio (Cornfield), to full precision: R stops its search at about 1e-4 of the reciprocal; `null` when a margin is 0. */
  readonly interval: Interval | null
}

/** Tables that are equally likely up to rounding count as equally likely (as in R). */
const relativeError = 1 + 1e-7

/**
 * Fisher's exact test of two proportions, given both margins.
 *
 * @param successes1 - Successes of the first sample.
 * @param trials1 - Its size.
 * @param successes2 - Successes of the second sample.
 * @param trials2 - Its size.
 * @param options - `level` of the interval, default 0.95.
 * @throws RangeError when a count is not a whole number between 0 and its trials.
 * @example
 * ```ts
 * import { fisherExactTest } from '@safety-portfolio/discrimination'
 *
 * const test = fisherExactTest(3, 4, 1, 4)
 * test.p // => ~0.4857
 * test.oddsRatio! // => ~6.408
 * test.interval!.upper // => ~626.24
 * ```
 */
export function fisherExactTest(
  successes1: number,
  trials1: number,
  successes2: number,
  trials2: number,
  options: { readonly level?: number } = {},
): FisherExactTest {
  const { level = 0.95 } = options
  requireCount('fisherExactTest', 'successes1', successes1, trials1)
  requireCount('fisherExactTest', 'successes2', successes2, trials2)
  const total = successes1 + successes2
  const least = Math.max(0, total - trials2)
  const most = Math.min(total, trials1)
  if (least === most) return { p: 1, oddsRatio: null, interval: null }
  // log choose(trials1, x) + log choose(trials2, total - x), up to a constant.
  const logs = Float64Array.from({ length: most - least + 1 }, (_, k) => {
    const x = least + k
    return -(logGamma(x + 1) + logGamma(trials1 - x + 1) + logGamma(total - x + 1) + logGamma(trials2 - total + x + 1))
  })
  const at = successes1 - least
  const underNull = tilted(logs, 0)
  let p = 0
  for (const probability of underNull) if (probability <= underNull[at]! * relativeError) p += probability
  const tail = (1 - level) / 2
  const root = (excess: (logOdds: number) => number): number => Math.exp(searchRoot(excess))
  const meanOf = (logOdds: number): number => tilted(logs, logOdds).reduce((sum, value, k) => sum + value * k, 0)
  const below = (logOdds: number): number =>
    tilted(logs, logOdds)
      .slice(0, at + 1)
      .reduce((sum, value) => sum + value, 0)
  const above = (logOdds: number): number =>
    tilted(logs, logOdds)
      .slice(at)
      .reduce((sum, value) => sum + value, 0)
  return {
    p: Math.min(1, p),
    oddsRatio: at === 0 ? 0 : at === logs.length - 1 ? Infinity : root((x) => meanOf(x) - at),
    interval: {
      lower: at === 0 ? 0 : root((x) => above(x) - tail),
      upper: at === logs.length - 1 ? Infinity : root((x) => tail - below(x)),
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
