import { requirePValues } from './internal/require-p-values.js'
import { stepUp } from './internal/step-up.js'

/**
 * Benjamini and Yekutieli's step-up adjustment (2001, theorem 1.3): rejecting where the adjusted value is <= q keeps the expected share of false
 * rejections at q whatever the dependence. Adjusted (i) = min over j >= i of min(1, c m p(j) / j) with c = 1 + 1/2 + ... + 1/m.
 *
 * @param pValues - one p-value in [0, 1] per test; none give none
 * @returns adjusted p-values in the order given; ties stay ties
 * @throws RangeError that lists every p-value which is NaN or outside [0, 1]: a test without a p-value must be left out knowingly.
 *
 * @example
 * ```ts
 * import { benjaminiYekutieli } from '@safety-portfolio/stats'
 *
 * benjaminiYekutieli([0.01, 0.04, 0.03])[1] // => ~0.07333
 * ```
 */
export function benjaminiYekutieli(pValues: readonly number[]): readonly number[] {
  requirePValues('benjaminiYekutieli', pValues)
  const m = pValues.length
  let factor = 0
  for (let k = 1; k <= m; k += 1) factor += 1 / k
  return stepUp(pValues, (rank) => (factor * m) / rank)
}
