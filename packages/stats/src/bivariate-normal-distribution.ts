import { exponentHigh, exponentLow, orthant } from './internal/bivariate-normal-orthant.js'
import { requireNumber } from './internal/domain.js'
import { normalTail } from './internal/normal-tail.js'
import { scaledExp } from './internal/tail.js'

/**
 * P(X <= x, Y <= y) for standard normal X and Y with the given correlation.
 *
 * One-dimensional quadrature of a positive log-concave integrand (the conditional form, Genz 2004, Statistics and Computing
 * 14, 251-260, equation 1): about 1e-14 of relative error, in the tails too, for |correlation| <= 0.999; nearer to +-1 the
 * problem itself loses digits in proportion to 1 / (1 - |correlation|).
 *
 * @param x - any real number or an infinity
 * @param y - any real number or an infinity
 * @param correlation - in [-1, 1]
 * @throws RangeError where an argument is NaN or the correlation is outside [-1, 1]
 * @example
 * ```ts
 * import { bivariateNormalCdf } from '@safety-portfolio/stats'
 *
 * bivariateNormalCdf(0, 0, 0.5) // => ~0.3333333333
 * bivariateNormalCdf(-10, -10, 0.5) // => ~4.417e-32
 * ```
 */
export function bivariateNormalCdf(x: number, y: number, correlation: number): number {
  check('bivariateNormalCdf', x, y, correlation)
  return upperOrthant(-x, -y, correlation)
}

/**
 * P(X > x, Y > y) for standard normal X and Y with the given correlation: the upper orthant, which is not
 * `1 - bivariateNormalCdf`.
 *
 * @param x - any real number or an infinity
 * @param y - any real number or an infinity
 * @param correlation - in [-1, 1]
 * @throws RangeError where an argument is NaN or the correlation is outside [-1, 1]
 * @example
 * ```ts
 * import { bivariateNormalSurvival } from '@safety-portfolio/stats'
 *
 * bivariateNormalSurvival(1.96, 1.96, 0) // => ~0.000624894762
 * ```
 */
export function bivariateNormalSurvival(x: number, y: number, correlation: number): number {
  check('bivariateNormalSurvival', x, y, correlation)
  return upperOrthant(x, y, correlation)
}

/**
 * log P(X <= x, Y <= y) for standard normal X and Y with the given correlation, finite far below the smallest double.
 *
 * @param x - any real number or an infinity
 * @param y - any real number or an infinity
 * @param correlation - in [-1, 1]
 * @throws RangeError where an argument is NaN or the correlation is outside [-1, 1]
 * @example
 * ```ts
 * import { bivariateNormalLogCdf } from '@safety-portfolio/stats'
 *
 * bivariateNormalLogCdf(-100, -100, 0.5) // => ~-6676.760562549
 * ```
 */
export function bivariateNormalLogCdf(x: number, y: number, correlation: number): number {
  check('bivariateNormalLogCdf', x, y, correlation)
  return logUpperOrthant(-x, -y, correlation)
}

/**
 * log P(X > x, Y > y) for standard normal X and Y with the given correlation, finite far below the smallest double.
 *
 * @param x - any real number or an infinity
 * @param y - any real number or an infinity
 * @param correlation - in [-1, 1]
 * @throws RangeError where an argument is NaN or the correlation is outside [-1, 1]
 * @example
 * ```ts
 * import { bivariateNormalLogSurvival } from '@safety-portfolio/stats'
 *
 * bivariateNormalLogSurvival(0, 0, 0.5) // => ~-1.0986122887
 * ```
 */
export function bivariateNormalLogSurvival(x: number, y: number, correlation: number): number {
  check('bivariateNormalLogSurvival', x, y, correlation)
  return logUpperOrthant(x, y, correlation)
}

function check(name: string, x: number, y: number, correlation: number): void {
  requireNumber(name, 'x', x)
  requireNumber(name, 'y', y)
  if (!(correlation >= -1 && correlation <= 1)) {
    throw new RangeError(`${name}: correlation must be in [-1, 1], got ${correlation}`)
  }
}

/** Whether the orthant needs no integral: a missing bound, independence, or a line instead of a plane. */
function isSimple(h: number, k: number, rho: number): boolean {
  return !Number.isFinite(h) || !Number.isFinite(k) || rho === 0 || rho === 1 || rho === -1
}

function upperOrthant(h: number, k: number, rho: number): number {
  if (isSimple(h, k, rho)) {
    if (h === Infinity || k === Infinity) return 0
    if (rho === 1) return normalTail(1, Math.max(h, k))
    if (rho === -1) return between(h, -k)
    if (h === -Infinity) return normalTail(1, k)
    if (k === -Infinity) return normalTail(1, h)
    return normalTail(1, h) * normalTail(1, k)
  }
  const factor = orthant(h, k, rho)
  return Math.min(scaledExp(factor, exponentHigh(), exponentLow()), 1)
}

function logUpperOrthant(h: number, k: number, rho: number): number {
  if (isSimple(h, k, rho)) {
    if (h === Infinity || k === Infinity) return -Infinity
    if (rho === 1) return normalTail(3, Math.max(h, k))
    if (rho === -1) return Math.log(between(h, -k))
    return normalTail(3, h) + normalTail(3, k)
  }
  const factor = orthant(h, k, rho)
  const value = Math.log(factor) + exponentHigh() + exponentLow()
  if (value < -0.1) return value
  // Near 1 the logarithm is that of 1 minus the small chance of the other three quadrants.
  return Math.log1p(upperOrthant(-h, -k, rho) - normalTail(0, h) - normalTail(0, k))
}

/** P(a < Z <= b) for standard normal Z, from the tail in which both ends are. */
function between(a: number, b: number): number {
  if (!(a < b)) return 0
  if (a >= 0) return normalTail(1, a) - normalTail(1, b)
  return normalTail(0, b) - normalTail(0, a)
}
