import {
  clopperPearsonInterval,
  fisherExactTest,
  mcnemarTest,
  type Estimate,
  type McNemarResult,
} from '@safety-portfolio/stats'
import { deltaEstimate } from './internal/delta-interval.js'
import { requireFraction, requireInteger } from './internal/require.js'
import { phiBounds, tetrachoricCorrelation } from './joint-miss.js'

/** How two detectors missed the same items. */
export interface MissTable {
  /** Missed by both. */
  readonly both: number
  /** Missed by the first alone. */
  readonly onlyFirst: number
  /** Missed by the second alone. */
  readonly onlySecond: number
  /** Missed by neither. */
  readonly neither: number
}

/** How much two detectors share their misses. JSON-safe. */
export interface MissAgreement {
  /** Number of items. */
  readonly n: number
  readonly table: MissTable
  /** Miss rate of each, with its Clopper-Pearson interval. */
  readonly missFirst: Estimate
  readonly missSecond: Estimate
  /** Share missed by both, with its own Clopper-Pearson interval: never a product of two bounds. */
  readonly joint: Estimate
  /** The product of the two miss rates: what independence would give. */
  readonly independent: number
  /** joint / independent; 1 at independence. `null` where a detector never misses. */
  readonly lift: Estimate
  /** Share that the second misses of what the first missed, and the other way round. */
  readonly secondGivenFirst: Estimate
  readonly firstGivenSecond: Estimate
  readonly phi: Estimate
  /** The largest phi that these rates allow; `null` where a rate is 0 or 1. */
  readonly phiMax: number | null
  /** phi / phiMax where phi > 0. */
  readonly phiShare: number | null
  readonly tetrachoric: Estimate
  readonly kappa: Estimate
  readonly yuleQ: Estimate
  /** Whether the two miss rates differ. */
  readonly mcnemar: McNemarResult
  /** One-sided: whether they share more misses than chance. */
  readonly fisherGreater: number
}

/**
 * Everything about the overlap of two detectors' misses on the same positives: the joint miss with an exact interval beside what independence
 * would give, the chance that one misses what the other missed, and the usual measures of association.
 *
 * Intervals: Clopper-Pearson for shares; the delta method for phi, tetrachoric correlation, kappa, Yule's Q and the logarithm of the lift, and none
 * where a cell is empty.
 *
 * @throws RangeError if a count is no integer >= 0 or all are 0.
 *
 * @example
 * ```ts
 * import { missAgreement } from '@safety-portfolio/risk'
 *
 * const found = missAgreement({ both: 40, onlyFirst: 60, onlySecond: 60, neither: 840 })
 * found.joint.estimate // => ~0.04
 * found.independent // => ~0.01
 * found.secondGivenFirst.estimate // => ~0.4
 * found.tetrachoric.estimate // => ~0.613636
 * ```
 */
export function missAgreement(table: MissTable, options: { readonly level?: number } = {}): MissAgreement {
  const { level = 0.95 } = options
  const { both, onlyFirst, onlySecond, neither } = table
  for (const [name, count] of Object.entries({ both, onlyFirst, onlySecond, neither })) {
    requireInteger('missAgreement', name, count, 0)
  }
  requireFraction('missAgreement', 'level', level)
  const counts = [both, onlyFirst, onlySecond, neither]
  const n = both + onlyFirst + onlySecond + neither
  requireInteger('missAgreement', 'number of items', n, 1)
  const [missed, other] = [both + onlyFirst, both + onlySecond]
  const [p, q, joint] = [missed / n, other / n, both / n]
  const independent = p * q
  const inside = p > 0 && p < 1 && q > 0 && q < 1
  const phiMax = inside ? phiBounds(p, q).upper : null
  const phi = deltaEstimate(counts, phiOf, level, [-1, 1])
  return {
    n,
    table: { both, onlyFirst, onlySecond, neither },
    missFirst: shareEstimate(missed, n, level),
    missSecond: shareEstimate(other, n, level),
    joint: shareEstimate(both, n, level),
    independent,
    lift: liftOf(counts, independent, level),
    secondGivenFirst: shareEstimate(both, missed, level),
    firstGivenSecond: shareEstimate(both, other, level),
    phi,
    phiMax,
    phiShare: phi.estimate !== null && phiMax !== null && phi.estimate > 0 ? phi.estimate / phiMax : null,
    tetrachoric: inside
      ? tetrachoricOf(counts, joint, level)
      : { estimate: null, standardError: null, interval: null, reason: 'a miss rate is 0 or 1, so it is not defined' },
    kappa: deltaEstimate(counts, kappaOf, level, [-1, 1]),
    yuleQ: deltaEstimate(counts, yuleOf, level, [-1, 1]),
    mcnemar: mcnemarTest(onlyFirst, onlySecond),
    fisherGreater: fisherExactTest(
      [
        [both, onlyFirst],
        [onlySecond, neither],
      ],
      { alternative: 'greater' },
    ),
  }
}

/** A share of counts with its Clopper-Pearson interval; `null` of nothing. */
export function shareEstimate(count: number, total: number, level: number): Estimate {
  if (total === 0) {
    return { estimate: null, standardError: null, interval: null, reason: 'there is no such item' }
  }
  return { estimate: count / total, standardError: null, interval: clopperPearsonInterval(count, total, { level }) }
}

function liftOf(counts: readonly number[], independent: number, level: number): Estimate {
  if (independent === 0) {
    return { estimate: null, standardError: null, interval: null, reason: 'a detector missed nothing' }
  }
  const log = deltaEstimate(counts, ([a, b, c]) => Math.log(a! / ((a! + b!) * (a! + c!))), level, [-Infinity, Infinity])
  if (log.estimate === null) {
    return {
      estimate: 0,
      standardError: null,
      interval: null,
      reason: 'no joint miss was seen: look at the interval of the joint miss',
    }
  }
  const estimate = Math.exp(log.estimate)
  if (log.interval === null) return { ...log, estimate }
  const interval = { ...log.interval, lower: Math.exp(log.interval.lower), upper: Math.exp(log.interval.upper) }
  return { estimate, standardError: estimate * log.standardError!, interval }
}

function tetrachoricOf(counts: readonly number[], joint: number, level: number): Estimate {
  const [both, onlyFirst, onlySecond, neither] = counts as [number, number, number, number]
  if (both === 0 || neither === 0 || onlyFirst === 0 || onlySecond === 0) {
    const n = both + onlyFirst + onlySecond + neither
    return {
      estimate: tetrachoricCorrelation((both + onlyFirst) / n, (both + onlySecond) / n, joint),
      standardError: null,
      interval: null,
      reason: 'a cell of the table is empty: the estimate lies at or near its end',
    }
  }
  return deltaEstimate(counts, ([a, b, c]) => tetrachoricCorrelation(a! + b!, a! + c!, a!), level, [-1, 1])
}

function phiOf([a, b, c, d]: readonly number[]): number {
  const product = (a! + b!) * (c! + d!) * (a! + c!) * (b! + d!)
  return product > 0 ? (a! * d! - b! * c!) / Math.sqrt(product) : NaN
}

function kappaOf([a, b, c, d]: readonly number[]): number {
  const expected = (a! + b!) * (a! + c!) + (c! + d!) * (b! + d!)
  return expected < 1 ? (a! + d! - expected) / (1 - expected) : NaN
}

function yuleOf([a, b, c, d]: readonly number[]): number {
  const [same, different] = [a! * d!, b! * c!]
  return same + different > 0 ? (same - different) / (same + different) : NaN
}
