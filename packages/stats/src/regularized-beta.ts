import { inverseBeta } from './internal/beta-inverse.js'
import { requireNumber, requirePositive, requireProbability } from './internal/domain.js'
import { incompleteBetaAt } from './internal/incomplete-beta.js'

/**
 * The regularised incomplete beta function I_x(a, b) (DLMF 8.17.2).
 *
 * @param x - upper limit of the integral; 0 below 0, 1 above 1
 * @param a - first shape: positive and finite
 * @param b - second shape: positive and finite
 * @throws RangeError where an argument is NaN or a shape is outside its domain
 * @example
 * ```ts
 * import { regularizedBeta } from '@safety-portfolio/stats'
 *
 * regularizedBeta(0.25, 2, 3) // => ~0.26171875
 * ```
 */
export function regularizedBeta(x: number, a: number, b: number): number {
  check('regularizedBeta', 'x', x, a, b)
  return incompleteBetaAt(0, x, a, b)
}

/**
 * The upper tail 1 - I_x(a, b) = I_(1 - x)(b, a), without the cancellation of either form (DLMF 8.17.4).
 *
 * @param x - lower limit of the integral; 1 below 0, 0 above 1
 * @param a - first shape: positive and finite
 * @param b - second shape: positive and finite
 * @throws RangeError where an argument is NaN or a shape is outside its domain
 * @example
 * ```ts
 * import { regularizedBetaUpper } from '@safety-portfolio/stats'
 *
 * regularizedBetaUpper(0.25, 2, 3) // => ~0.73828125
 * ```
 */
export function regularizedBetaUpper(x: number, a: number, b: number): number {
  check('regularizedBetaUpper', 'x', x, a, b)
  return incompleteBetaAt(1, x, a, b)
}

/**
 * The x with I_x(a, b) = p.
 *
 * @param p - value of I_x(a, b), in [0, 1]
 * @param a - first shape: positive and finite
 * @param b - second shape: positive and finite
 * @throws RangeError where an argument is NaN or outside its domain
 * @example
 * ```ts
 * import { regularizedBetaInverse } from '@safety-portfolio/stats'
 *
 * regularizedBetaInverse(0.26171875, 2, 3) // => ~0.25
 * ```
 */
export function regularizedBetaInverse(p: number, a: number, b: number): number {
  return inverse('regularizedBetaInverse', false, p, a, b)
}

/**
 * The x with 1 - I_x(a, b) = p.
 *
 * @param p - value of the upper tail, in [0, 1]
 * @param a - first shape: positive and finite
 * @param b - second shape: positive and finite
 * @throws RangeError where an argument is NaN or outside its domain
 * @example
 * ```ts
 * import { regularizedBetaUpperInverse } from '@safety-portfolio/stats'
 *
 * regularizedBetaUpperInverse(0.73828125, 2, 3) // => ~0.25
 * ```
 */
export function regularizedBetaUpperInverse(p: number, a: number, b: number): number {
  return inverse('regularizedBetaUpperInverse', true, p, a, b)
}

function check(name: string, argument: string, x: number, a: number, b: number): void {
  requireNumber(name, argument, x)
  requirePositive(name, 'a', a)
  requirePositive(name, 'b', b)
}

function inverse(name: string, isUpper: boolean, p: number, a: number, b: number): number {
  requireProbability(name, 'p', p)
  requirePositive(name, 'a', a)
  requirePositive(name, 'b', b)
  if (p === 0 || p === 1) return (p === 0) === isUpper ? 1 : 0
  return inverseBeta(isUpper, a, b, p)
}
