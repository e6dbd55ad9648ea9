import { distributionPair } from './internal/distribution-pair.js'

/**
 * Total variation distance: half the sum of absolute differences, the share of people who would have to answer otherwise.
 *
 * @param p - mass of each option, finite and >= 0; divided by its sum
 * @param q - as many
 * @returns in [0, 1]
 * @throws RangeError if lengths differ, a mass is negative or not finite, or all mass of a side is 0.
 *
 * @example
 * ```ts
 * import { totalVariation } from '@safety-portfolio/global-opinions'
 *
 * totalVariation([0.5, 0.5], [0.8, 0.2]) // => ~0.3
 * ```
 */
export function totalVariation(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const pair = distributionPair('totalVariation', p, q)
  return Math.min(1, pair.p.reduce((sum, mass, option) => sum + Math.abs(mass - pair.q[option]!), 0) / 2)
}

/**
 * Hellinger distance: the Euclidean distance between the square roots of the masses, divided by sqrt(2). From differences of roots, so that it
 * does not cancel for close distributions as sqrt(1 - Bhattacharyya coefficient) does.
 *
 * @param p - mass of each option
 * @param q - as many
 * @returns in [0, 1]
 * @throws RangeError as {@link totalVariation}.
 *
 * @example
 * ```ts
 * import { hellingerDistance } from '@safety-portfolio/global-opinions'
 *
 * hellingerDistance([1, 0], [0, 1]) // => 1
 * ```
 */
export function hellingerDistance(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const pair = distributionPair('hellingerDistance', p, q)
  let total = 0
  for (const [option, mass] of pair.p.entries()) {
    const other = pair.q[option]!
    const roots = Math.sqrt(mass) + Math.sqrt(other)
    if (roots > 0) total += ((mass - other) / roots) ** 2
  }
  return Math.min(1, Math.sqrt(total / 2))
}
