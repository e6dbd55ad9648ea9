import { low } from './internal/double-double.js'
import { logBeta as logBetaPair } from './internal/double-double-log-gamma.js'
import { requirePositive } from './internal/domain.js'

/**
 * log B(a, b) = log Gamma(a) + log Gamma(b) - log Gamma(a + b), computed in twice the working precision, so that the three
 * terms may cancel (a = 1/2, b = 1e6) without loss.
 *
 * @param a - positive and finite
 * @param b - positive and finite
 * @throws RangeError where an argument is NaN or outside its domain
 * @example
 * ```ts
 * import { logBeta } from '@safety-portfolio/stats'
 *
 * logBeta(2, 3) // => ~-2.4849066
 * logBeta(0.5, 1e6) // => ~-6.3353902
 * ```
 */
export function logBeta(a: number, b: number): number {
  requirePositive('logBeta', 'a', a)
  requirePositive('logBeta', 'b', b)
  const high = logBetaPair(a, b)
  return high + low()
}
