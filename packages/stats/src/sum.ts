import { compensatedSum } from './internal/compensated-sum.js'
import { requireValues } from './internal/require.js'

const shrink = 2 ** -64

/**
 * Sum with Neumaier's compensation (Neumaier 1974): the error stays near one rounding of the result however many values there
 * are, unless they cancel by more than 16 digits.
 *
 * @param values - finite numbers; none give 0
 * @returns the sum; beyond 1.8e308 it is `Infinity` or `-Infinity`
 * @throws RangeError if a value is NaN or infinite (names its index).
 *
 * @example
 * ```ts
 * import { sum } from '@safety-portfolio/stats'
 *
 * sum([1, 1e100, 1, -1e100]) // => 2
 * ```
 */
export function sum(values: ArrayLike<number>): number {
  const total = compensatedSum(values)
  if (Number.isFinite(total)) return total
  requireValues('sum', values, 0)
  // The partial sums overflowed; the whole sum need not.
  return compensatedSum(values, shrink) / shrink
}
