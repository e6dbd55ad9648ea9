/** The constants of y = E + B x^-c. */
export interface PowerOffsetParameters {
  /** Value that the curve levels off at (>= 0). */
  readonly E: number
  /** Coefficient of the power (> 0, units of y times x^c). */
  readonly B: number
  /** Exponent (> 0). */
  readonly c: number
}

/**
 * Loss of a power law with offset: E + B x^-c, for a loss that depends on one quantity (data, parameters, compute, steps).
 *
 * Source: Hestness et al. 2017 (arXiv 1712.00409), equation 1, with offset.
 *
 * @param parameters - Constants of the law.
 * @param x - The quantity that is scaled up (> 0).
 * @returns The predicted loss.
 *
 * @example
 * ```ts
 * import { powerOffsetLoss } from '@safety-portfolio/scaling-laws'
 *
 * powerOffsetLoss({ E: 1, B: 8, c: 0.5 }, 16) // => 3
 * ```
 */
export function powerOffsetLoss({ E, B, c }: PowerOffsetParameters, x: number): number {
  if (!(x > 0)) throw new RangeError(`powerOffsetLoss: x must be > 0, got ${x}`)
  return E + B * x ** -c
}
