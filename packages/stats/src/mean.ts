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
  const total = compensatedSum(values)
  if (n > 0 && Number.isFinite(total)) return total / n
  requireValues('mean', values, 1)
  return compensatedSum(values, shrink) / n / shrink
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
  if (values.length !== weights.length) {
    throw new RangeError(`weightedMean: got ${values.length} values and ${weights.length} weights`)
  }
  const plain = ratioOfSums(values, weights, 1, 1)
  if (plain !== null) return plain
  // Something is invalid, or the sums left the range of doubles: the careful way finds out which.
  requireValues('weightedMean', values, 1)
  requireValues('weightedMean', weights, 1, 'weights')
  let largest = 0
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index]!
    if (weight < 0) throw new RangeError(`weightedMean: weights must be >= 0, got ${weight} at index ${index}`)
    largest = Math.max(largest, weight)
  }
  if (largest === 0) throw new RangeError('weightedMean: weights must not all be 0')
  return ratioOfSums(values, weights, shrink, powerOfTwoNear(1 / largest))! / shrink
}

/** sum of (w rescale) (x factor) over sum of (w rescale); `null` for a negative weight, or sums that are no ordinary numbers. */
function ratioOfSums(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  factor: number,
  rescale: number,
): number | null {
  let total = 0
  let totalLost = 0
  let weighted = 0
  let weightedLost = 0
  let smallest = 0
  for (let index = 0; index < values.length; index += 1) {
    const weight = weights[index]! * rescale
    smallest = Math.min(smallest, weight)
    const nextTotal = total + weight
    const addedTotal = nextTotal - total
    totalLost += total - (nextTotal - addedTotal) + (weight - addedTotal)
    total = nextTotal
    const product = weight * (values[index]! * factor)
    const nextWeighted = weighted + product
    const addedWeighted = nextWeighted - weighted
    weightedLost += weighted - (nextWeighted - addedWeighted) + (product - addedWeighted)
    weighted = nextWeighted
  }
  const ratio = (weighted + weightedLost) / (total + totalLost)
  return smallest === 0 && total > 1e-200 && Number.isFinite(ratio) ? ratio : null
}

function powerOfTwoNear(value: number): number {
  return 2 ** Math.max(-1000, Math.min(1000, Math.floor(Math.log2(value))))
}
