import { requirePValues } from './internal/require-p-values.js'
import { stepUp } from './internal/step-up.js'

/**
 * Benjamini and Hochberg's step-up adjustment (1995): rejecting where the adjusted value is <= q keeps the expected share of false
 * rejections at q for independent or positively dependent tests. Adjusted (i) = min over j >= i of min(1, m p(j) / j).
 *
 * @param pValues - one p-value in [0, 1] per test; none give none
 * @returns adjusted p-values in the order given; ties stay ties
 * @throws RangeError that lists every p-value which is NaN or outside [0, 1]: a test without a p-value must be left out knowingly.
 *
 * @example
 * ```ts
 * import { benjaminiHochberg } from '@safety-portfolio/stats'
 *
 * benjaminiHochberg([0.01, 0.04, 0.03]) // => [0.03, 0.04, 0.04]
 * ```
 */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  requirePValues('benjaminiHochberg', pValues)
  const m = pValues.length
  return stepUp(pValues, (rank) => m / rank)
}
