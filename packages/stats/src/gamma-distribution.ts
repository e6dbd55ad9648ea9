import * as dd from './internal/double-double.js'
import { incompleteGamma, logGammaDensity } from './internal/incomplete-gamma.js'
import { inverseGamma } from './internal/gamma-inverse.js'
import { requireNumber, requirePositive, requireProbability } from './internal/domain.js'
import { scaledExp, type Tail } from './internal/tail.js'

/**
 * Density at `x` of the gamma distribution with the given shape and rate.
 *
 * @param x - any real number or an infinity; below 0 there is no mass
 * @param shape - shape: positive
 * @param rate - rate: positive, default 1; the scale is 1 / rate
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { gammaDensity } from '@safety-portfolio/stats'
 *
 * gammaDensity(3, 2.5) // => ~0.194609
 * ```
 */
export function gammaDensity(x: number, shape: number, rate = 1): number {
  check('gammaDensity', x, shape, rate)
  if (!(x > 0 && x < Infinity)) return Math.exp(gammaLogDensity(x, shape, rate))
  const zh = dd.twoProduct(x, rate)
  const eh = logGammaDensity(shape, zh, dd.low())
  return scaledExp(rate, eh, dd.low())
}

/**
 * Natural logarithm of `gammaDensity`, finite where the density itself underflows.
 *
 * @param x - any real number or an infinity; below 0 there is no mass
 * @param shape - shape: positive
 * @param rate - rate: positive, default 1; the scale is 1 / rate
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { gammaLogDensity } from '@safety-portfolio/stats'
 *
 * gammaLogDensity(3, 2.5) // => ~-1.63676
 * ```
 */
export function gammaLogDensity(x: number, shape: number, rate = 1): number {
  check('gammaLogDensity', x, shape, rate)
  if (x < 0 || x === Infinity) return -Infinity
  if (x === 0) return shape < 1 ? Infinity : shape === 1 ? Math.log(rate) : -Infinity
  const zh = dd.twoProduct(x, rate)
  const eh = logGammaDensity(shape, zh, dd.low())
  return eh + (dd.low() + Math.log(rate))
}

/**
 * P(X <= x) for the gamma distribution with the given shape and rate, with full relative accuracy in the lower tail.
 *
 * @param x - any real number or an infinity; below 0 there is no mass
 * @param shape - shape: positive
 * @param rate - rate: positive, default 1; the scale is 1 / rate
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { gammaCdf } from '@safety-portfolio/stats'
 *
 * gammaCdf(3, 2.5) // => ~0.693781
 * ```
 */
export function gammaCdf(x: number, shape: number, rate = 1): number {
  return face('gammaCdf', 0, x, shape, rate)
}

/**
 * P(X > x) for the gamma distribution with the given shape and rate: `1 - gammaCdf` without its cancellation.
 *
 * @param x - any real number or an infinity; below 0 there is no mass
 * @param shape - shape: positive
 * @param rate - rate: positive, default 1; the scale is 1 / rate
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { gammaSurvival } from '@safety-portfolio/stats'
 *
 * gammaSurvival(3, 2.5) // => ~0.306219
 * ```
 */
export function gammaSurvival(x: number, shape: number, rate = 1): number {
  return face('gammaSurvival', 1, x, shape, rate)
}

/**
 * log P(X <= x) for the gamma distribution with the given shape and rate, finite far below the smallest double.
 *
 * @param x - any real number or an infinity; below 0 there is no mass
 * @param shape - shape: positive
 * @param rate - rate: positive, default 1; the scale is 1 / rate
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { gammaLogCdf } from '@safety-portfolio/stats'
 *
 * gammaLogCdf(3, 2.5) // => ~-0.365599
 * ```
 */
export function gammaLogCdf(x: number, shape: number, rate = 1): number {
  return face('gammaLogCdf', 2, x, shape, rate)
}

/**
 * log P(X > x) for the gamma distribution with the given shape and rate, finite far below the smallest double.
 *
 * @param x - any real number or an infinity; below 0 there is no mass
 * @param shape - shape: positive
 * @param rate - rate: positive, default 1; the scale is 1 / rate
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { gammaLogSurvival } from '@safety-portfolio/stats'
 *
 * gammaLogSurvival(3, 2.5) // => ~-1.18346
 * ```
 */
export function gammaLogSurvival(x: number, shape: number, rate = 1): number {
  return face('gammaLogSurvival', 3, x, shape, rate)
}

/**
 * The x with P(X <= x) = p for the gamma distribution with the given shape and rate.
 *
 * @param p - lower tail probability in [0, 1]
 * @param shape - shape: positive
 * @param rate - rate: positive, default 1; the scale is 1 / rate
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { gammaQuantile } from '@safety-portfolio/stats'
 *
 * gammaQuantile(0.95, 2.5) // => ~5.53525
 * ```
 */
export function gammaQuantile(p: number, shape: number, rate = 1): number {
  return inverse('gammaQuantile', false, p, shape, rate)
}

/**
 * The x with P(X > x) = p for the gamma distribution with the given shape and rate: the way to critical values, accurate where `1 - p` would round.
 *
 * @param p - upper tail probability in [0, 1]
 * @param shape - shape: positive
 * @param rate - rate: positive, default 1; the scale is 1 / rate
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { gammaSurvivalQuantile } from '@safety-portfolio/stats'
 *
 * gammaSurvivalQuantile(0.05, 2.5) // => ~5.53525
 * ```
 */
export function gammaSurvivalQuantile(p: number, shape: number, rate = 1): number {
  return inverse('gammaSurvivalQuantile', true, p, shape, rate)
}

function check(name: string, x: number, shape: number, rate: number): void {
  requireNumber(name, 'x', x)
  requirePositive(name, 'shape', shape)
  requirePositive(name, 'rate', rate)
}

function face(name: string, tail: Tail, x: number, shape: number, rate: number): number {
  check(name, x, shape, rate)
  if (rate === 1 || x === Infinity) return incompleteGamma(tail, shape, x, 0)
  const zh = dd.twoProduct(x, rate)
  return incompleteGamma(tail, shape, zh, dd.low())
}

function inverse(name: string, isUpper: boolean, p: number, shape: number, rate: number): number {
  requireProbability(name, 'p', p)
  requirePositive(name, 'shape', shape)
  requirePositive(name, 'rate', rate)
  if (p === 0 || p === 1) return (p === 0) === isUpper ? Infinity : 0
  return inverseGamma(isUpper, shape, p) / rate
}
