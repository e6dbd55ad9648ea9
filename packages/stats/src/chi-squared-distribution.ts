import * as dd from './internal/double-double.js'
import { incompleteGamma, logGammaDensity } from './internal/incomplete-gamma.js'
import { inverseGamma } from './internal/gamma-inverse.js'
import { requireNumber, requirePositive, requireProbability } from './internal/domain.js'
import { scaledExp, type Tail } from './internal/tail.js'

/**
 * Density at `x` of the chi-squared distribution.
 *
 * @param x - any real number or an infinity; below 0 there is no mass
 * @param df - degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { chiSquaredDensity } from '@safety-portfolio/stats'
 *
 * chiSquaredDensity(3.84, 1) // => ~0.0298469
 * ```
 */
export function chiSquaredDensity(x: number, df: number): number {
  check('chiSquaredDensity', x, df)
  if (!(x > 0 && x < Infinity)) return Math.exp(chiSquaredLogDensity(x, df))
  const eh = logGammaDensity(df / 2, x / 2, 0)
  return scaledExp(0.5, eh, dd.low())
}

/**
 * Natural logarithm of `chiSquaredDensity`, finite where the density itself underflows.
 *
 * @param x - any real number or an infinity; below 0 there is no mass
 * @param df - degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { chiSquaredLogDensity } from '@safety-portfolio/stats'
 *
 * chiSquaredLogDensity(3.84, 1) // => ~-3.51167
 * ```
 */
export function chiSquaredLogDensity(x: number, df: number): number {
  check('chiSquaredLogDensity', x, df)
  if (x < 0 || x === Infinity) return -Infinity
  if (x === 0) return df < 2 ? Infinity : df === 2 ? -Math.LN2 : -Infinity
  const eh = logGammaDensity(df / 2, x / 2, 0)
  return eh + (dd.low() - Math.LN2)
}

/**
 * P(X <= x) for the chi-squared distribution, with full relative accuracy in the lower tail.
 *
 * @param x - any real number or an infinity; below 0 there is no mass
 * @param df - degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { chiSquaredCdf } from '@safety-portfolio/stats'
 *
 * chiSquaredCdf(3.84, 1) // => ~0.949956
 * ```
 */
export function chiSquaredCdf(x: number, df: number): number {
  return face('chiSquaredCdf', 0, x, df)
}

/**
 * P(X > x) for the chi-squared distribution: `1 - chiSquaredCdf` without its cancellation.
 *
 * @param x - any real number or an infinity; below 0 there is no mass
 * @param df - degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { chiSquaredSurvival } from '@safety-portfolio/stats'
 *
 * chiSquaredSurvival(3.84, 1) // => ~0.0500435
 * ```
 */
export function chiSquaredSurvival(x: number, df: number): number {
  return face('chiSquaredSurvival', 1, x, df)
}

/**
 * log P(X <= x) for the chi-squared distribution, finite far below the smallest double.
 *
 * @param x - any real number or an infinity; below 0 there is no mass
 * @param df - degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { chiSquaredLogCdf } from '@safety-portfolio/stats'
 *
 * chiSquaredLogCdf(3.84, 1) // => ~-0.0513391
 * ```
 */
export function chiSquaredLogCdf(x: number, df: number): number {
  return face('chiSquaredLogCdf', 2, x, df)
}

/**
 * log P(X > x) for the chi-squared distribution, finite far below the smallest double.
 *
 * @param x - any real number or an infinity; below 0 there is no mass
 * @param df - degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { chiSquaredLogSurvival } from '@safety-portfolio/stats'
 *
 * chiSquaredLogSurvival(3.84, 1) // => ~-2.99486
 * ```
 */
export function chiSquaredLogSurvival(x: number, df: number): number {
  return face('chiSquaredLogSurvival', 3, x, df)
}

/**
 * The x with P(X <= x) = p for the chi-squared distribution.
 *
 * @param p - lower tail probability in [0, 1]
 * @param df - degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { chiSquaredQuantile } from '@safety-portfolio/stats'
 *
 * chiSquaredQuantile(0.95, 1) // => ~3.84146
 * ```
 */
export function chiSquaredQuantile(p: number, df: number): number {
  return inverse('chiSquaredQuantile', false, p, df)
}

/**
 * The x with P(X > x) = p for the chi-squared distribution: the way to critical values, accurate where `1 - p` would round.
 *
 * @param p - upper tail probability in [0, 1]
 * @param df - degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { chiSquaredSurvivalQuantile } from '@safety-portfolio/stats'
 *
 * chiSquaredSurvivalQuantile(0.05, 1) // => ~3.84146
 * ```
 */
export function chiSquaredSurvivalQuantile(p: number, df: number): number {
  return inverse('chiSquaredSurvivalQuantile', true, p, df)
}

function check(name: string, x: number, df: number): void {
  requireNumber(name, 'x', x)
  requirePositive(name, 'df', df)
}

function face(name: string, tail: Tail, x: number, df: number): number {
  check(name, x, df)
  return incompleteGamma(tail, df / 2, x / 2, 0)
}

function inverse(name: string, isUpper: boolean, p: number, df: number): number {
  requireProbability(name, 'p', p)
  requirePositive(name, 'df', df)
  if (p === 0 || p === 1) return (p === 0) === isUpper ? Infinity : 0
  return 2 * inverseGamma(isUpper, df / 2, p)
}
