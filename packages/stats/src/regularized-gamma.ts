import { requireNumber, requirePositive, requireProbability } from './internal/domain.js'
import { inverseGamma } from './internal/gamma-inverse.js'
import { incompleteGamma } from './internal/incomplete-gamma.js'

/**
 * The regularised lower incomplete gamma function P(a, x) (DLMF 8.2.4).
 *
 * @param a - shape: positive and finite
 * @param x - upper limit of the integral; 0 below 0
 * @throws RangeError where an argument is NaN or a is outside its domain
 * @example
 * ```ts
 * import { regularizedGammaP } from '@safety-portfolio/stats'
 *
 * regularizedGammaP(1, 2) // => ~0.8646647168
 * ```
 */
export function regularizedGammaP(a: number, x: number): number {
  requirePositive('regularizedGammaP', 'a', a)
  requireNumber('regularizedGammaP', 'x', x)
  return incompleteGamma(0, a, x, 0)
}

/**
 * The regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), without its cancellation (DLMF 8.2.4).
 *
 * @param a - shape: positive and finite
 * @param x - lower limit of the integral; 1 below 0
 * @throws RangeError where an argument is NaN or a is outside its domain
 * @example
 * ```ts
 * import { regularizedGammaQ } from '@safety-portfolio/stats'
 *
 * regularizedGammaQ(1, 100) // => ~3.7200759760e-44
 * ```
 */
export function regularizedGammaQ(a: number, x: number): number {
  requirePositive('regularizedGammaQ', 'a', a)
  requireNumber('regularizedGammaQ', 'x', x)
  return incompleteGamma(1, a, x, 0)
}

/**
 * The x with P(a, x) = p.
 *
 * @param a - shape: positive and finite
 * @param p - value of P, in [0, 1]
 * @throws RangeError where an argument is NaN or outside its domain
 * @example
 * ```ts
 * import { regularizedGammaPInverse } from '@safety-portfolio/stats'
 *
 * regularizedGammaPInverse(1, 0.5) // => ~0.6931471806
 * ```
 */
export function regularizedGammaPInverse(a: number, p: number): number {
  return inverse('regularizedGammaPInverse', false, a, p)
}

/**
 * The x with Q(a, x) = q.
 *
 * @param a - shape: positive and finite
 * @param q - value of Q, in [0, 1]
 * @throws RangeError where an argument is NaN or outside its domain
 * @example
 * ```ts
 * import { regularizedGammaQInverse } from '@safety-portfolio/stats'
 *
 * regularizedGammaQInverse(1, 1e-100) // => ~230.2585093
 * ```
 */
export function regularizedGammaQInverse(a: number, q: number): number {
  return inverse('regularizedGammaQInverse', true, a, q)
}

function inverse(name: string, isUpper: boolean, a: number, p: number): number {
  requirePositive(name, 'a', a)
  requireProbability(name, isUpper ? 'q' : 'p', p)
  if (p === 0 || p === 1) return (p === 0) === isUpper ? Infinity : 0
  return inverseGamma(isUpper, a, p)
}
