import { quantileSorted, type Interval } from '@safety-portfolio/stats'

/** A rank with its uncertainty. */
export interface RankEstimate {
  /** Rank among the groups, 1 being the highest mean; ties share the average. */
  readonly rank: number
  /** Percentile interval of the rank over the replicates; `null` without replicates. */
  readonly interval: Interval | null
}

/**
 * Ranks of means with percentile intervals from common replicates (Goldstein and Spiegelhalter 1996). Neighbours in a ranking usually
 * cannot be told apart; the intervals show which can. Means that differ by no more than rounding (1e-12) are ties.
 *
 * @param means - one mean per group; NaN leaves a group out
 * @param draws - `draws[group * replicates + replicate]`, as of {@link bootstrapGroupMeans}
 * @param options - number of replicates, level (default 0.95)
 * @returns per group the rank, or `null` for a group without mean
 *
 * @example
 * ```ts
 * import { rankIntervals } from '@safety-portfolio/global-opinions'
 *
 * rankIntervals([0.7, 0.8], new Float64Array(0), { replicates: 0 }).map((found) => found!.rank) // => [2, 1]
 * ```
 */
export function rankIntervals(
  means: ArrayLike<number>,
  draws: Float64Array,
  options: { readonly replicates: number; readonly level?: number },
): readonly (RankEstimate | null)[] {
  const { replicates, level = 0.95 } = options
  const count = means.length
  if (draws.length !== count * replicates) {
    throw new RangeError(
      `rankIntervals: draws must hold ${replicates} replicates of ${count} groups, got ${draws.length}`,
    )
  }
  const present = Array.from({ length: count }, (_, group) => group).filter((group) => Number.isFinite(means[group]))
  const ranks = ranksOf(present.map((group) => means[group]!))
  const drawn = present.map(() => new Float64Array(replicates))
  const values = new Float64Array(present.length)
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    // A group that a resample missed keeps its estimate: it has no say in that replicate.
    for (const [index, group] of present.entries()) {
      const draw = draws[group * replicates + replicate]!
      values[index] = Number.isFinite(draw) ? draw : means[group]!
    }
    for (const [index, rank] of ranksOf(values).entries()) drawn[index]![replicate] = rank
  }
  const found: (RankEstimate | null)[] = Array.from({ length: count }, () => null)
  for (const [index, group] of present.entries()) {
    const sorted = drawn[index]!.sort()
    found[group] = {
      rank: ranks[index]!,
      interval:
        replicates === 0
          ? null
          : {
              lower: quantileSorted(sorted, (1 - level) / 2),
              upper: quantileSorted(sorted, (1 + level) / 2),
              level,
              method: 'percentile bootstrap of the rank',
            },
    }
  }
  return found
}

/** Means of equal scores over different numbers of questions differ by rounding only. */
export const tieTolerance = 1e-12

function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, index) => index).sort((a, b) => values[b]! - values[a]!)
  const ranks = new Float64Array(values.length)
  for (let first = 0; first < order.length;) {
    let end = first + 1
    while (end < order.length && values[order[first]!]! - values[order[end]!]! <= tieTolerance) end += 1
    for (let position = first; position < end; position += 1) ranks[order[position]!] = (first + 1 + end) / 2
    first = end
  }
  return ranks
}
