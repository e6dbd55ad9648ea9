import { wilsonInterval } from '@safety-portfolio/stats'
import type { Estimate } from '@safety-portfolio/stats'

/** Counts of one group; `outcomes` are known or not for all cases alike. */
export interface GroupCounts {
  /** Cases. */
  readonly n: number
  /** Decisions that are yes. */
  readonly selected: number
  /** Right yes; 0 without outcomes. */
  readonly truePositives: number
  /** Wrong yes. */
  readonly falsePositives: number
  /** Right no. */
  readonly trueNegatives: number
  /** Wrong no. */
  readonly falseNegatives: number
}

/** Names of the rates of a group. */
export type RateName =
  | 'selectionRate'
  | 'truePositiveRate'
  | 'falsePositiveRate'
  | 'positivePredictiveValue'
  | 'negativePredictiveValue'
  | 'accuracy'
  | 'baseRate'

/** Rates of one group with Wilson intervals; not estimable ones are `null` with a reason. */
export type GroupRates = Readonly<Record<RateName, Estimate>>

interface Ratio {
  readonly of: number
  readonly in: number
  readonly name: string
}

/** What each rate divides by what, and what its denominator is called. */
export function rateParts(counts: GroupCounts): Readonly<Record<RateName, Ratio>> {
  const { n, selected, truePositives, falsePositives, trueNegatives, falseNegatives } = counts
  return {
    selectionRate: { of: selected, in: n, name: 'cases' },
    truePositiveRate: { of: truePositives, in: truePositives + falseNegatives, name: 'cases with the outcome' },
    falsePositiveRate: { of: falsePositives, in: falsePositives + trueNegatives, name: 'cases without the outcome' },
    positivePredictiveValue: { of: truePositives, in: truePositives + falsePositives, name: 'cases decided yes' },
    negativePredictiveValue: { of: trueNegatives, in: trueNegatives + falseNegatives, name: 'cases decided no' },
    accuracy: { of: truePositives + trueNegatives, in: n, name: 'cases' },
    baseRate: { of: truePositives + falseNegatives, in: n, name: 'cases' },
  }
}

/**
 * The rates of a group. A rate whose denominator is 0, or below `minimum`, is not estimable, and is never 0.
 *
 * @param counts - Counts of the group.
 * @param options - `outcomes`: whether outcomes are known, default true; `minimum` cases in a denominator, default 1; `level`, default 0.95.
 * @example
 * ```ts
 * import { groupRates } from '@safety-portfolio/discrimination'
 *
 * const rates = groupRates({ n: 10, selected: 4, truePositives: 4, falsePositives: 0, trueNegatives: 6, falseNegatives: 0 })
 * rates.truePositiveRate.estimate // => 1
 * rates.truePositiveRate.interval!.lower // => ~0.5101
 * groupRates({ n: 3, selected: 1, truePositives: 0, falsePositives: 1, trueNegatives: 2, falseNegatives: 0 }).truePositiveRate.reason // => 'not estimable: 0 cases with the outcome'
 * ```
 */
export function groupRates(
  counts: GroupCounts,
  options: { readonly outcomes?: boolean; readonly minimum?: number; readonly level?: number } = {},
): GroupRates {
  const { outcomes = true, minimum = 1, level = 0.95 } = options
  const parts = rateParts(counts)
  const estimate = (name: RateName): Estimate => {
    const { of, in: total, name: cases } = parts[name]
    if (!outcomes && name !== 'selectionRate') return none('not estimable: outcomes are unknown')
    if (total === 0) return none(`not estimable: 0 ${cases}`)
    if (total < minimum) return none(`not estimable: ${total} ${cases}, fewer than ${minimum}`)
    const p = of / total
    const error = Math.sqrt((p * (1 - p)) / total)
    return {
      estimate: p,
      standardError: error > 0 ? error : null,
      interval: wilsonInterval(of, total, { level }),
    }
  }
  return {
    selectionRate: estimate('selectionRate'),
    truePositiveRate: estimate('truePositiveRate'),
    falsePositiveRate: estimate('falsePositiveRate'),
    positivePredictiveValue: estimate('positivePredictiveValue'),
    negativePredictiveValue: estimate('negativePredictiveValue'),
    accuracy: estimate('accuracy'),
    baseRate: estimate('baseRate'),
  }
}

function none(reason: string): Estimate {
  return { estimate: null, standardError: null, interval: null, reason }
}
