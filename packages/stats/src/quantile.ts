import { requireValues } from './internal/require.js'

/**
 * Sample quantile of type 7 (Hyndman and Fan 1996), the default of R and NumPy: linear between the order statistics around
 * position (n - 1) p.
 *
 * @param values - at least one finite number, in any order; not changed
 * @param probability - in [0, 1]; 0 gives the minimum, 1 the maximum
 * @throws RangeError if there is no value, one is NaN or infinite, or `probability` is outside [0, 1].
 *
 * @example
 * ```ts
 * import { quantile } from '@safety-portfolio/stats'
 *
 * quantile([3, 1, 2, 4], 0.5) // => 2.5
 * ```
 */
export function quantile(values: ArrayLike<number>, probability: number): number {
  requireValues('quantile', values, 1)
  requireProbability('quantile', probability)
  return interpolate(Float64Array.from(values).sort(), probability)
}

/**
 * The same as `quantile` for values that are already sorted ascending (not checked), in constant time: for several quantiles
 * of one sample.
 *
 * @param sorted - at least one finite number, ascending
 * @param probability - in [0, 1]
 * @throws RangeError if there is no value or `probability` is outside [0, 1].
 *
 * @example
 * ```ts
 * import { quantileSorted } from '@safety-portfolio/stats'
 *
 * quantileSorted([10, 20, 30], 0.25) // => 15
 * ```
 */
export function quantileSorted(sorted: ArrayLike<number>, probability: number): number {
  if (sorted.length === 0) throw new RangeError('quantileSorted: sorted must not be empty')
  requireProbability('quantileSorted', probability)
  return interpolate(sorted, probability)
}

function requireProbability(caller: string, probability: number): void {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`${caller}: probability must lie in [0, 1], got ${probability}`)
  }
}

function interpolate(sorted: ArrayLike<number>, probability: number): number {
  const position = (sorted.length - 1) * probability
  const below = Math.floor(position)
  const fraction = position - below
  const lower = sorted[below]!
  if (fraction === 0) return lower
  const upper = sorted[below + 1]!
  // From the nearer end, as NumPy does: never beyond the two, and exact where they are equal.
  const gap = upper - lower
  if (gap === Infinity) return lower * (1 - fraction) + upper * fraction
  return fraction < 0.5 ? lower + gap * fraction : upper - gap * (1 - fraction)
}
