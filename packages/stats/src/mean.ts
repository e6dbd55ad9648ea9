import { compensatedSum } from './internal/compensated-sum.js'
import { requireValues } from './internal/require.js'

// Values near the largest double are summed 2^64 times smaller.
const shrink = 2 ** -64

/**
 * Arithmetic mean from a compensated sum; does not overflow where the mean itself is a double.
 *
 * @param values - at least one finite number
 * @throws RangeError if there is none, or one is NaN or infinite.
 *
 * @example
 * ```ts
 * import { mean } from '@safety-portfolio/stats'
 *
 * mean([1, 2, 3]) // => 2
 * ```
 */
export function mean(values: ArrayLike<number>): number {
  const n = values.length
  const total = compensatedSum(n, (index) => values[index]!)
  if (n > 0 && Number.isFinite(total)) return total / n
  requireValues('mean', values, 1)
  return compensatedSum(n, (index) => values[index]! * shrink) / n / shrink
}

/**
 * Weighted mean: sum of w x over sum of w, both compensated. Invariant to the scale of the weights.
 *
 * @param values - finite numbers
 * @param weights - one weight >= 0 per value, not all 0 (frequencies, inverse variances, sampling weights)
 * @throws RangeError if lengths differ, a value or weight is not finite, a weight is negative, or the weights sum to 0.
 *
 * @example
 * ```ts
 * import { weightedMean } from '@safety-portfolio/stats'
 *
 * weightedMean([1, 4], [2, 1]) // => 2
 * ```
 */
export function weightedMean(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  requireValues('weightedMean', values, 1)
  requireValues('weightedMean', weights, 1, 'weights')
  if (values.length !== weights.length) {
    throw new RangeError(`weightedMean: got ${values.length} values and ${weights.length} weights`)
  }
  let largest = 0
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index]!
    if (weight < 0) throw new RangeError(`weightedMean: weights must be >= 0, got ${weight} at index ${index}`)
    largest = Math.max(largest, weight)
  }
  if (largest === 0) throw new RangeError('weightedMean: weights must not all be 0')
  const n = values.length
  const total = compensatedSum(n, (index) => weights[index]! / largest)
  const weighted = compensatedSum(n, (index) => (weights[index]! / largest) * values[index]!)
  if (Number.isFinite(weighted)) return weighted / total
  return compensatedSum(n, (index) => (weights[index]! / largest) * (values[index]! * shrink)) / total / shrink
}
