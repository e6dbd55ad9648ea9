import { requireBase, type LogBase } from './log-base.js'
import { jensenShannonDistance } from './jensen-shannon.js'
import { hellingerDistance, totalVariation } from './nominal-distance.js'
import { cramerDistance, ordinalAlignment } from './ordinal-distance.js'

/**
 * How similar two answers are, 1 being equal. `'jensen-shannon'`: 1 - distance in a base; `'total-variation'` and `'hellinger'`: 1 - distance;
 * `'wasserstein'`: 1 - W1 / (k - 1); `'cramer'`: 1 - the root of Cramer's distance over its largest value, sqrt(k - 1). The last two want options
 * in the order of a scale.
 */
export type Measure = 'jensen-shannon' | 'total-variation' | 'hellinger' | 'wasserstein' | 'cramer'

/** The names of all measures. */
export const measures: readonly Measure[] = ['jensen-shannon', 'total-variation', 'hellinger', 'wasserstein', 'cramer']

/** Whether a measure needs options in the order of a scale. */
export function isOrdinalMeasure(measure: Measure): boolean {
  return measure === 'wasserstein' || measure === 'cramer'
}

/**
 * Similarity of two distributions by a measure, from 0 to 1 (Jensen-Shannon in base e: from 0.1674).
 *
 * @param measure - which
 * @param p - mass of each option
 * @param q - as many
 * @param options - `base` of the Jensen-Shannon distance, default 2
 * @throws RangeError as the distances do.
 *
 * @example
 * ```ts
 * import { similarityBy } from '@safety-portfolio/global-opinions'
 *
 * similarityBy('total-variation', [0.5, 0.5], [0.8, 0.2]) // => ~0.7
 * similarityBy('wasserstein', [1, 0, 0], [0, 1, 0]) // => 0.5
 * ```
 */
export function similarityBy(
  measure: Measure,
  p: ArrayLike<number>,
  q: ArrayLike<number>,
  options: { readonly base?: LogBase } = {},
): number {
  switch (measure) {
    case 'jensen-shannon':
      return 1 - jensenShannonDistance(p, q, { base: options.base ?? 2 })
    case 'total-variation':
      return 1 - totalVariation(p, q)
    case 'hellinger':
      return 1 - hellingerDistance(p, q)
    case 'wasserstein':
      return ordinalAlignment(p, q)
    case 'cramer':
      if (p.length < 2) throw new RangeError(`similarityBy: cramer needs at least two options, got ${p.length}`)
      return Math.max(0, 1 - Math.sqrt(cramerDistance(p, q) / (p.length - 1)))
  }
}

/** The similarity of distributions that share nothing: the low end of the scale. */
export function smallestSimilarity(measure: Measure, base: LogBase): number {
  return measure === 'jensen-shannon' ? 1 - Math.sqrt(Math.LN2 / requireBase('smallestSimilarity', base)) : 0
}
