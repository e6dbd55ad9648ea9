import * as dd from './internal/double-double.js'
import { log } from './internal/double-double-log.js'
import { incompleteBeta, logBetaKernel } from './internal/incomplete-beta.js'
import { complement, inverseBeta } from './internal/beta-inverse.js'
import { requireNumber, requirePositive, requireProbability } from './internal/domain.js'
import { atLowerEnd, other, scaledExp, type Tail } from './internal/tail.js'

/**
 * Density at `f` of Fisher's F distribution.
 *
 * @param f - any real number or an infinity; below 0 there is no mass
 * @param df1 - numerator degrees of freedom: positive
 * @param df2 - denominator degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { fisherFDensity } from '@safety-portfolio/stats'
 *
 * fisherFDensity(3, 4, 10) // => ~0.0577303
 * ```
 */
export function fisherFDensity(f: number, df1: number, df2: number): number {
  check('fisherFDensity', f, df1, df2)
  if (!(f > 0 && f < Infinity)) return Math.exp(fisherFLogDensity(f, df1, df2))
  const eh = logDensity(f, df1, df2)
  return scaledExp(1, eh, dd.low())
}

/**
 * Natural logarithm of `fisherFDensity`, finite where the density itself underflows.
 *
 * @param f - any real number or an infinity; below 0 there is no mass
 * @param df1 - numerator degrees of freedom: positive
 * @param df2 - denominator degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { fisherFLogDensity } from '@safety-portfolio/stats'
 *
 * fisherFLogDensity(3, 4, 10) // => ~-2.85197
 * ```
 */
export function fisherFLogDensity(f: number, df1: number, df2: number): number {
  check('fisherFLogDensity', f, df1, df2)
  if (f < 0 || f === Infinity) return -Infinity
  if (f === 0) return df1 < 2 ? Infinity : df1 === 2 ? 0 : -Infinity
  const eh = logDensity(f, df1, df2)
  return eh + dd.low()
}

/**
 * P(F <= f) for Fisher's F distribution, with full relative accuracy in the lower tail.
 *
 * @param f - any real number or an infinity; below 0 there is no mass
 * @param df1 - numerator degrees of freedom: positive
 * @param df2 - denominator degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { fisherFCdf } from '@safety-portfolio/stats'
 *
 * fisherFCdf(3, 4, 10) // => ~0.927677
 * ```
 */
export function fisherFCdf(f: number, df1: number, df2: number): number {
  return face('fisherFCdf', 0, f, df1, df2)
}

/**
 * P(F > f) for Fisher's F distribution: `1 - fisherFCdf` without its cancellation.
 *
 * @param f - any real number or an infinity; below 0 there is no mass
 * @param df1 - numerator degrees of freedom: positive
 * @param df2 - denominator degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { fisherFSurvival } from '@safety-portfolio/stats'
 *
 * fisherFSurvival(3, 4, 10) // => ~0.0723232
 * ```
 */
export function fisherFSurvival(f: number, df1: number, df2: number): number {
  return face('fisherFSurvival', 1, f, df1, df2)
}

/**
 * log P(F <= f) for Fisher's F distribution, finite far below the smallest double.
 *
 * @param f - any real number or an infinity; below 0 there is no mass
 * @param df1 - numerator degrees of freedom: positive
 * @param df2 - denominator degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { fisherFLogCdf } from '@safety-portfolio/stats'
 *
 * fisherFLogCdf(3, 4, 10) // => ~-0.0750719
 * ```
 */
export function fisherFLogCdf(f: number, df1: number, df2: number): number {
  return face('fisherFLogCdf', 2, f, df1, df2)
}

/**
 * log P(F > f) for Fisher's F distribution, finite far below the smallest double.
 *
 * @param f - any real number or an infinity; below 0 there is no mass
 * @param df1 - numerator degrees of freedom: positive
 * @param df2 - denominator degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { fisherFLogSurvival } from '@safety-portfolio/stats'
 *
 * fisherFLogSurvival(3, 4, 10) // => ~-2.62661
 * ```
 */
export function fisherFLogSurvival(f: number, df1: number, df2: number): number {
  return face('fisherFLogSurvival', 3, f, df1, df2)
}

/**
 * The f with P(F <= f) = p for Fisher's F distribution.
 *
 * @param p - lower tail probability in [0, 1]
 * @param df1 - numerator degrees of freedom: positive
 * @param df2 - denominator degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { fisherFQuantile } from '@safety-portfolio/stats'
 *
 * fisherFQuantile(0.95, 4, 10) // => ~3.47805
 * ```
 */
export function fisherFQuantile(p: number, df1: number, df2: number): number {
  return inverse('fisherFQuantile', false, p, df1, df2)
}

/**
 * The f with P(F > f) = p for Fisher's F distribution: the way to critical values, accurate where `1 - p` would round.
 *
 * @param p - upper tail probability in [0, 1]
 * @param df1 - numerator degrees of freedom: positive
 * @param df2 - denominator degrees of freedom: positive
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { fisherFSurvivalQuantile } from '@safety-portfolio/stats'
 *
 * fisherFSurvivalQuantile(0.05, 4, 10) // => ~3.47805
 * ```
 */
export function fisherFSurvivalQuantile(p: number, df1: number, df2: number): number {
  return inverse('fisherFSurvivalQuantile', true, p, df1, df2)
}

let xh = 0
let xl = 0
let yh = 0
let yl = 0

/** x = df1 f / (df1 f + df2) and y = 1 - x as double-doubles. */
function split(f: number, df1: number, df2: number): void {
  const ph = dd.twoProduct(f, df1)
  const pl = dd.low()
  const sh = dd.add(ph, pl, df2, 0)
  const sl = dd.low()
  xh = dd.divide(ph, pl, sh, sl)
  xl = dd.low()
  yh = dd.divide(df2, 0, sh, sl)
  yl = dd.low()
}

/** log of the density x^a y^b / (B(a, b) f), its low word in `low()`. */
function logDensity(f: number, df1: number, df2: number): number {
  split(f, df1, df2)
  const eh = logBetaKernel(df1 / 2, df2 / 2, 0, xh, xl, yh, yl)
  const el = dd.low()
  const lh = log(f, 0)
  return dd.add(eh, el, -lh, -dd.low())
}

function check(name: string, f: number, df1: number, df2: number): void {
  requireNumber(name, 'f', f)
  requirePositive(name, 'df1', df1)
  requirePositive(name, 'df2', df2)
}

function face(name: string, tail: Tail, f: number, df1: number, df2: number): number {
  check(name, f, df1, df2)
  if (f <= 0) return atLowerEnd(tail)
  if (f === Infinity) return atLowerEnd(other(tail))
  split(f, df1, df2)
  return incompleteBeta(tail, df1 / 2, df2 / 2, xh, xl, yh, yl)
}

function inverse(name: string, isUpper: boolean, p: number, df1: number, df2: number): number {
  requireProbability(name, 'p', p)
  requirePositive(name, 'df1', df1)
  requirePositive(name, 'df2', df2)
  if (p === 0 || p === 1) return (p === 0) === isUpper ? Infinity : 0
  const x = inverseBeta(isUpper, df1 / 2, df2 / 2, p)
  return ((x / complement) * df2) / df1
}
