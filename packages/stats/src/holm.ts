import { requirePValues } from './internal/require-p-values.js'

/**
 * Holm's step-down adjustment (Holm 1979): rejecting where the adjusted value is <= alpha keeps the chance of any false rejection
 * at alpha, whatever the dependence. Adjusted (i) = max over j <= i of min(1, (m - j + 1) p(j)).
 *
 * @param pValues - one p-value in [0, 1] per test; none give none
 * @returns adjusted p-values in the order given; ties stay ties
 * @throws RangeError that lists every p-value which is NaN or outside [0, 1]: a test without a p-value must be left out knowingly.
 *
 * @example
 * ```ts
 * import { holm } from '@safety-portfolio/stats'
 *
 * holm([0.01, 0.04, 0.03]) // => [0.03, 0.06, 0.06]
 * ```
 */
export function holm(pValues: readonly number[]): readonly number[] {
  requirePValues('holm', pValues)
  const m = pValues.length
  const ascending = pValues.map((_, index) => index).sort((i, j) => pValues[i]! - pValues[j]!)
  const adjusted = new Array<number>(m)
  let running = 0
  for (const [rank, index] of ascending.entries()) {
    running = Math.max(running, Math.min(1, (m - rank) * pValues[index]!))
    adjusted[index] = running
  }
  return adjusted
}
