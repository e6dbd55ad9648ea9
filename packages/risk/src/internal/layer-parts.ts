import { holm, normalQuantile, type Estimate } from '@safety-portfolio/stats'
import { betaBinomialJointMiss, copulaJointMiss } from '../joint-miss.js'
import type { GreedyStep, LayerExtrapolation, LayersResult, PairSummary } from '../layers-result.js'
import { missAgreement, shareEstimate } from '../miss-agreement.js'
import { missedByAll, type MissPatterns } from './miss-patterns.js'

/** Every two detectors. */
export function pairsOf(patterns: MissPatterns, names: readonly string[], level: number): readonly PairSummary[] {
  const pairs = names.flatMap((first, i) => names.slice(i + 1).map((second, j) => ({ first, second, i, j: i + 1 + j })))
  const agreements = pairs.map(({ i, j }) => {
    const both = missedByAll(patterns, 2 ** i + 2 ** j)
    const onlyFirst = missedByAll(patterns, 2 ** i) - both
    const onlySecond = missedByAll(patterns, 2 ** j) - both
    return missAgreement(
      { both, onlyFirst, onlySecond, neither: patterns.n - both - onlyFirst - onlySecond },
      { level },
    )
  })
  const adjusted = holm(agreements.map(({ fisherGreater }) => fisherGreater))
  return pairs.map(({ first, second }, index) => ({
    first,
    second,
    ...agreements[index]!,
    fisherHolm: adjusted[index]!,
  }))
}

/** The detector that catches most per cost, then the one that adds most, and so on until nothing is added. */
export function greedyOf(
  patterns: MissPatterns,
  names: readonly string[],
  costs: readonly number[],
  level: number,
): readonly GreedyStep[] {
  const steps: GreedyStep[] = []
  let mask = 0
  let left = patterns.n
  const open = new Set(names.keys())
  while (open.size > 0) {
    const options = [...open].map((j) => ({ j, after: missedByAll(patterns, mask + 2 ** j) }))
    const worth = ({ j, after }: { j: number; after: number }): number => (left - after) / costs[j]!
    const best = options.reduce((x, y) => (worth(y) > worth(x) ? y : x))
    steps.push({
      name: names[best.j]!,
      cost: costs[best.j]!,
      gain: left - best.after,
      missAfter: shareEstimate(best.after, patterns.n, level),
    })
    left = best.after
    mask += 2 ** best.j
    open.delete(best.j)
  }
  return steps
}

/** A function of the joint miss and the miss rates, by its influence on every pattern: delta method on the log scale given. */
function influenceSd(patterns: MissPatterns, influence: (mask: number) => number): number {
  let [sum, squares] = [0, 0]
  for (let mask = 0; mask < patterns.counts.length; mask += 1) {
    if (patterns.counts[mask] === 0) continue
    const value = influence(mask)
    sum += patterns.counts[mask]! * value
    squares += patterns.counts[mask]! * value * value
  }
  const mean = sum / patterns.n
  return Math.sqrt(Math.max(0, squares / patterns.n - mean * mean) / patterns.n)
}

const none = (reason: string): Estimate => ({ estimate: null, standardError: null, interval: null, reason })

/** joint / independent and the effective number of layers, with delta-method intervals. */
export function overlapOf(
  patterns: MissPatterns,
  rates: readonly number[],
  joint: number,
  level: number,
): { readonly lift: Estimate; readonly effectiveLayers: Estimate } {
  if (rates.length < 2) {
    return { lift: none('one detector: nothing to compare'), effectiveLayers: none('one detector: nothing to compare') }
  }
  if (rates.some((rate) => rate === 0)) {
    return {
      lift: none('a detector missed nothing'),
      effectiveLayers: none('a detector missed nothing, so rates say nothing of overlap'),
    }
  }
  if (joint === 0) {
    const reason = 'no joint miss was seen: look at the upper bound of the joint miss'
    return { lift: { ...none(reason), estimate: 0 }, effectiveLayers: none(reason) }
  }
  const all = patterns.counts.length - 1
  const k = rates.length
  const z = normalQuantile((1 + level) / 2)
  const rateTerm = (mask: number): number => rates.reduce((sum, rate, j) => sum + ((mask >> j) & 1) / rate - 1, 0)
  const jointTerm = (mask: number): number => (mask === all ? 1 / joint : 0) - 1
  const logIndependent = rates.reduce((sum, rate) => sum + Math.log(rate), 0)
  const logLift = Math.log(joint) - logIndependent
  const liftSd = influenceSd(patterns, (mask) => jointTerm(mask) - rateTerm(mask))
  const lift: Estimate = {
    estimate: Math.exp(logLift),
    standardError: Math.exp(logLift) * liftSd,
    interval: {
      lower: Math.exp(logLift - z * liftSd),
      upper: Math.exp(logLift + z * liftSd),
      level,
      method: 'delta method on the logarithm',
    },
  }
  const meanLog = logIndependent / k
  if (meanLog === 0) return { lift, effectiveLayers: none('every detector misses everything') }
  const effective = Math.log(joint) / meanLog
  const sd = influenceSd(patterns, (mask) => (jointTerm(mask) - (effective * rateTerm(mask)) / k) / meanLog)
  return {
    lift,
    effectiveLayers: {
      estimate: effective,
      standardError: sd,
      interval: { lower: Math.max(0, effective - z * sd), upper: effective + z * sd, level, method: 'delta method' },
    },
  }
}

/** What more layers of the same kind would do. */
export function extrapolationOf(
  patterns: MissPatterns,
  rates: readonly number[],
  pairs: readonly PairSummary[],
  upTo: number,
): LayersResult['extrapolation'] {
  const usable = pairs.filter(({ phi, tetrachoric }) => phi.estimate !== null && tetrachoric.estimate !== null)
  const inside = rates.every((rate) => rate > 0 && rate < 1)
  if (usable.length === 0 || usable.length < pairs.length || !inside) {
    const reason = pairs.length === 0 ? 'one detector: no pair to fit to' : 'a miss rate is 0 or 1'
    return { copulaCorrelation: null, intraclassCorrelation: null, layers: [], reason }
  }
  const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const copula = Math.min(1, Math.max(0, average(usable.map(({ tetrachoric }) => tetrachoric.estimate!))))
  const intraclass = Math.min(1, Math.max(0, average(usable.map(({ phi }) => phi.estimate!))))
  const rate = Math.exp(average(rates.map(Math.log)))
  const layers = Array.from({ length: upTo }, (_, i): LayerExtrapolation => {
    const k = i + 1
    return {
      k,
      independent: rate ** k,
      copula: copulaJointMiss(
        Array.from({ length: k }, () => rate),
        copula,
      ),
      betaBinomial: betaBinomialJointMiss(rate, k, intraclass),
      measured: k > rates.length ? null : meanOverChoices(patterns, k),
    }
  })
  return { copulaCorrelation: copula, intraclassCorrelation: intraclass, layers }
}

/** Mean joint miss over all choices of k detectors: an item missed by s of them is missed by C(s, k) of the C(d, k) choices. */
function meanOverChoices({ counts, detectors, n }: MissPatterns, k: number): number {
  let sum = 0
  for (let mask = 0; mask < counts.length; mask += 1) {
    let missed = 0
    for (let j = 0; j < detectors; j += 1) missed += (mask >> j) & 1
    if (missed >= k) sum += counts[mask]! * (choose(missed, k) / choose(detectors, k))
  }
  return sum / n
}

function choose(n: number, k: number): number {
  let value = 1
  for (let i = 0; i < k; i += 1) value = (value * (n - i)) / (i + 1)
  return value
}
