import { benjaminiHochberg, holm } from '@safety-portfolio/stats'
import { distanceFromUniform, mutualInformation } from './association.js'
import { calibration } from './calibration.js'
import { chiSquaredTest } from './chi-squared-test.js'
import { compareRates } from './compare-rates.js'
import { compareErrorRates } from './error-rates.js'
import { fairnessGaps } from './fairness-gaps.js'
import type { FairnessCase, GroupFairness, GroupReport } from './fairness-report.js'
import { groupRates } from './group-rates.js'
import { fairnessFindings } from './internal/fairness-findings.js'
import { averageOdds, countCases } from './internal/group-counts.js'
import { inequality } from './inequality.js'
import type { Inequality } from './inequality.js'
import { version } from './version.js'
import { wholeMeasureIntervals } from './whole-measures.js'

/** Options of {@link groupFairness}. */
export interface FairnessOptions {
  /** Group that the others are compared with. Default: the largest. */
  readonly reference?: string
  /** Least number of cases in a denominator; rates below are not estimable. Default 1: any, with intervals that tell. */
  readonly minimum?: number
  /** Seed of the bootstrap. Default 1. */
  readonly seed?: number
  /** Replicates of the bootstrap. Default 1000. */
  readonly replicates?: number
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
}

/**
 * Group fairness: rates of each group with intervals, gaps, exact tests against a reference, calibration, inequality. A rate without cases is `null` with a
 * reason, and so is every gap that needs it.
 *
 * @param cases - The cases; either all or none have an outcome, and a score.
 * @param options - Reference, least cases, bootstrap.
 * @throws RangeError when there are fewer than two groups, the reference does not occur, or outcomes are known for some cases only.
 * @example
 * ```ts
 * import { groupFairness } from '@safety-portfolio/discrimination'
 *
 * const cases = [1, 1, 0, 1, 0, 0, 0, 1].map((yes, k) => ({ group: k < 4 ? 'a' : 'b', decision: yes === 1 }))
 * const found = groupFairness(cases, { reference: 'a' })
 * found.groups[1]!.comparison!.difference.estimate // => -0.5
 * found.gaps.equalOpportunityDifference.reason // => 'not estimable: outcomes are unknown'
 * ```
 */
export function groupFairness(cases: readonly FairnessCase[], options: FairnessOptions = {}): GroupFairness {
  const { minimum = 1, seed = 1, replicates = 1000, level = 0.95 } = options
  const members = new Map<string, FairnessCase[]>()
  for (const one of cases) {
    const list = members.get(one.group)
    if (list === undefined) members.set(one.group, [one])
    else list.push(one)
  }
  if (members.size < 2) throw new RangeError(`groupFairness: needs at least 2 groups, got ${members.size}`)
  const known = (has: (one: FairnessCase) => boolean, what: string): boolean => {
    const count = cases.filter(has).length
    if (count !== 0 && count !== cases.length) {
      throw new RangeError(`groupFairness: ${count} of ${cases.length} cases have ${what}; give it for all or none`)
    }
    return count > 0
  }
  const outcomes = known(({ outcome }) => outcome !== undefined, 'an outcome')
  const scored = known(({ score }) => score !== undefined, 'a score')
  const groups = [...members].toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
  const { reference = groups[0]![0] } = options
  const base = members.get(reference)
  if (base === undefined) {
    throw new RangeError(
      `groupFairness: reference ${JSON.stringify(reference)} does not occur; groups are ${groups.map(([name]) => name).join(', ')}`,
    )
  }
  const counts = groups.map(([, list]) => countCases(list))
  const baseCounts = countCases(base)
  const rates = counts.map((one) => groupRates(one, { outcomes, minimum, level }))
  const baseRates = groupRates(baseCounts, { outcomes, minimum, level })
  const highest = Math.max(...counts.map(({ n, selected }) => selected / n))
  const top = counts.find(({ n, selected }) => selected / n === highest)!
  const errorRates = outcomes
    ? compareErrorRates(
        counts,
        groups.findIndex(([name]) => name === reference),
        { minimum, level },
      )
    : null
  const comparisons = groups.map(([name], k) =>
    name === reference
      ? null
      : compareRates(counts[k]!.selected, counts[k]!.n, baseCounts.selected, baseCounts.n, { level }),
  )
  const tested = comparisons.flatMap((one) => (one === null ? [] : [one.fisher.p]))
  const [byHolm, byRate] = [holm(tested), benjaminiHochberg(tested)]
  let next = -1
  const table = counts.map(({ n, selected }) => [selected, n - selected])
  const varies = counts.some(({ selected }) => selected > 0) && counts.some(({ n, selected }) => selected < n)
  return {
    n: cases.length,
    reference,
    groups: groups.map(([group, list], k): GroupReport => {
      const comparison = comparisons[k] ?? null
      if (comparison !== null) next += 1
      const impactRatio = highest > 0 ? counts[k]!.selected / counts[k]!.n / highest : null
      return {
        group,
        counts: counts[k]!,
        share: list.length / cases.length,
        rates: rates[k]!,
        calibration:
          scored && outcomes
            ? calibration(
                list.map(({ score }) => score!),
                list.map(({ outcome }) => outcome!),
                { replicates, seed, level },
              )
            : null,
        comparison,
        errorRates: errorRates?.groups[k] ?? null,
        holmP: comparison === null ? null : byHolm[next]!,
        falseDiscoveryP: comparison === null ? null : byRate[next]!,
        impactRatio,
        impactRatioInterval:
          counts[k] === top
            ? null
            : compareRates(counts[k]!.selected, counts[k]!.n, top.selected, top.n, { level }).ratio.interval,
        belowFourFifths: impactRatio === null ? null : impactRatio < 0.8,
        averageOddsDifference: averageOdds(rates[k]!, baseRates),
      }
    }),
    gaps: fairnessGaps(counts, { seed, replicates, level, outcomes, minimum }),
    omnibus: varies ? chiSquaredTest(table) : null,
    errorRateTests: errorRates?.omnibus ?? null,
    inequality: outcomes ? benefitsInequality(cases) : null,
    mutualInformation: mutualInformation(table),
    distanceFromUniform: distanceFromUniform(counts.map(({ n }) => n)),
    intervals: wholeMeasureIntervals(counts, { seed, replicates, level, outcomes }),
    warnings: fairnessFindings(
      groups.map(([name]) => name),
      counts,
      highest,
    ),
    assumptions: [
      'Cases are independent; groups are as recorded.',
      ...(outcomes
        ? ['Outcomes are right: a label that carries past discrimination makes its continuation look fair.']
        : []),
      'Percentile intervals of gaps: the largest of several noisy differences is too large on average.',
      'Measures that cannot be negative (calibration error, entropy, mutual information) are too large by chance in small groups, and so are their intervals.',
    ],
    version,
  }
}

function benefitsInequality(cases: readonly FairnessCase[]): Inequality | null {
  const benefits = cases.map(({ decision, outcome }) => (decision ? 1 : 0) - (outcome === true ? 1 : 0) + 1)
  return benefits.some((value) => value > 0)
    ? inequality(
        benefits,
        cases.map(({ group }) => group),
      )
    : null
}
