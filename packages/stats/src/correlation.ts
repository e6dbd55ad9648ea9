import { compensatedSum } from './internal/compensated-sum.js'
import { requireValues } from './internal/require.js'
import { mean } from './mean.js'

/**
 * Pearson's correlation of two aligned samples, from centred and compensated sums.
 *
 * @param first - at least two finite numbers
 * @param second - as many
 * @returns in [-1, 1]; `null` where either sample does not vary, and there is nothing to correlate
 * @throws RangeError if lengths differ, there are fewer than two values, or one is NaN or infinite.
 *
 * @example
 * ```ts
 * import { correlation } from '@safety-portfolio/stats'
 *
 * correlation([1, 2, 3], [2, 4, 7])! // => ~0.9934
 * correlation([1, 2, 3], [5, 5, 5]) // => null
 * ```
 */
export function correlation(first: ArrayLike<number>, second: ArrayLike<number>): number | null {
  requireValues('correlation', first, 2, 'first')
  requireValues('correlation', second, 2, 'second')
  if (first.length !== second.length) {
    throw new RangeError(`correlation: got ${first.length} values in first and ${second.length} in second`)
  }
  const u = standardised(first)
  const v = standardised(second)
  if (u === null || v === null) return null
  const r = compensatedSum(u.map((deviation, index) => deviation * v[index]!))
  return Math.max(-1, Math.min(1, r))
}

/** Deviations from the mean with sum of squares 1; `null` where there are none. */
function standardised(values: ArrayLike<number>): Float64Array | null {
  let varies = false
  for (let index = 1; index < values.length; index += 1) varies ||= values[index] !== values[0]
  if (!varies) return null
  const centre = mean(values)
  const deviations = Float64Array.from(values, (value) => value / 2 - centre / 2)
  const largest = deviations.reduce((size, deviation) => Math.max(size, Math.abs(deviation)), 0)
  const scaled = deviations.map((deviation) => deviation / largest)
  const residual = compensatedSum(scaled) / scaled.length
  const centred = scaled.map((deviation) => deviation - residual)
  const norm = Math.sqrt(compensatedSum(centred.map((deviation) => deviation * deviation)))
  return centred.map((deviation) => deviation / norm)
}
