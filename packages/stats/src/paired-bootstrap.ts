import type { BootstrapOptions, BootstrapResult } from './bootstrap-result.js'
import { bootstrap } from './bootstrap.js'
import { requireValues } from './internal/require.js'
import { weightedMean } from './mean.js'

/** Options of `pairedBootstrap`. */
export interface PairedBootstrapOptions extends BootstrapOptions {
  /** Statistic of one sample at weights (counts per case). Default: the weighted mean. */
  readonly statistic?: (values: Float64Array, weights: Float64Array) => number
}

/**
 * Bootstrap of a difference between two aligned samples: statistic(first) - statistic(second), both from the same resampled cases. What the
 * samples share (item difficulty, when two models answer the same questions) cancels, where comparing two intervals would count it
 * twice.
 *
 * @param first - at least one finite number; element i belongs to case i
 * @param second - as many, for the same cases in the same order
 * @param options - as for `bootstrap`, `clusters` included
 * @throws RangeError if lengths differ, a value is not finite, or an option is out of range.
 *
 * @example
 * ```ts
 * import { pairedBootstrap } from '@safety-portfolio/stats'
 *
 * const before = [1, 0, 1, 1, 0, 1, 0, 1, 1, 0]
 * const after = [1, 1, 1, 1, 0, 1, 1, 1, 1, 0]
 * pairedBootstrap(after, before, { seed: 3 }).estimate! // => ~0.2
 * ```
 */
export function pairedBootstrap(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: PairedBootstrapOptions,
): BootstrapResult {
  requireValues('pairedBootstrap', first, 1, 'first')
  requireValues('pairedBootstrap', second, 1, 'second')
  if (first.length !== second.length) {
    throw new RangeError(`pairedBootstrap: got ${first.length} values in first and ${second.length} in second`)
  }
  const { statistic, ...rest } = options
  const a = Float64Array.from(first)
  const b = Float64Array.from(second)
  if (statistic !== undefined) {
    return bootstrap(a.length, (weights) => statistic(a, weights) - statistic(b, weights), rest)
  }
  // The mean of the differences: no digits are lost to what the samples share.
  const differences = a.map((value, index) => value - b[index]!)
  return bootstrap(a.length, (weights) => weightedMean(differences, weights), rest)
}
