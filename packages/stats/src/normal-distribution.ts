import { requireFinite, requireNumber, requirePositive, requireProbability } from './internal/domain.js'
import { normalKernel, normalTail } from './internal/normal-tail.js'
import { centralInverse, tailInverse } from './internal/normal-inverse.js'
import type { Tail } from './internal/tail.js'

const halfLog2Pi = 0.9189385332046728

/**
 * Density at `x` of the normal distribution with the given mean and standard deviation.
 *
 * @param x - any real number or an infinity
 * @param mean - mean: finite, default 0
 * @param sd - standard deviation: positive, default 1
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { normalDensity } from '@safety-portfolio/stats'
 *
 * normalDensity(1.96) // => ~0.0584409
 * ```
 */
export function normalDensity(x: number, mean = 0, sd = 1): number {
  check('normalDensity', x, mean, sd)
  return normalKernel((x - mean) / sd) / sd
}

/**
 * Natural logarithm of `normalDensity`, finite where the density itself underflows.
 *
 * @param x - any real number or an infinity
 * @param mean - mean: finite, default 0
 * @param sd - standard deviation: positive, default 1
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { normalLogDensity } from '@safety-portfolio/stats'
 *
 * normalLogDensity(1.96) // => ~-2.83974
 * ```
 */
export function normalLogDensity(x: number, mean = 0, sd = 1): number {
  check('normalLogDensity', x, mean, sd)
  const z = (x - mean) / sd
  return -0.5 * z * z - halfLog2Pi - Math.log(sd)
}

/**
 * P(X <= x) for the normal distribution with the given mean and standard deviation, with full relative accuracy in the lower tail.
 *
 * @param x - any real number or an infinity
 * @param mean - mean: finite, default 0
 * @param sd - standard deviation: positive, default 1
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { normalCdf } from '@safety-portfolio/stats'
 *
 * normalCdf(1.96) // => ~0.975002
 * ```
 */
export function normalCdf(x: number, mean = 0, sd = 1): number {
  return face('normalCdf', 0, x, mean, sd)
}

/**
 * P(X > x) for the normal distribution with the given mean and standard deviation: `1 - normalCdf` without its cancellation.
 *
 * @param x - any real number or an infinity
 * @param mean - mean: finite, default 0
 * @param sd - standard deviation: positive, default 1
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { normalSurvival } from '@safety-portfolio/stats'
 *
 * normalSurvival(1.96) // => ~0.0249979
 * ```
 */
export function normalSurvival(x: number, mean = 0, sd = 1): number {
  return face('normalSurvival', 1, x, mean, sd)
}

/**
 * log P(X <= x) for the normal distribution with the given mean and standard deviation, finite far below the smallest double.
 *
 * @param x - any real number or an infinity
 * @param mean - mean: finite, default 0
 * @param sd - standard deviation: positive, default 1
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { normalLogCdf } from '@safety-portfolio/stats'
 *
 * normalLogCdf(1.96) // => ~-0.0253156
 * ```
 */
export function normalLogCdf(x: number, mean = 0, sd = 1): number {
  return face('normalLogCdf', 2, x, mean, sd)
}

/**
 * log P(X > x) for the normal distribution with the given mean and standard deviation, finite far below the smallest double.
 *
 * @param x - any real number or an infinity
 * @param mean - mean: finite, default 0
 * @param sd - standard deviation: positive, default 1
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { normalLogSurvival } from '@safety-portfolio/stats'
 *
 * normalLogSurvival(1.96) // => ~-3.68896
 * ```
 */
export function normalLogSurvival(x: number, mean = 0, sd = 1): number {
  return face('normalLogSurvival', 3, x, mean, sd)
}

/**
 * The x with P(X <= x) = p for the normal distribution with the given mean and standard deviation.
 *
 * @param p - lower tail probability in [0, 1]
 * @param mean - mean: finite, default 0
 * @param sd - standard deviation: positive, default 1
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { normalQuantile } from '@safety-portfolio/stats'
 *
 * normalQuantile(0.975) // => ~1.95996
 * ```
 */
export function normalQuantile(p: number, mean = 0, sd = 1): number {
  checkQuantile('normalQuantile', p, mean, sd)
  return mean + sd * inverse(p)
}

/**
 * The x with P(X > x) = p for the normal distribution with the given mean and standard deviation: the way to critical values, accurate where `1 - p` would round.
 *
 * @param p - upper tail probability in [0, 1]
 * @param mean - mean: finite, default 0
 * @param sd - standard deviation: positive, default 1
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { normalSurvivalQuantile } from '@safety-portfolio/stats'
 *
 * normalSurvivalQuantile(0.025) // => ~1.95996
 * ```
 */
export function normalSurvivalQuantile(p: number, mean = 0, sd = 1): number {
  checkQuantile('normalSurvivalQuantile', p, mean, sd)
  return mean - sd * inverse(p)
}

/**
 * The x with log P(X <= x) = logP for the normal distribution: quantiles at probabilities far below the smallest double.
 *
 * @param logP - logarithm of the lower tail probability, in [-Infinity, 0]
 * @param mean - mean: finite, default 0
 * @param sd - standard deviation: positive, default 1
 * @throws RangeError where an argument is NaN or outside its domain
 * @example
 * ```ts
 * import { normalLogQuantile } from '@safety-portfolio/stats'
 *
 * normalLogQuantile(-5000000005) // => ~-99999.9999
 * ```
 */
export function normalLogQuantile(logP: number, mean = 0, sd = 1): number {
  if (!(logP <= 0)) throw new RangeError(`normalLogQuantile: logP must be <= 0, got ${logP}`)
  requireFinite('normalLogQuantile', 'mean', mean)
  requirePositive('normalLogQuantile', 'sd', sd)
  if (logP < -2.6) return logP === -Infinity ? -Infinity : mean - sd * tailInverse(logP)
  return mean + sd * (logP > -0.6931471805599453 ? -inverse(-Math.expm1(logP)) : inverse(Math.exp(logP)))
}

function inverse(p: number): number {
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) return centralInverse(q)
  if (p === 0) return -Infinity
  if (p === 1) return Infinity
  return q < 0 ? -tailInverse(Math.log(p)) : tailInverse(Math.log1p(-p))
}

function check(name: string, x: number, mean: number, sd: number): void {
  requireNumber(name, 'x', x)
  requireFinite(name, 'mean', mean)
  requirePositive(name, 'sd', sd)
}

function checkQuantile(name: string, p: number, mean: number, sd: number): void {
  requireProbability(name, 'p', p)
  requireFinite(name, 'mean', mean)
  requirePositive(name, 'sd', sd)
}

function face(name: string, tail: Tail, x: number, mean: number, sd: number): number {
  check(name, x, mean, sd)
  return normalTail(tail, mean === 0 && sd === 1 ? x : (x - mean) / sd)
}
