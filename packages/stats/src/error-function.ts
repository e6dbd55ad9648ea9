import { requireNumber } from './internal/domain.js'
import { twoProduct, low } from './internal/double-double.js'
import { erfSeries } from './internal/erf-series.js'
import { millsRatio } from './internal/mills-ratio.js'

const sqrt2OverPi = 0.7978845608028654

/** exp(x^2) erfc(x) for x >= 0. */
function scaled(x: number): number {
  return sqrt2OverPi * millsRatio(Math.SQRT2 * x)
}

/** erfc(x) for x >= 1/2. */
function upperTail(x: number): number {
  if (x > 28) return 0
  const h = twoProduct(x, x)
  return Math.exp(-h) * (1 - low()) * scaled(x)
}

/**
 * The error function erf(x) = 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x (DLMF 7.2.1).
 *
 * @param x - any real number or an infinity
 * @throws RangeError where x is NaN
 * @example
 * ```ts
 * import { erf } from '@safety-portfolio/stats'
 *
 * erf(0.5) // => ~0.5204998778
 * ```
 */
export function erf(x: number): number {
  requireNumber('erf', 'x', x)
  if (x > -0.5 && x < 0.5) return erfSeries(x)
  return x > 0 ? 1 - upperTail(x) : upperTail(-x) - 1
}

/**
 * The complementary error function erfc(x) = 1 - erf(x), without its cancellation (DLMF 7.2.2).
 *
 * @param x - any real number or an infinity
 * @throws RangeError where x is NaN
 * @example
 * ```ts
 * import { erfc } from '@safety-portfolio/stats'
 *
 * erfc(10) // => ~2.0884876e-45
 * ```
 */
export function erfc(x: number): number {
  requireNumber('erfc', 'x', x)
  if (x >= 0.5) return upperTail(x)
  return x > -0.5 ? 1 - erfSeries(x) : 2 - upperTail(-x)
}

/**
 * log erfc(x), finite far beyond the x = 27 where erfc underflows.
 *
 * @param x - any real number or an infinity
 * @throws RangeError where x is NaN
 * @example
 * ```ts
 * import { logErfc } from '@safety-portfolio/stats'
 *
 * logErfc(1000) // => ~-1000007.4801207
 * ```
 */
export function logErfc(x: number): number {
  requireNumber('logErfc', 'x', x)
  if (x >= 0.5) return x > 1e150 ? -x * x : Math.log(scaled(x)) - x * x
  return Math.log1p(x > -0.5 ? -erfSeries(x) : 1 - upperTail(-x))
}
