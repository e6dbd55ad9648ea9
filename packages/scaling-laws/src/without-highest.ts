import { requireWhole } from './internal/options.js'

/**
 * All runs but those with the highest losses, in their order: Besiroglu et al. 2024 leave out 5, from before the law holds.
 *
 * @param runs - Runs, or points of a curve.
 * @param count - How many to leave out, a whole number >= 0.
 * @returns The others.
 * @throws RangeError for a count that is not a whole number >= 0.
 *
 * @example
 * ```ts
 * import { withoutHighest } from '@safety-portfolio/scaling-laws'
 *
 * withoutHighest([{ loss: 3 }, { loss: 5 }, { loss: 2 }], 1) // => [{ loss: 3 }, { loss: 2 }]
 * ```
 */
export function withoutHighest<Run extends { readonly loss: number }>(
  runs: readonly Run[],
  count: number,
): readonly Run[] {
  requireWhole('withoutHighest', 'count', count, 0)
  const highest = new Set(runs.toSorted((left, right) => right.loss - left.loss).slice(0, count))
  return runs.filter((run) => !highest.has(run))
}
