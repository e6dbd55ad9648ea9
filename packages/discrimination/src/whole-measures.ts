import type { Interval } from '@safety-portfolio/stats'
import { mutualInformation } from './association.js'
import type { GroupCounts } from './group-rates.js'
import { percentileInterval, resampleCells } from './internal/resample-cells.js'

/** Intervals of the measures that take all groups together; `null` where too many resamples have no value. */
export interface WholeMeasureIntervals {
  /** Of the mutual information of group and decision. */
  readonly mutualInformation: Interval | null
  /** Of Theil's index of benefits; `null` without outcomes. */
  readonly theil: Interval | null
  /** Of generalized entropy with alpha = 2; `null` without outcomes. */
  readonly generalizedEntropy2: Interval | null
  /** Of its share that lies between groups; `null` without outcomes. */
  readonly betweenShare: Interval | null
}

/**
 * Percentile bootstrap intervals of mutual information and of the inequality of benefits (cases drawn with replacement). None of these measures can be
 * negative and chance alone makes each of them larger, so in small samples the intervals lie too high: that one excludes 0 is no test.
 *
 * @param groups - Counts of each group.
 * @param options - `seed` (default 1), `replicates` (default 1000), `level` (0.95), `outcomes` known (default true).
 * @example
 * ```ts
 * import { wholeMeasureIntervals } from '@safety-portfolio/discrimination'
 *
 * const { theil } = wholeMeasureIntervals([
 *   { n: 100, selected: 40, truePositives: 30, falsePositives: 10, trueNegatives: 50, falseNegatives: 10 },
 *   { n: 100, selected: 20, truePositives: 15, falsePositives: 5, trueNegatives: 60, falseNegatives: 20 },
 * ])
 * theil!.lower < 0.15 && 0.15 < theil!.upper // => true
 * ```
 */
export function wholeMeasureIntervals(
  groups: readonly GroupCounts[],
  options: {
    readonly seed?: number
    readonly replicates?: number
    readonly level?: number
    readonly outcomes?: boolean
  } = {},
): WholeMeasureIntervals {
  const { seed = 1, replicates = 1000, level = 0.95, outcomes = true } = options
  // Benefits of 2, 1 and 0 (yes without, right decision, no in spite of the outcome), or without outcomes yes and no.
  const cells = groups.map(({ n, selected, truePositives, falsePositives, trueNegatives, falseNegatives }) =>
    outcomes ? [truePositives, falsePositives, trueNegatives, falseNegatives] : [selected, 0, n - selected, 0],
  )
  const draws = { mutualInformation: [], theil: [], generalizedEntropy2: [], betweenShare: [] } as Record<
    keyof WholeMeasureIntervals,
    number[]
  >
  const keep = (name: keyof WholeMeasureIntervals, value: number): void => {
    if (Number.isFinite(value)) draws[name].push(value)
  }
  resampleCells(cells.flat(), { seed, replicates }, (counts) => {
    const table = groups.map((_, g) => [counts[4 * g]! + counts[4 * g + 1]!, counts[4 * g + 2]! + counts[4 * g + 3]!])
    keep('mutualInformation', mutualInformation(table.filter(([yes, no]) => yes! + no! > 0)))
    if (!outcomes) return
    const { theil, entropy, between } = benefitInequality(counts)
    keep('theil', theil)
    keep('generalizedEntropy2', entropy)
    keep('betweenShare', between)
  })
  const interval = (name: keyof WholeMeasureIntervals): Interval | null =>
    percentileInterval(draws[name], replicates, level)
  return {
    mutualInformation: interval('mutualInformation'),
    theil: interval('theil'),
    generalizedEntropy2: interval('generalizedEntropy2'),
    betweenShare: interval('betweenShare'),
  }
}

/** Theil's index, GE(2) and its share between groups, from four counts a group: true and false positives, true and false negatives. */
function benefitInequality(counts: Float64Array): { theil: number; entropy: number; between: number } {
  let [n, twos, ones] = [0, 0, 0]
  for (let at = 0; at < counts.length; at += 4) {
    const right = counts[at]! + counts[at + 2]!
    ones += right
    twos += counts[at + 1]!
    n += right + counts[at + 1]! + counts[at + 3]!
  }
  const mean = (2 * twos + ones) / n
  const [high, low] = [2 / mean, 1 / mean]
  const entropy = ((twos * high ** 2 + ones * low ** 2) / n - 1) / 2
  let between = 0
  for (let at = 0; at < counts.length; at += 4) {
    const right = counts[at]! + counts[at + 2]!
    const size = right + counts[at + 1]! + counts[at + 3]!
    if (size > 0) between += size * (((2 * counts[at + 1]! + right) / size / mean) ** 2 - 1)
  }
  return {
    theil: (twos * high * Math.log(high) + ones * low * Math.log(low)) / n,
    entropy,
    between: between / n / 2 / entropy,
  }
}
