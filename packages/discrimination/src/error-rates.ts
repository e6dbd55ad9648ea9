import { holm } from '@safety-portfolio/stats'
import type { Estimate } from '@safety-portfolio/stats'
import { chiSquaredTest } from './chi-squared-test.js'
import type { ChiSquaredTest } from './chi-squared-test.js'
import { compareRates } from './compare-rates.js'
import { rateParts } from './group-rates.js'
import type { GroupCounts } from './group-rates.js'

/** The two rates that equalized odds asks to be alike. */
export type ErrorRateName = 'truePositiveRate' | 'falsePositiveRate'

/** One rate of a group against that of the reference. */
export interface ErrorRateComparison {
  /** The rate less that of the reference, with Newcombe's interval. */
  readonly difference: Estimate
  /** The rate divided by that of the reference, with Katz's interval. */
  readonly ratio: Estimate
  /** Fisher's exact test, two-sided; `null` when one of the rates is not estimable. */
  readonly fisherP: number | null
  /** Holm's adjustment of it over all groups and both rates. */
  readonly holmP: number | null
}

/** Comparisons of both rates, and whether they differ between groups at all. */
export interface ErrorRates {
  /** For each group, in order; `null` for the reference. */
  readonly groups: readonly (Readonly<Record<ErrorRateName, ErrorRateComparison>> | null)[]
  /** Chi-squared test that every group has the same rate; `null` when nothing varies or a group has no such cases. */
  readonly omnibus: Readonly<Record<ErrorRateName, ChiSquaredTest | null>>
}

const names: readonly ErrorRateName[] = ['truePositiveRate', 'falsePositiveRate']

/**
 * Equalized odds, tested: true and false positive rates of each group against those of a reference, with intervals and Fisher's exact tests, adjusted
 * together by Holm's method. A rate with too few cases has no test rather than a p-value of 1.
 *
 * @param groups - Counts of each group.
 * @param reference - Index of the reference.
 * @param options - `minimum` cases in a denominator (default 1), `level` (default 0.95).
 * @throws RangeError when the reference does not exist.
 * @example
 * ```ts
 * import { compareErrorRates } from '@safety-portfolio/discrimination'
 *
 * const { groups } = compareErrorRates(
 *   [
 *     { n: 100, selected: 40, truePositives: 30, falsePositives: 10, trueNegatives: 50, falseNegatives: 10 },
 *     { n: 100, selected: 20, truePositives: 15, falsePositives: 5, trueNegatives: 60, falseNegatives: 20 },
 *   ],
 *   0,
 * )
 * groups[1]!.truePositiveRate.difference.estimate! // => ~-0.32143
 * groups[1]!.truePositiveRate.fisherP! // => ~0.0088
 * ```
 */
export function compareErrorRates(
  groups: readonly GroupCounts[],
  reference: number,
  options: { readonly minimum?: number; readonly level?: number } = {},
): ErrorRates {
  const { minimum = 1, level = 0.95 } = options
  const base = groups[reference]
  if (base === undefined) {
    throw new RangeError(`compareErrorRates: reference must be the index of a group, got ${reference}`)
  }
  const least = Math.max(1, minimum)
  const compared = groups.map((counts, g) =>
    names.map((name): Omit<ErrorRateComparison, 'holmP'> | null => {
      if (g === reference) return null
      const [own, other] = [rateParts(counts)[name], rateParts(base)[name]]
      const scarce = own.in < least ? own : other.in < least ? other : null
      if (scarce !== null) {
        const whose = scarce === own ? 'the group' : 'the reference'
        const none: Estimate = {
          estimate: null,
          standardError: null,
          interval: null,
          reason: `not estimable: ${whose} has ${scarce.in} ${scarce.name}`,
        }
        return { difference: none, ratio: none, fisherP: null }
      }
      const { difference, ratio, fisher } = compareRates(own.of, own.in, other.of, other.in, { level })
      return { difference, ratio, fisherP: fisher.p }
    }),
  )
  const tested = compared.flat().flatMap((one) => one?.fisherP ?? [])
  const adjusted = holm(tested).values()
  const finished = compared.map((pair) =>
    pair.map((one) => (one === null ? null : { ...one, holmP: one.fisherP === null ? null : adjusted.next().value! })),
  )
  return {
    groups: finished.map(([truePositiveRate, falsePositiveRate]) =>
      truePositiveRate && falsePositiveRate ? { truePositiveRate, falsePositiveRate } : null,
    ),
    omnibus: {
      truePositiveRate: omnibus(groups, 'truePositiveRate'),
      falsePositiveRate: omnibus(groups, 'falsePositiveRate'),
    },
  }
}

function omnibus(groups: readonly GroupCounts[], name: ErrorRateName): ChiSquaredTest | null {
  const table = groups.map((counts) => {
    const { of, in: total } = rateParts(counts)[name]
    return [of, total - of]
  })
  const filled = table.every(([yes, no]) => yes! + no! > 0)
  const varies = table.some(([yes]) => yes! > 0) && table.some(([, no]) => no! > 0)
  return filled && varies ? chiSquaredTest(table) : null
}
