import { clopperPearsonInterval, type Estimate, type Finding } from '@safety-portfolio/stats'
import { recapture } from './capture-recapture.js'
import { extrapolationOf, greedyOf, overlapOf, pairsOf } from './internal/layer-parts.js'
import { countOutcomes, flaggedByAny, missedByAll, type CountedOutcomes } from './internal/miss-patterns.js'
import { requireAtLeast, requireFraction, requireInteger } from './internal/require.js'
import { frechetBounds } from './joint-miss.js'
import type { LayerOutcomes } from './layer-outcomes.js'
import type { DetectorSummary, LayersResult, StratumSummary } from './layers-result.js'
import { shareEstimate } from './miss-agreement.js'
import { version } from './version.js'

/** Options of {@link analyseLayers}. */
export interface LayersOptions {
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
  /** Cost of each detector, in their order, > 0. Default 1 each. */
  readonly costs?: readonly number[]
  /** The largest number of layers to extrapolate to. Default 10. */
  readonly extrapolateTo?: number
}

/**
 * What gets through several imperfect detectors: the joint miss as it was measured, with an exact interval, beside what multiplying the miss
 * rates would have said; every pair; what each detector adds; strata; and what more layers of this kind would do. Miss rates multiply only
 * where misses are independent, and items that are hard for one detector are mostly hard for the next.
 *
 * @throws RangeError for columns that do not fit together or options outside their domains. No positive items is a refusal in the result.
 *
 * @example
 * ```ts
 * import { analyseLayers, layerOutcomes } from '@safety-portfolio/risk'
 *
 * const items = (count: number, first: boolean, second: boolean) =>
 *   Array.from({ length: count }, () => ({ caught: [first, second] }))
 * const all = [...items(40, false, false), ...items(60, false, true), ...items(60, true, false), ...items(840, true, true)]
 * const result = analyseLayers(layerOutcomes(all, ['keywords', 'classifier']))
 * result.joint.estimate // => ~0.04
 * result.independent // => ~0.01
 * result.effectiveLayers.estimate // => ~1.398
 * ```
 */
export function analyseLayers(outcomes: LayerOutcomes, options: LayersOptions = {}): LayersResult {
  const { level = 0.95, extrapolateTo = 10 } = options
  requireFraction('analyseLayers', 'level', level)
  requireInteger('analyseLayers', 'extrapolateTo', extrapolateTo, 1)
  const counted = countOutcomes('analyseLayers', outcomes)
  const names = outcomes.detectors
  const { costs = names.map(() => 1) } = options
  if (costs.length !== names.length) {
    throw new RangeError(`analyseLayers: costs must be ${names.length}, one per detector, got ${costs.length}`)
  }
  for (const cost of costs) requireAtLeast('analyseLayers', 'costs', cost, Number.MIN_VALUE)
  const { positives, benign, strata, unlabelled, incomplete } = counted
  const all = 2 ** names.length - 1
  const misses = names.map((_, j) => missedByAll(positives, 2 ** j))
  const joint = missedByAll(positives, all)
  const { n } = positives
  const refused = n === 0 ? noPositives(counted) : undefined
  const rates = n === 0 ? [] : misses.map((count) => count / n)
  const independent = n === 0 ? null : rates.reduce((product, rate) => product * rate, 1)
  const { lift, effectiveLayers } =
    refused === undefined ? overlapOf(positives, rates, joint / n, level) : both(refused.message)
  const pairs = n === 0 ? [] : pairsOf(positives, names, level)
  const stratumSummaries = strata.map(({ name, patterns }): StratumSummary => {
    const counts = names.map((_, j) => missedByAll(patterns, 2 ** j))
    return {
      name,
      n: patterns.n,
      joint: shareEstimate(missedByAll(patterns, all), patterns.n, level),
      independent: patterns.n === 0 ? null : counts.reduce((product, count) => product * (count / patterns.n), 1),
      misses: counts.map((count) => shareEstimate(count, patterns.n, level)),
    }
  })
  const flags = names.map((_, j) => flaggedByAny(benign, 2 ** j))
  const jointEstimate = shareEstimate(joint, n, level)
  return {
    n,
    benign: benign.n,
    excluded: { unlabelled, incomplete },
    detectors: names.map((name, j): DetectorSummary => {
      const sole = names.length === 1 ? n - misses[0]! : missedByAll(positives, all - 2 ** j) - joint
      return {
        name,
        miss: shareEstimate(misses[j]!, n, level),
        falsePositive: shareEstimate(flags[j]!, benign.n, level),
        soleCatches: sole,
        marginalGain: shareEstimate(sole, n, level),
        redundant: n > 0 && sole === 0,
      }
    }),
    joint: {
      ...jointEstimate,
      count: joint,
      // One-sided: the upper end of the two-sided 90 % interval.
      upper95: n === 0 ? null : clopperPearsonInterval(joint, n, { level: 0.9 }).upper,
    },
    independent,
    lift,
    frechet: n === 0 ? null : frechetBounds(rates),
    effectiveLayers,
    pairs,
    greedy: n === 0 ? [] : greedyOf(positives, names, costs, level),
    strata: stratumSummaries,
    extrapolation:
      n === 0
        ? { copulaCorrelation: null, intraclassCorrelation: null, layers: [], reason: 'there is no positive item' }
        : extrapolationOf(positives, rates, pairs, Math.max(extrapolateTo, names.length)),
    captureRecapture: recapture(positives, level),
    falsePositive: {
      ...shareEstimate(flaggedByAny(benign, all), benign.n, level),
      unionBound:
        benign.n === 0
          ? null
          : Math.min(
              1,
              flags.reduce((sum, count) => sum + count / benign.n, 0),
            ),
      independent: benign.n === 0 ? null : 1 - flags.reduce((product, count) => product * (1 - count / benign.n), 1),
    },
    overlaps: overlapsOf(counted, names),
    assumptions: [
      'The positives stand for what will come. An attacker who works layer by layer is another distribution: overlap measured on ordinary attacks says nothing about staged ones.',
      'Items are independent; several variants of one attack are not.',
      ...(outcomes.labels === undefined
        ? ['There are no labels: every item is taken as one that should be caught.']
        : []),
    ],
    warnings: warningsOf({
      counted,
      joint: jointEstimate,
      independent,
      strata: stratumSummaries,
      detectors: names.length,
      misses,
    }),
    ...(refused === undefined ? {} : { refused }),
    version,
  }
}

function both(reason: string): { lift: Estimate; effectiveLayers: Estimate } {
  const estimate = { estimate: null, standardError: null, interval: null, reason }
  return { lift: estimate, effectiveLayers: estimate }
}

function noPositives({ unlabelled, incomplete, benign }: CountedOutcomes): Finding {
  const why = [
    ...(benign.n > 0 ? [`${benign.n} benign`] : []),
    ...(unlabelled > 0 ? [`${unlabelled} without a label`] : []),
    ...(incomplete > 0 ? [`${incomplete} that some detector was not run on`] : []),
  ]
  return {
    code: 'no-positives',
    message: `There is no labelled positive item that every detector was run on${why.length === 0 ? '' : ` (${why.join(', ')})`}: what gets through is not known.`,
  }
}

function overlapsOf({ positives }: CountedOutcomes, names: readonly string[]): LayersResult['overlaps'] {
  const found: { readonly missedBy: readonly string[]; readonly count: number }[] = []
  for (const [mask, count] of positives.counts.entries()) {
    if (count > 0) found.push({ missedBy: names.filter((_, j) => ((mask >> j) & 1) === 1), count })
  }
  return found.sort((x, y) => y.count - x.count)
}

function warningsOf(found: {
  readonly counted: CountedOutcomes
  readonly joint: Estimate
  readonly independent: number | null
  readonly strata: readonly StratumSummary[]
  readonly detectors: number
  readonly misses: readonly number[]
}): readonly Finding[] {
  const { counted, joint, independent, strata, detectors } = found
  const warnings: Finding[] = []
  const { unlabelled, incomplete, positives } = counted
  if (detectors === 1) {
    warnings.push({
      code: 'one-detector',
      message: 'One detector: there is no overlap to measure, only its own miss rate.',
    })
  }
  if (unlabelled + incomplete > 0) {
    warnings.push({
      code: 'excluded-items',
      message: `${unlabelled} items without a label and ${incomplete} that some detector was not run on are left out. If detectors are skipped for a reason, what is left is no random sample.`,
    })
  }
  const { interval } = joint
  if (interval !== null && independent !== null && detectors > 1) {
    if (interval.lower > independent) {
      warnings.push({
        code: 'dependent-misses',
        message: `Multiplying the miss rates gives ${percent(independent)}; measured is ${percent(joint.estimate!)} (${percent(interval.lower)} to ${percent(interval.upper)}). The misses are not independent: do not multiply.`,
      })
    } else if (interval.upper > 3 * independent) {
      warnings.push({
        code: 'independence-not-shown',
        message: `The data cannot tell independence (${percent(independent)}) from a joint miss of up to ${percent(interval.upper)}: with ${positives.n} positives only the measured interval is known.`,
      })
    }
  }
  const worst = strata.filter(
    ({ joint: own }) => own.interval !== null && interval !== null && own.interval.lower > interval.upper,
  )
  for (const { name, joint: own, n } of worst) {
    warnings.push({
      code: 'stratum-hidden',
      message: `Of '${name}' (${n} items) ${percent(own.estimate!)} get through, beside ${percent(joint.estimate!)} of all: the pooled number hides it.`,
    })
  }
  return warnings
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`
}
