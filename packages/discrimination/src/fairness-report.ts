import type { Estimate, Finding, Interval } from '@safety-portfolio/stats'
import type { Calibration } from './calibration.js'
import type { ChiSquaredTest } from './chi-squared-test.js'
import type { RateComparison } from './compare-rates.js'
import type { ErrorRateComparison, ErrorRateName, ErrorRates } from './error-rates.js'
import type { FairnessGaps } from './fairness-gaps.js'
import type { GroupCounts, GroupRates } from './group-rates.js'
import type { Inequality } from './inequality.js'
import type { WholeMeasureIntervals } from './whole-measures.js'

/** One case. */
export interface FairnessCase {
  /** Group: a level, or several joined for an intersection. */
  readonly group: string
  /** The decision, true for the advantageous one. */
  readonly decision: boolean
  /** What was right, when known. */
  readonly outcome?: boolean
  /** Probability of the outcome, when known. */
  readonly score?: number
}

/** One group. */
export interface GroupReport {
  /** The group. */
  readonly group: string
  /** Its counts. */
  readonly counts: GroupCounts
  /** Share of all cases. */
  readonly share: number
  /** Its rates. */
  readonly rates: GroupRates
  /** Calibration of its scores; `null` without scores or outcomes. */
  readonly calibration: Calibration | null
  /** Selection rate against the reference; `null` for the reference itself. */
  readonly comparison: RateComparison | null
  /** True and false positive rate against those of the reference; `null` for the reference, or without outcomes. */
  readonly errorRates: Readonly<Record<ErrorRateName, ErrorRateComparison>> | null
  /** Holm-adjusted p of Fisher's test over all groups; `null` for the reference. */
  readonly holmP: number | null
  /** The same by Benjamini and Hochberg. */
  readonly falseDiscoveryP: number | null
  /** Selection rate divided by that of the group with the highest rate; `null` when all are 0. */
  readonly impactRatio: number | null
  /** Katz's interval of the impact ratio, as if the group with the highest rate had been named before; `null` for that group, or where there is none. */
  readonly impactRatioInterval: Interval | null
  /** Whether the impact ratio is below 0.8. */
  readonly belowFourFifths: boolean | null
  /** Mean of the differences of true and false positive rate from the reference (AIF360's average odds difference). */
  readonly averageOddsDifference: Estimate
}

/** Group fairness of decisions: plain data. */
export interface GroupFairness {
  /** Cases. */
  readonly n: number
  /** The reference. */
  readonly reference: string
  /** The groups, largest first. */
  readonly groups: readonly GroupReport[]
  /** Gaps between best and worst. */
  readonly gaps: FairnessGaps
  /** Test that all groups are selected alike; `null` when nothing varies. */
  readonly omnibus: ChiSquaredTest | null
  /** Tests that all groups have the same true and false positive rates; `null` without outcomes. */
  readonly errorRateTests: ErrorRates['omnibus'] | null
  /** Inequality of benefits; `null` without outcomes. */
  readonly inequality: Inequality | null
  /** Mutual information of group and decision, in nats. */
  readonly mutualInformation: number
  /** Total variation distance of the groups' sizes from equal shares. */
  readonly distanceFromUniform: number
  /** Intervals of the measures that take all groups together. */
  readonly intervals: WholeMeasureIntervals
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** What the numbers rest on. */
  readonly assumptions: readonly string[]
  /** Version of this package. */
  readonly version: string
}
