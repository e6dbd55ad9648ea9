import type { Estimate } from '@safety-portfolio/stats'
import { rateParts } from './group-rates.js'
import type { GroupCounts, RateName } from './group-rates.js'
import { percentileInterval, resampleCells } from './internal/resample-cells.js'

/** Gaps between the best and the worst group. */
export interface FairnessGaps {
  /** Largest less smallest selection rate: demographic parity difference. */
  readonly demographicParityDifference: Estimate
  /** Smallest divided by largest selection rate: demographic parity ratio. */
  readonly demographicParityRatio: Estimate
  /** Largest less smallest true positive rate: equal opportunity difference. */
  readonly equalOpportunityDifference: Estimate
  /** Largest less smallest false positive rate. */
  readonly falsePositiveRateDifference: Estimate
  /** The larger of the last two: equalized odds difference as fairlearn's default. */
  readonly equalizedOddsDifference: Estimate
  /** The smaller of the ratios of true and of false positive rates: equalized odds ratio. */
  readonly equalizedOddsRatio: Estimate
  /** The mean of the two differences. */
  readonly averageOddsGap: Estimate
}

/** Names of the gaps. */
export type GapName = keyof FairnessGaps

const names: readonly GapName[] = [
  'demographicParityDifference',
  'demographicParityRatio',
  'equalOpportunityDifference',
  'falsePositiveRateDifference',
  'equalizedOddsDifference',
  'equalizedOddsRatio',
  'averageOddsGap',
]

/**
 * Gaps between groups with percentile bootstrap intervals (cases drawn with replacement). The largest of several noisy differences is too large on
 * average, so an interval that excludes 0 is no test: use the omnibus test of {@link groupFairness} for that. When a rate of any group is not
 * estimable, the gaps that need it are not either: a group that vanishes must not look fair.
 *
 * @param groups - Counts of each group.
 * @param options - `seed` (default 1), `replicates` (default 1000), `level` (0.95), `outcomes` known (default true), `minimum` cases in a denominator (1).
 * @example
 * ```ts
 * import { fairnessGaps } from '@safety-portfolio/discrimination'
 *
 * const gaps = fairnessGaps([
 *   { n: 100, selected: 40, truePositives: 30, falsePositives: 10, trueNegatives: 50, falseNegatives: 10 },
 *   { n: 100, selected: 20, truePositives: 15, falsePositives: 5, trueNegatives: 60, falseNegatives: 20 },
 * ])
 * gaps.demographicParityDifference.estimate! // => ~0.2
 * gaps.equalOpportunityDifference.estimate! // => ~0.32143
 * ```
 */
export function fairnessGaps(
  groups: readonly GroupCounts[],
  options: {
    readonly seed?: number
    readonly replicates?: number
    readonly level?: number
    readonly outcomes?: boolean
    readonly minimum?: number
  } = {},
): FairnessGaps {
  const { seed = 1, replicates = 1000, level = 0.95, outcomes = true, minimum = 1 } = options
  const observed = gapsOf(groups, minimum)
  const draws = names.map((): number[] => [])
  const cells = groups.map(({ n, selected, truePositives, falsePositives, trueNegatives, falseNegatives }) =>
    outcomes ? [truePositives, falsePositives, trueNegatives, falseNegatives] : [selected, 0, n - selected, 0],
  )
  resampleCells(cells.flat(), { seed, replicates }, (counts) => {
    const found = gapsOf(
      groups.map((_, g) => countsOf(counts.subarray(4 * g, 4 * g + 4))),
      1,
    )
    names.forEach((name, j) => {
      if (typeof found[name] === 'number') draws[j]!.push(found[name])
    })
  })
  const estimates = names.map((name, j): Estimate => {
    const value = observed[name]
    const none = (reason: string): Estimate => ({ estimate: null, standardError: null, interval: null, reason })
    const needsOutcomes = name !== 'demographicParityDifference' && name !== 'demographicParityRatio'
    if (needsOutcomes && !outcomes) return none('not estimable: outcomes are unknown')
    if (typeof value === 'string') return none(value)
    const own = draws[j]!
    const interval = percentileInterval(own, replicates, level)
    if (interval === null) {
      return {
        estimate: value,
        standardError: null,
        interval,
        reason: 'a group is so small that many resamples lack a rate',
      }
    }
    const mean = own.reduce((sum, one) => sum + one, 0) / own.length
    return {
      estimate: value,
      standardError: Math.sqrt(own.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (own.length - 1)),
      interval,
    }
  })
  return Object.fromEntries(names.map((name, j) => [name, estimates[j]!])) as unknown as FairnessGaps
}

function countsOf(cells: Float64Array): GroupCounts {
  const [truePositives, falsePositives, trueNegatives, falseNegatives] = cells as unknown as [
    number,
    number,
    number,
    number,
  ]
  return {
    n: truePositives + falsePositives + trueNegatives + falseNegatives,
    selected: truePositives + falsePositives,
    truePositives,
    falsePositives,
    trueNegatives,
    falseNegatives,
  }
}

/** Every gap, or why it cannot be had. */
function gapsOf(groups: readonly GroupCounts[], minimum: number): Readonly<Record<GapName, number | string>> {
  const range = (rate: RateName): { least: number; most: number } | string => {
    let [least, most] = [Infinity, -Infinity]
    for (const counts of groups) {
      const part = rateParts(counts)[rate]
      if (part.in < minimum || part.in === 0) {
        return `not estimable: a group has ${part.in} ${part.name}${part.in === 0 ? '' : `, fewer than ${minimum}`}`
      }
      const value = part.of / part.in
      least = Math.min(least, value)
      most = Math.max(most, value)
    }
    return { least, most }
  }
  const selection = range('selectionRate')
  const opportunity = range('truePositiveRate')
  const falsePositives = range('falsePositiveRate')
  const difference = (one: typeof selection): number | string => (typeof one === 'string' ? one : one.most - one.least)
  const ratio = (one: typeof selection): number | string =>
    typeof one === 'string'
      ? one
      : one.most === 0
        ? 'not estimable: the rate is 0 in every group'
        : one.least / one.most
  const joined = (
    a: number | string,
    b: number | string,
    combine: (x: number, y: number) => number,
  ): number | string => (typeof a === 'string' ? a : typeof b === 'string' ? b : combine(a, b))
  const [tpr, fpr] = [difference(opportunity), difference(falsePositives)]
  return {
    demographicParityDifference: difference(selection),
    demographicParityRatio: ratio(selection),
    equalOpportunityDifference: tpr,
    falsePositiveRateDifference: fpr,
    equalizedOddsDifference: joined(tpr, fpr, Math.max),
    equalizedOddsRatio: joined(ratio(opportunity), ratio(falsePositives), Math.min),
    averageOddsGap: joined(tpr, fpr, (a, b) => (a + b) / 2),
  }
}
