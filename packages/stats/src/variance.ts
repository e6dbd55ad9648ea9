import { compensatedSum } from './internal/compensated-sum.js'
import { requireValues } from './internal/require.js'
import { mean } from './mean.js'

/**
 * Sample variance with divisor n - 1: two passes, compensated (Chan, Golub and LeVeque 1983, eq. 1.7), so a large mean costs no
 * digits.
 *
 * @param values - at least two finite numbers
 * @throws RangeError if there are fewer than two, or one is NaN or infinite.
 *
 * @example
 * ```ts
 * import { variance } from '@safety-portfolio/stats'
 *
 * variance([1e9 + 1, 1e9 + 2, 1e9 + 3]) // => 1
 * ```
 */
export function variance(values: ArrayLike<number>): number {
  requireValues('variance', values, 2)
  const { squares, scale } = centredSquares(values)
  return (squares / (values.length - 1)) * scale * scale
}

/**
 * Sample standard deviation: the square root of `variance`; deviations beyond 1e154 do not overflow nor those below 1e-154 vanish.
 *
 * @param values - at least two finite numbers
 * @throws RangeError if there are fewer than two, or one is NaN or infinite.
 *
 * @example
 * ```ts
 * import { standardDeviation } from '@safety-portfolio/stats'
 *
 * standardDeviation([1e300, 3e300, 5e300]) // => 2e300
 * ```
 */
export function standardDeviation(values: ArrayLike<number>): number {
  requireValues('standardDeviation', values, 2)
  const { squares, scale } = centredSquares(values)
  return Math.sqrt(squares / (values.length - 1)) * scale
}

/** Sum of squared deviations from the mean, of values divided by `scale` (a power of two; 1 unless squares would over- or underflow). */
function centredSquares(values: ArrayLike<number>): { squares: number; scale: number } {
  const n = values.length
  const centre = mean(values)
  let largest = 0
  let varies = false
  for (let index = 0; index < n; index += 1) {
    largest = Math.max(largest, Math.abs(values[index]! / 2 - centre / 2) * 2)
    varies ||= values[index] !== values[0]
  }
  // The mean of equal values may be rounded away from them; their variance is 0 all the same.
  if (!varies) return { squares: 0, scale: 1 }
  const safe = largest > 1e-130 && largest < 1e130
  const scale = safe ? 1 : 2 ** Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))))
  const deviations = Float64Array.from(values, (value) => value / scale - centre / scale)
  const residual = compensatedSum(deviations)
  const squares = compensatedSum(deviations.map((deviation) => deviation * deviation))
  return { squares: Math.max(0, squares - (residual * residual) / n), scale }
}
