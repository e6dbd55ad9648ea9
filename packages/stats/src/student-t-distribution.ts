import * as dd from './internal/double-double.js'
import { requireNumber, requirePositiveOrInfinite, requireProbability } from './internal/domain.js'
import { normalDensity, normalLogDensity } from './normal-distribution.js'
import { scaledExp } from './internal/tail.js'
import { inverseStudentT } from './internal/student-t-inverse.js'
import { farLogDensity, logStudentTKernel, normalFrom, studentTTail } from './internal/student-t-tail.js'

/**
 * Density at `t` of Student's t distribution.
 *
 * @param t - any real number or an infinity
 * @param df - degrees of freedom: positive, need not be whole; Infinity is the standard normal
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { studentTDensity } from '@safety-portfolio/stats'
 *
 * studentTDensity(2, 5) // => ~0.0650903
 * ```
 */
export function studentTDensity(t: number, df: number): number {
  check('studentTDensity', t, df)
  if (df > normalFrom) return normalDensity(t)
  if (Math.abs(t) > 1e100) return Math.exp(studentTLogDensity(t, df))
  const eh = logStudentTKernel(t, df)
  return scaledExp(1 / Math.sqrt(df + t * t), eh, dd.low())
}

/**
 * Natural logarithm of `studentTDensity`, finite where the density itself underflows.
 *
 * @param t - any real number or an infinity
 * @param df - degrees of freedom: positive, need not be whole; Infinity is the standard normal
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { studentTLogDensity } from '@safety-portfolio/stats'
 *
 * studentTLogDensity(2, 5) // => ~-2.73198
 * ```
 */
export function studentTLogDensity(t: number, df: number): number {
  check('studentTLogDensity', t, df)
  if (df > normalFrom) return normalLogDensity(t)
  if (!Number.isFinite(t)) return -Infinity
  if (Math.abs(t) > 1e100) return farLogDensity(t, df)
  const eh = logStudentTKernel(t, df)
  return eh + (dd.low() - 0.5 * Math.log(df + t * t))
}

/**
 * P(T <= t) for Student's t distribution, with full relative accuracy in the lower tail.
 *
 * @param t - any real number or an infinity
 * @param df - degrees of freedom: positive, need not be whole; Infinity is the standard normal
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { studentTCdf } from '@safety-portfolio/stats'
 *
 * studentTCdf(2, 5) // => ~0.94903
 * ```
 */
export function studentTCdf(t: number, df: number): number {
  check('studentTCdf', t, df)
  return studentTTail(0, t, df)
}

/**
 * P(T > t) for Student's t distribution: `1 - studentTCdf` without its cancellation.
 *
 * @param t - any real number or an infinity
 * @param df - degrees of freedom: positive, need not be whole; Infinity is the standard normal
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { studentTSurvival } from '@safety-portfolio/stats'
 *
 * studentTSurvival(2, 5) // => ~0.0509697
 * ```
 */
export function studentTSurvival(t: number, df: number): number {
  check('studentTSurvival', t, df)
  return studentTTail(1, t, df)
}

/**
 * log P(T <= t) for Student's t distribution, finite far below the smallest double.
 *
 * @param t - any real number or an infinity
 * @param df - degrees of freedom: positive, need not be whole; Infinity is the standard normal
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { studentTLogCdf } from '@safety-portfolio/stats'
 *
 * studentTLogCdf(2, 5) // => ~-0.0523146
 * ```
 */
export function studentTLogCdf(t: number, df: number): number {
  check('studentTLogCdf', t, df)
  return studentTTail(2, t, df)
}

/**
 * log P(T > t) for Student's t distribution, finite far below the smallest double.
 *
 * @param t - any real number or an infinity
 * @param df - degrees of freedom: positive, need not be whole; Infinity is the standard normal
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { studentTLogSurvival } from '@safety-portfolio/stats'
 *
 * studentTLogSurvival(2, 5) // => ~-2.97652
 * ```
 */
export function studentTLogSurvival(t: number, df: number): number {
  check('studentTLogSurvival', t, df)
  return studentTTail(3, t, df)
}

/**
 * The t with P(T <= t) = p for Student's t distribution.
 *
 * @param p - lower tail probability in [0, 1]
 * @param df - degrees of freedom: positive, need not be whole; Infinity is the standard normal
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { studentTQuantile } from '@safety-portfolio/stats'
 *
 * studentTQuantile(0.975, 5) // => ~2.57058
 * ```
 */
export function studentTQuantile(p: number, df: number): number {
  return inverse('studentTQuantile', p, df)
}

/**
 * The t with P(T > t) = p for Student's t distribution: the way to critical values, accurate where `1 - p` would round.
 *
 * @param p - upper tail probability in [0, 1]
 * @param df - degrees of freedom: positive, need not be whole; Infinity is the standard normal
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { studentTSurvivalQuantile } from '@safety-portfolio/stats'
 *
 * studentTSurvivalQuantile(0.025, 5) // => ~2.57058
 * ```
 */
export function studentTSurvivalQuantile(p: number, df: number): number {
  return -inverse('studentTSurvivalQuantile', p, df)
}

function check(name: string, t: number, df: number): void {
  requireNumber(name, 't', t)
  requirePositiveOrInfinite(name, 'df', df)
}

function inverse(name: string, p: number, df: number): number {
  requireProbability(name, 'p', p)
  requirePositiveOrInfinite(name, 'df', df)
  return p > 0.5 ? inverseStudentT(1 - p, df) : -inverseStudentT(p, df)
}
