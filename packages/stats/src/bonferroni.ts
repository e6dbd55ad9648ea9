import { requirePValues } from './internal/require-p-values.js'

/**
 * Bonferroni's adjustment: min(1, m p). It keeps the chance of any false rejection at alpha whatever the dependence, as {@link holm} does, which
 * never gives larger values and should be preferred; this one is what others print.
 *
 * @param pValues - one p-value in [0, 1] per test; none give none
 * @returns adjusted p-values in the order given
 * @throws RangeError that lists every p-value which is NaN or outside [0, 1]: a test without a p-value must be left out knowingly.
 *
 * @example
 * ```ts
 * import { bonferroni } from '@safety-portfolio/stats'
 *
 * bonferroni([0.125, 0.25, 0.5]) // => [0.375, 0.75, 1]
 * ```
 */
export function bonferroni(pValues: readonly number[]): readonly number[] {
  requirePValues('bonferroni', pValues)
  return pValues.map((p) => Math.min(1, pValues.length * p))
}
