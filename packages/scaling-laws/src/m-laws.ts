import type { PowerOffsetParameters } from './power-offset-law.js'
import { m4Share } from './internal/m4-share.js'
import { requirePositive } from './internal/require-number.js'

/** The constants of M1, y = B x^-c. */
export interface M1Parameters {
  /** Coefficient of the power (> 0, units of y times x^c). */
  readonly B: number
  /** Exponent (> 0). */
  readonly c: number
}

/** The constants of M2, y = E + B x^-c: those of the power law with offset. */
export type M2Parameters = PowerOffsetParameters

/** The constants of M3, y = B (1 / x + gamma)^c. */
export interface M3Parameters {
  /** Coefficient (> 0, units of y times x^c). */
  readonly B: number
  /** Exponent (> 0). */
  readonly c: number
  /** Shift of 1 / x (>= 0): the curve levels off at B gamma^c, from about x = 1 / gamma on. */
  readonly gamma: number
}

/** The constants of M4, (y - E) / (E0 - y)^alpha = B x^-c. */
export interface M4Parameters {
  /** Loss that the curve levels off at (>= 0). */
  readonly E: number
  /** Loss that the curve starts from at small x, such as that of guessing (> E). */
  readonly E0: number
  /** Coefficient (> 0). */
  readonly B: number
  /** Exponent (> 0). */
  readonly c: number
  /** How fast the curve leaves the plateau at E0 (> 0); towards 0 there is no such plateau and M4 becomes M2. */
  readonly alpha: number
}

/**
 * Loss of M1, a power law: B x^-c.
 *
 * Source: Alabdulmohsin, Neyshabur and Zhai 2022 (arXiv 2209.06640); there c is negative.
 *
 * @throws RangeError where x is not > 0.
 *
 * @example
 * ```ts
 * import { m1Loss } from '@safety-portfolio/scaling-laws'
 *
 * m1Loss({ B: 8, c: 0.5 }, 16) // => 2
 * ```
 */
export function m1Loss({ B, c }: M1Parameters, x: number): number {
  requirePositive('m1Loss', 'x', x)
  return B * x ** -c
}

/**
 * Loss of M2, a power law with offset: E + B x^-c; the same as `powerOffsetLoss`.
 *
 * Source: Alabdulmohsin et al. 2022 (arXiv 2209.06640).
 *
 * @throws RangeError where x is not > 0.
 *
 * @example
 * ```ts
 * import { m2Loss } from '@safety-portfolio/scaling-laws'
 *
 * m2Loss({ E: 1, B: 8, c: 0.5 }, 16) // => 3
 * ```
 */
export function m2Loss({ E, B, c }: M2Parameters, x: number): number {
  requirePositive('m2Loss', 'x', x)
  return E + B * x ** -c
}

/**
 * Loss of M3, a shifted power law: B (1 / x + gamma)^c.
 *
 * Source: Alabdulmohsin et al. 2022 (arXiv 2209.06640).
 *
 * @throws RangeError where x is not > 0.
 *
 * @example
 * ```ts
 * import { m3Loss } from '@safety-portfolio/scaling-laws'
 *
 * m3Loss({ B: 8, c: 0.5, gamma: 0.1875 }, 16) // => 4
 * ```
 */
export function m3Loss({ B, c, gamma }: M3Parameters, x: number): number {
  requirePositive('m3Loss', 'x', x)
  return B * (1 / x + gamma) ** c
}

/**
 * Loss of M4: the y between E and E0 with (y - E) / (E0 - y)^alpha = B x^-c, exact by a safeguarded Newton root (the authors take the best of
 * 10,000 grid points). With alpha = 1 it is a logistic curve in log x.
 *
 * Source: Alabdulmohsin et al. 2022 (arXiv 2209.06640).
 *
 * @throws RangeError where x, alpha or B is not > 0, or E0 is not above E.
 *
 * @example
 * ```ts
 * import { m4Loss } from '@safety-portfolio/scaling-laws'
 *
 * m4Loss({ E: 1, E0: 4, B: 8, c: 0.5, alpha: 1 }, 16) // => ~3
 * ```
 */
export function m4Loss({ E, E0, B, c, alpha }: M4Parameters, x: number): number {
  requirePositive('m4Loss', 'x', x)
  requirePositive('m4Loss', 'alpha', alpha)
  requirePositive('m4Loss', 'B', B)
  if (!(E0 > E)) throw new RangeError(`m4Loss: E0 must be > E (${E}), got ${E0}`)
  const z = Math.log(B) - c * Math.log(x) - (1 - alpha) * Math.log(E0 - E)
  return E + (E0 - E) * Math.exp(m4Share(z, alpha, new Float64Array(6))[0]!)
}
