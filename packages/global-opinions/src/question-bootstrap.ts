import type { Interval } from '@safety-portfolio/stats'
import { normalSurvival, quantileSorted } from '@safety-portfolio/stats'
import { bootstrapGroups, seededResampler, type Resampler } from './internal/unit-bootstrap.js'

export type { Resampler } from './internal/unit-bootstrap.js'

/** Scores of one or more series (models) for pairs of a group (country) and a unit (question or topic). */
export interface GroupedScores {
  /** Series of scores, each with one finite score per pair. */
  readonly scores: readonly ArrayLike<number>[]
  /** Group of each pair, from 0 to `groupCount - 1`. */
  readonly groups: ArrayLike<number>
  /** Number of groups. */
  readonly groupCount: number
  /** What is resampled: the unit of each pair, from 0 to `unitCount - 1`. */
  readonly units: ArrayLike<number>
  /** Number of units. */
  readonly unitCount: number
}

/** Options of {@link bootstrapGroupMeans}. */
export interface QuestionBootstrapOptions {
  /** Any safe integer. Default 1. */
  readonly seed?: number
  /** Resamples, at least 1. Default 1000. */
  readonly replicates?: number
  /** Draws the units of each replicate instead of the seed: to reproduce random numbers of another program. */
  readonly resample?: Resampler
}

/** Means of groups with their replicates. */
export interface GroupMeans {
  /** Pairs of each group. */
  readonly n: Int32Array
  /** `means[series][group]`; NaN for a group without pairs. */
  readonly means: readonly Float64Array[]
  /** `draws[series][group * replicates + replicate]`; NaN where the resample holds no pair of the group. */
  readonly draws: readonly Float64Array[]
  /** Number of replicates. */
  readonly replicates: number
}

/**
 * Bootstrap of the mean score of every group at once, over questions (or whole topics): each replicate draws as many units as there are, with
 * replacement, once for all groups and series. So the difference of any two means has the pairing that the data have: both saw the same
 * questions.
 *
 * @param scores - scores in groups
 * @param options - seed and number of replicates
 * @throws RangeError if lengths differ, an index is out of range, or a score is not finite.
 *
 * @example
 * ```ts
 * import { bootstrapGroupMeans } from '@safety-portfolio/global-opinions'
 *
 * const means = bootstrapGroupMeans(
 *   { scores: [[0.8, 0.6, 0.7, 0.9]], groups: [0, 0, 0, 1], groupCount: 2, units: [0, 1, 2, 0], unitCount: 3 },
 *   { seed: 1, replicates: 200 },
 * )
 * means.means[0]![0]! // => ~0.7
 * means.draws[0]!.length // => 400
 * ```
 */
export function bootstrapGroupMeans(scores: GroupedScores, options: QuestionBootstrapOptions = {}): GroupMeans {
  const { seed = 1, replicates = 1000, resample = seededResampler(seed) } = options
  const n = scores.groups.length
  if (!Number.isSafeInteger(replicates) || replicates < 1) {
    throw new RangeError(`bootstrapGroupMeans: replicates must be an integer >= 1, got ${replicates}`)
  }
  if (scores.units.length !== n || scores.scores.some((series) => series.length !== n)) {
    throw new RangeError(`bootstrapGroupMeans: groups, units and every series must have one value per pair (${n})`)
  }
  const groups = indices('groups', scores.groups, scores.groupCount)
  const units = indices('units', scores.units, scores.unitCount)
  const series = scores.scores.map((values) => Float64Array.from(values))
  const bad = series.findIndex((values) => values.some((value) => !Number.isFinite(value)))
  if (bad >= 0) throw new RangeError(`bootstrapGroupMeans: scores of series ${bad} must be finite`)
  const { groupCount, unitCount } = scores
  return { ...bootstrapGroups({ series, groups, groupCount, units, unitCount }, replicates, resample), replicates }
}

function indices(name: string, values: ArrayLike<number>, count: number): Int32Array {
  const made = Int32Array.from(values)
  for (let i = 0; i < made.length; i += 1) {
    if (!(made[i]! >= 0 && made[i]! < count)) {
      throw new RangeError(
        `bootstrapGroupMeans: ${name} must lie in [0, ${count}), got ${String(values[i])} at index ${i}`,
      )
    }
  }
  return made
}

/** What replicates say about the uncertainty of one number. */
export interface DrawSummary {
  readonly standardError: number | null
  readonly interval: Interval | null
  /** Why there is none. */
  readonly reason?: string
}

const fewest = 20

/** Standard error and percentile interval from replicates; those that are not finite are left out. */
export function summariseDraws(draws: Float64Array, level: number, over: string): DrawSummary {
  const sorted = draws.filter((draw) => Number.isFinite(draw)).sort()
  const count = sorted.length
  if (draws.length === 0) return { standardError: null, interval: null, reason: 'no bootstrap was asked for' }
  if (count < fewest) {
    return { standardError: null, interval: null, reason: `only ${count} replicates gave a number` }
  }
  const [lowest, highest] = [sorted[0]!, sorted[count - 1]!]
  if (highest - lowest <= 64 * Number.EPSILON * Math.max(Math.abs(lowest), Math.abs(highest))) {
    return { standardError: null, interval: null, reason: 'all replicates are the same, so they show no uncertainty' }
  }
  let sum = 0
  for (const draw of sorted) sum += draw
  const centre = sum / count
  let squares = 0
  for (const draw of sorted) squares += (draw - centre) ** 2
  return {
    standardError: Math.sqrt(squares / (count - 1)),
    interval: {
      lower: quantileSorted(sorted, (1 - level) / 2),
      upper: quantileSorted(sorted, (1 + level) / 2),
      level,
      method: `percentile bootstrap over ${over}`,
    },
  }
}

/**
 * Two-sided p-value of a difference being 0: the normal tail beyond difference / bootstrap standard error. Counting replicates beyond 0 could not go below
 * 2 / (replicates + 1), which an adjustment for many contrasts turns into nothing.
 */
export function differencePValue(difference: number, standardError: number | null): number | null {
  return standardError === null ? null : Math.min(1, 2 * normalSurvival(Math.abs(difference) / standardError))
}
