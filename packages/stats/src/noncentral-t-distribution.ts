import { requireFinite, requireNumber, requirePositiveOrInfinite } from './internal/domain.js'
import { noncentralTTail } from './internal/noncentral-t-tail.js'
import { normalSurvival } from './normal-distribution.js'
import { studentTCdf, studentTSurvival } from './student-t-distribution.js'

/**
 * P(T <= t) for the noncentral t distribution, with full relative accuracy in the lower tail: T = (Z + noncentrality) / sqrt(X / df), Z standard
 * normal and X chi-squared with `df` degrees of freedom. It is the distribution of a t statistic whose true effect is `noncentrality` standard
 * errors, hence what the power of a t test comes from.
 *
 * @param t - any real number or an infinity
 * @param df - degrees of freedom: positive, need not be whole; Infinity is the normal distribution about the noncentrality
 * @param noncentrality - any real number; 0 is Student's t
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { noncentralTCdf } from '@safety-portfolio/stats'
 *
 * noncentralTCdf(2.262, 9, 3) // => ~0.2387999
 * ```
 */
export function noncentralTCdf(t: number, df: number, noncentrality: number): number {
  check('noncentralTCdf', t, df, noncentrality)
  return noncentrality === 0 ? studentTCdf(t, df) : tail(-t, df, -noncentrality)
}

/**
 * P(T > t) for the noncentral t distribution: `1 - noncentralTCdf` without its cancellation. Johnson, Kotz and Balakrishnan (1995, Continuous
 * Univariate Distributions 2, chapter 31) define it; it is computed as the mean of normal tails over the distribution of the scale.
 *
 * @param t - any real number or an infinity
 * @param df - degrees of freedom: positive, need not be whole; Infinity is the normal distribution about the noncentrality
 * @param noncentrality - any real number; 0 is Student's t
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { noncentralTSurvival, studentTSurvivalQuantile } from '@safety-portfolio/stats'
 *
 * // Power of a one-sided t test at 5 % with 10 observations, the true effect being 3 standard errors.
 * noncentralTSurvival(studentTSurvivalQuantile(0.05, 9), 9, 3) // => ~0.8684544
 * ```
 */
export function noncentralTSurvival(t: number, df: number, noncentrality: number): number {
  check('noncentralTSurvival', t, df, noncentrality)
  return noncentrality === 0 ? studentTSurvival(t, df) : tail(t, df, noncentrality)
}

function check(name: string, t: number, df: number, noncentrality: number): void {
  requireNumber(name, 't', t)
  requirePositiveOrInfinite(name, 'df', df)
  requireFinite(name, 'noncentrality', noncentrality)
}

function tail(t: number, df: number, noncentrality: number): number {
  if (t === Infinity) return 0
  if (t === -Infinity) return 1
  if (t === 0 || df === Infinity) return normalSurvival(t - noncentrality)
  return noncentralTTail(t, df, noncentrality)
}
