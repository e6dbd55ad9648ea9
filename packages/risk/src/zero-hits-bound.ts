import { requireFraction, requireInteger } from './internal/require.js'

/** What zero hits in a number of trials support. JSON-safe. */
export interface ZeroHitsBound {
  /** Independent trials, one sample of each of so many queries. */
  readonly trials: number
  /** One-sided confidence. */
  readonly level: number
  /** Upper bound of the rate: 1 - (1 - level)^(1 / trials). */
  readonly upper: number
  /** At deployments of these sizes: up to how many hits, and the chance of at least one, the bound leaves open. */
  readonly at: readonly { readonly n: number; readonly expectedHits: number; readonly atLeastOne: number }[]
  readonly assumptions: readonly string[]
}

/**
 * What "we saw it never" supports: the one-sided exact (Clopper-Pearson) upper bound of a rate after 0 hits. 1,000 clean trials bound the rate at
 * 0.30 %: at a million queries they exclude nothing.
 *
 * @param trials - independent trials; an integer >= 1
 * @param options - `level`: one-sided confidence, default 0.95; `at`: deployment sizes, default none
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { zeroHitsBound } from '@safety-portfolio/risk'
 *
 * const bound = zeroHitsBound(1000, { at: [1e6] })
 * bound.upper // => ~0.0029912
 * bound.at[0]!.expectedHits // => ~2991
 * ```
 */
export function zeroHitsBound(
  trials: number,
  options: { readonly level?: number; readonly at?: readonly number[] } = {},
): ZeroHitsBound {
  const { level = 0.95, at = [] } = options
  requireInteger('zeroHitsBound', 'trials', trials, 1)
  requireFraction('zeroHitsBound', 'level', level)
  const logNone = Math.log1p(-level) / trials
  const upper = -Math.expm1(logNone)
  return {
    trials,
    level,
    upper,
    at: at.map((n) => {
      if (!(n >= 1 && n < Infinity)) throw new RangeError(`zeroHitsBound: n must be finite and >= 1, got ${n}`)
      return { n, expectedHits: n * upper, atLeastOne: -Math.expm1(n * logNone) }
    }),
    assumptions: ['Trials are independent.', 'They come from the distribution of deployment.'],
  }
}

/**
 * How many clean trials it takes to bound a rate: the fewest with (1 - target)^trials <= 1 - level.
 *
 * @param target - the rate to be excluded, in (0, 1)
 * @param level - one-sided confidence; default 0.95
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { cleanTrialsNeeded } from '@safety-portfolio/risk'
 *
 * cleanTrialsNeeded(0.01) // => 299
 * cleanTrialsNeeded(1e-4) // => 29956
 * ```
 */
export function cleanTrialsNeeded(target: number, level = 0.95): number {
  requireFraction('cleanTrialsNeeded', 'target', target)
  requireFraction('cleanTrialsNeeded', 'level', level)
  return Math.ceil(Math.log1p(-level) / Math.log1p(-target))
}
