import type { Estimate } from '@safety-portfolio/stats'
import type { FairnessCase } from '../fairness-report.js'
import type { GroupCounts, GroupRates } from '../group-rates.js'

/** Counts of the cases of one group. */
export function countCases(list: readonly FairnessCase[]): GroupCounts {
  const of = (decision: boolean, outcome: boolean): number =>
    list.filter((one) => one.decision === decision && one.outcome === outcome).length
  return {
    n: list.length,
    selected: list.filter(({ decision }) => decision).length,
    truePositives: of(true, true),
    falsePositives: of(true, false),
    trueNegatives: of(false, false),
    falseNegatives: of(false, true),
  }
}

/** Mean of the differences of true and false positive rate from the reference. */
export function averageOdds(rates: GroupRates, base: GroupRates): Estimate {
  const parts = (['truePositiveRate', 'falsePositiveRate'] as const).flatMap((name) => [rates[name], base[name]])
  const missing = parts.find(({ estimate }) => estimate === null)
  if (missing !== undefined) {
    return { estimate: null, standardError: null, interval: null, reason: missing.reason ?? 'not estimable' }
  }
  const [tpr, baseTpr, fpr, baseFpr] = parts.map(({ estimate }) => estimate!) as [number, number, number, number]
  const variance = parts.reduce((sum, { standardError }) => sum + (standardError ?? 0) ** 2, 0)
  return {
    estimate: (tpr - baseTpr + fpr - baseFpr) / 2,
    standardError: variance > 0 ? Math.sqrt(variance) / 2 : null,
    interval: null,
    reason: 'see the differences of its two rates for intervals',
  }
}
