import * as dd from './internal/double-double.js'
import { inverseBeta } from './internal/beta-inverse.js'
import { requireNumber, requirePositive, requireProbability } from './internal/domain.js'
import { incompleteBetaAt, logBetaKernel } from './internal/incomplete-beta.js'
import { scaledExp } from './internal/tail.js'
import { logBeta } from './log-beta.js'

/**
 * Density at `x` of the beta distribution.
 *
 * @param x - any real number; below 0 and above 1 there is no mass
 * @param a - first shape: positive
 * @param b - second shape: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { betaDensity } from '@safety-portfolio/stats'
 *
 * betaDensity(0.3, 2, 5) // => ~2.1609
 * ```
 */
export function betaDensity(x: number, a: number, b: number): number {
  check('betaDensity', x, a, b)
  if (!(x > 0 && x < 1)) return Math.exp(betaLogDensity(x, a, b))
  const yh = dd.twoSum(1, -x)
  const eh = logBetaKernel(a, b, -1, x, 0, yh, dd.low())
  return scaledExp(1, eh, dd.low())
}

/**
 * Natural logarithm of `betaDensity`, finite where the density itself underflows.
 *
 * @param x - any real number; below 0 and above 1 there is no mass
 * @param a - first shape: positive
 * @param b - second shape: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { betaLogDensity } from '@safety-portfolio/stats'
 *
 * betaLogDensity(0.3, 2, 5) // => ~0.770525
 * ```
 */
export function betaLogDensity(x: number, a: number, b: number): number {
  check('betaLogDensity', x, a, b)
  if (x < 0 || x > 1) return -Infinity
  if (x === 0) return a < 1 ? Infinity : a === 1 ? -logBeta(a, b) : -Infinity
  if (x === 1) return b < 1 ? Infinity : b === 1 ? -logBeta(a, b) : -Infinity
  const yh = dd.twoSum(1, -x)
  const eh = logBetaKernel(a, b, -1, x, 0, yh, dd.low())
  return eh + dd.low()
}

/**
 * P(X <= x) for the beta distribution, with full relative accuracy in the lower tail.
 *
 * @param x - any real number; below 0 and above 1 there is no mass
 * @param a - first shape: positive
 * @param b - second shape: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { betaCdf } from '@safety-portfolio/stats'
 *
 * betaCdf(0.3, 2, 5) // => ~0.579825
 * ```
 */
export function betaCdf(x: number, a: number, b: number): number {
  check('betaCdf', x, a, b)
  return incompleteBetaAt(0, x, a, b)
}

/**
 * P(X > x) for the beta distribution: `1 - betaCdf` without its cancellation.
 *
 * @param x - any real number; below 0 and above 1 there is no mass
 * @param a - first shape: positive
 * @param b - second shape: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { betaSurvival } from '@safety-portfolio/stats'
 *
 * betaSurvival(0.3, 2, 5) // => ~0.420175
 * ```
 */
export function betaSurvival(x: number, a: number, b: number): number {
  check('betaSurvival', x, a, b)
  return incompleteBetaAt(1, x, a, b)
}

/**
 * log P(X <= x) for the beta distribution, finite far below the smallest double.
 *
 * @param x - any real number; below 0 and above 1 there is no mass
 * @param a - first shape: positive
 * @param b - second shape: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { betaLogCdf } from '@safety-portfolio/stats'
 *
 * betaLogCdf(0.3, 2, 5) // => ~-0.545029
 * ```
 */
export function betaLogCdf(x: number, a: number, b: number): number {
  check('betaLogCdf', x, a, b)
  return incompleteBetaAt(2, x, a, b)
}

/**
 * log P(X > x) for the beta distribution, finite far below the smallest double.
 *
 * @param x - any real number; below 0 and above 1 there is no mass
 * @param a - first shape: positive
 * @param b - second shape: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { betaLogSurvival } from '@safety-portfolio/stats'
 *
 * betaLogSurvival(0.3, 2, 5) // => ~-0.867084
 * ```
 */
export function betaLogSurvival(x: number, a: number, b: number): number {
  check('betaLogSurvival', x, a, b)
  return incompleteBetaAt(3, x, a, b)
}

/**
 * The x with P(X <= x) = p for the beta distribution.
 *
 * @param p - lower tail probability in [0, 1]
 * @param a - first shape: positive
 * @param b - second shape: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { betaQuantile } from '@safety-portfolio/stats'
 *
 * betaQuantile(0.95, 2, 5) // => ~0.581803
 * ```
 */
export function betaQuantile(p: number, a: number, b: number): number {
  return inverse('betaQuantile', false, p, a, b)
}

/**
 * The x with P(X > x) = p for the beta distribution: the way to critical values, accurate where `1 - p` would round.
 *
 * @param p - upper tail probability in [0, 1]
 * @param a - first shape: positive
 * @param b - second shape: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { betaSurvivalQuantile } from '@safety-portfolio/stats'
 *
 * betaSurvivalQuantile(0.05, 2, 5) // => ~0.581803
 * ```
 */
export function betaSurvivalQuantile(p: number, a: number, b: number): number {
  return inverse('betaSurvivalQuantile', true, p, a, b)
}

function check(name: string, x: number, a: number, b: number): void {
  requireNumber(name, 'x', x)
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
