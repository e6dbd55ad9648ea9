import { requireBase, type LogBase } from './log-base.js'
import { normalised } from './internal/distribution-pair.js'

/**
 * Shannon entropy of a distribution: how undecided its answers are.
 *
 * @param p - mass of each option, finite and >= 0; divided by its sum
 * @param options - `base` of the logarithm, default 2 (bits)
 * @returns from 0 (everybody gives one answer) to log(number of options)
 * @throws RangeError if a mass is negative or not finite, or all are 0.
 *
 * @example
 * ```ts
 * import { entropy } from '@safety-portfolio/global-opinions'
 *
 * entropy([0.25, 0.25, 0.25, 0.25]) // => 2
 * ```
 */
export function entropy(p: ArrayLike<number>, options: { readonly base?: LogBase } = {}): number {
  const logBase = requireBase('entropy', options.base ?? 2)
  return entropyNats(normalised('entropy', 'p', p)) / logBase
}

/** Entropy in nats of mass that is already normalised. */
export function entropyNats(p: Float64Array): number {
  let total = 0
  for (const mass of p) if (mass > 0) total -= mass * Math.log(mass)
  return Math.max(0, total)
}

/**
 * Entropy as a share of its largest value: 1 for a uniform distribution over the options, 0 where one option has everything. Comparable
 * between questions with different numbers of options. A single option has no choice in it: 0.
 *
 * @param p - mass of each option
 * @throws RangeError as {@link entropy}.
 *
 * @example
 * ```ts
 * import { normalisedEntropy } from '@safety-portfolio/global-opinions'
 *
 * normalisedEntropy([0.5, 0.5]) // => 1
 * ```
 */
export function normalisedEntropy(p: ArrayLike<number>): number {
  const mass = normalised('normalisedEntropy', 'p', p)
  return mass.length === 1 ? 0 : Math.min(1, entropyNats(mass) / Math.log(mass.length))
}
