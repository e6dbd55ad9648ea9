import type { ModelUsage } from '../log/eval-log.js'

/** Dollars per million tokens. */
export interface Price {
  readonly input: number
  readonly output: number
  /** Default: as `input`. */
  readonly cacheRead?: number
  /** Default: as `input`. */
  readonly cacheWrite?: number
}

/**
 * What tokens cost, in dollars. `input_tokens` counts all input, cached or not.
 *
 * @example
 * ```ts
 * import { costOf } from '@safety-portfolio/evals'
 *
 * costOf({ input_tokens: 1_000_000, output_tokens: 100_000, total_tokens: 1_100_000 }, { input: 3, output: 15 }) // => 4.5
 * ```
 */
export function costOf(usage: ModelUsage, price: Price): number {
  const read = usage.input_tokens_cache_read ?? 0
  const written = usage.input_tokens_cache_write ?? 0
  const fresh = Math.max(0, usage.input_tokens - read - written)
  const dollars =
    fresh * price.input +
    read * (price.cacheRead ?? price.input) +
    written * (price.cacheWrite ?? price.input) +
    usage.output_tokens * price.output
  return dollars / 1e6
}
