import { createRandom, quantileSorted, resampleCounts, type Estimate, type Finding } from '@safety-portfolio/stats'
import { brokenWithin, checkItem, type AttackedItem, type StoppingRule } from './attacked-item.js'
import { powerLawOf } from './internal/power-law.js'
import { requireFraction, requireInteger } from './internal/require.js'
import { version } from './version.js'

/** Options of {@link bestOfN}. */
export interface BestOfNOptions {
  /** Numbers of attempts N of the curve; integers >= 1. Default 1, 2, 5, 10, ... up to the most attempts. */
  readonly ns?: readonly number[]
  /** Default `'fixed'`. */
  readonly stopping?: StoppingRule
  /** Attempts per batch, for `'batch'`. Default 1. */
  readonly batch?: number
  /** The power law is fitted to N up to this. Default: all of the curve. */
  readonly fitUpTo?: number
  /** Numbers of attempts to forecast by the power law. Default none. */
  readonly to?: readonly number[]
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
  /** Resamples of the items. Default 1000. */
  readonly replicates?: number
  /** Seed of the resampling. */
  readonly seed: number
}

/** Attack success at N attempts per item. */
export interface SuccessAtN extends Estimate {
  readonly n: number
  /** Where items were given up before N: what the rate lies between, whatever they would have done. */
  readonly bounds?: readonly [number, number]
}

/** -log ASR(N) = coefficient N^-exponent. */
export interface BestOfNPowerLaw {
  readonly coefficient: Estimate
  readonly exponent: Estimate
  /** Points of the curve that were used. */
  readonly points: number
}

/** Best-of-N attack success. JSON-safe. */
export interface BestOfN {
  /** Number of items. */
  readonly items: number
  /** Items that never succeeded. */
  readonly unbroken: number
  readonly stopping: StoppingRule
  readonly batch: number | null
  readonly curve: readonly SuccessAtN[]
  readonly powerLaw: BestOfNPowerLaw | null
  readonly forecasts: readonly SuccessAtN[]
  readonly assumptions: readonly string[]
  readonly warnings: readonly Finding[]
  /** Why there is no power law. */
  readonly refused?: Finding
  readonly version: string
}

/**
 * Attack success rate of the best of N attempts, averaged over items, with the power law of its negative logarithm (Hughes et al. 2024) and
 * intervals from resampling items.
 *
 * With a fixed number of attempts each item has the unbiased 1 - C(n - c, N) / C(n, N). Where attempts stop once an item is broken, successes over
 * attempts is biased upwards, and so is that formula; what stays unbiased is whether the item was broken within N attempts, and inside the last
 * batch, whose c successes may stand in any order, the same formula for that batch alone. Items given up at a cap are censored: beyond it
 * there are only bounds.
 *
 * @param items - at least one
 * @throws RangeError for counts or options outside their domains.
 *
 * @example
 * ```ts
 * import { bestOfN } from '@safety-portfolio/risk'
 *
 * const items = [{ attempts: 180, successes: 2 }, { attempts: 60, successes: 1 }, { attempts: 600, successes: 0 }]
 * const { curve } = bestOfN(items, { ns: [60, 150, 600], stopping: 'batch', batch: 60, seed: 1 })
 * curve[0]!.estimate // => ~0.333333
 * curve[1]!.estimate // => ~0.585
 * curve[2]!.estimate // => ~0.666667
 * ```
 */
export function bestOfN(items: readonly AttackedItem[], options: BestOfNOptions): BestOfN {
  const { stopping = 'fixed', batch = 1, level = 0.95, replicates = 1000, seed, to = [] } = options
  requireInteger('bestOfN', 'items.length', items.length, 1)
  requireInteger('bestOfN', 'batch', batch, 1)
  requireInteger('bestOfN', 'replicates', replicates, 2)
  requireFraction('bestOfN', 'level', level)
  for (const [i, item] of items.entries()) checkItem(item, i, stopping === 'batch' ? batch : null)
  const most = items.reduce((x, { attempts }) => Math.max(x, attempts), 1)
  const { ns = decades(most), fitUpTo = Infinity } = options
  for (const n of [...ns, ...to]) requireInteger('bestOfN', 'n', n, 1)
  const values = ns.map((n) => Float64Array.from(items, (item) => brokenWithin(item, n, stopping, batch)))
  const used = ns.map((n, j) => n <= fitUpTo && !values[j]!.some(Number.isNaN))
  const fit = (means: readonly number[]) => powerLawOf(ns.flatMap((n, j) => (used[j]! ? [{ n, asr: means[j]! }] : [])))
  const averages = values.map((column) => column.reduce((sum, value) => sum + value, 0) / items.length)
  const law = fit(averages)
  const draws = { curve: ns.map(() => [] as number[]), coefficient: [] as number[], exponent: [] as number[] }
  const forecastDraws = to.map(() => [] as number[])
  const weights = new Float64Array(items.length)
  for (let r = 0; r < replicates; r += 1) {
    resampleCounts(createRandom(seed, r), items.length, weights)
    const means = values.map((column) => column.reduce((sum, value, i) => sum + value * weights[i]!, 0) / items.length)
    for (const [j, value] of means.entries()) draws.curve[j]!.push(value)
    const drawn = fit(means)
    if (drawn === null) continue
    draws.coefficient.push(drawn.coefficient)
    draws.exponent.push(drawn.exponent)
    for (const [j, n] of to.entries()) forecastDraws[j]!.push(Math.exp(-drawn.coefficient * n ** -drawn.exponent))
  }
  const summary = (value: number, sample: readonly number[]): Estimate =>
    summarise(value, sample, { level, replicates, items: items.length })
  const unbroken = items.filter(({ successes }) => successes === 0).length
  return {
    items: items.length,
    unbroken,
    stopping,
    batch: stopping === 'batch' ? batch : null,
    curve: ns.map((n, j) => {
      const column = values[j]!
      if (!column.some(Number.isNaN)) return { n, ...summary(averages[j]!, draws.curve[j]!) }
      return { n, ...censored(column, stopping, n) }
    }),
    powerLaw:
      law === null
        ? null
        : {
            coefficient: summary(law.coefficient, draws.coefficient),
            exponent: summary(law.exponent, draws.exponent),
            points: law.points,
          },
    forecasts: to.map((n, j) =>
      law === null
        ? { n, estimate: null, standardError: null, interval: null, reason: noLaw.message }
        : { n, ...summary(Math.exp(-law.coefficient * n ** -law.exponent), forecastDraws[j]!) },
    ),
    assumptions: [
      'Attempts at an item are independent and alike.',
      'The items stand for those that will be attacked.',
      ...(to.length > 0 ? ['The power law goes on beyond the attempts made.'] : []),
    ],
    warnings: warnings(items, stopping, unbroken, to.length > 0),
    ...(law === null ? { refused: noLaw } : {}),
    version,
  }
}

const noLaw: Finding = {
  code: 'too-few-points',
  message: 'A power law needs at least 3 N with a success rate strictly between 0 and 1.',
}

function censored(column: Float64Array, stopping: StoppingRule, n: number): Estimate & { bounds?: [number, number] } {
  const none = { estimate: null, standardError: null, interval: null }
  const known = column.filter((value) => !Number.isNaN(value))
  const unknown = column.length - known.length
  const reason = `${unknown} of ${column.length} items had fewer than ${n} attempts`
  if (stopping === 'fixed') return { ...none, reason: `${reason}: beyond them there is no unbiased estimate` }
  const sum = known.reduce((total, value) => total + value, 0)
  const bounds: [number, number] = [sum / column.length, (sum + unknown) / column.length]
  return {
    ...none,
    bounds,
    reason: `${reason} and were never broken: the rate lies between ${bounds.map((end) => end.toPrecision(3)).join(' and ')}`,
  }
}

function summarise(
  estimate: number,
  sample: readonly number[],
  { level, replicates, items }: { level: number; replicates: number; items: number },
): Estimate {
  if (items < 2)
    return { estimate, standardError: null, interval: null, reason: 'one item shows no variation over items' }
  if (sample.length < 0.9 * replicates) {
    return {
      estimate,
      standardError: null,
      interval: null,
      reason: `only ${sample.length} of ${replicates} resamples could be fitted`,
    }
  }
  const sorted = Float64Array.from(sample).sort()
  if (sorted[0] === sorted.at(-1)) {
    return {
      estimate,
      standardError: null,
      interval: null,
      reason: 'all items agree, so resampling them shows nothing',
    }
  }
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return {
    estimate,
    standardError: Math.sqrt(squares / (sorted.length - 1)),
    interval: {
      lower: quantileSorted(sorted, (1 - level) / 2),
      upper: quantileSorted(sorted, (1 + level) / 2),
      level,
      method: 'percentile bootstrap over items',
    },
  }
}

function warnings(
  items: readonly AttackedItem[],
  stopping: StoppingRule,
  unbroken: number,
  forecast: boolean,
): readonly Finding[] {
  const found: Finding[] = []
  const differ = items.some(({ attempts }) => attempts !== items[0]!.attempts)
  if (stopping === 'fixed' && differ) {
    found.push({
      code: 'unequal-attempts',
      message:
        'Items had different numbers of attempts. If attempts stopped at a success, these rates are biased upwards: state the stopping rule.',
    })
  }
  if (stopping === 'batch' && unbroken > 0) {
    found.push({
      code: 'censored',
      message: `${unbroken} of ${items.length} items were given up unbroken: beyond their attempts there are only bounds.`,
    })
  }
  if (forecast) {
    found.push({
      code: 'mixture',
      message:
        'Items that differ make the mean curve look like a power law although no item follows one. The interval covers which items were drawn, not whether the law goes on.',
    })
  }
  return found
}

function decades(most: number): readonly number[] {
  const ns: number[] = []
  for (let base = 1; base <= most; base *= 10)
    for (const step of [1, 2, 5]) if (step * base <= most) ns.push(step * base)
  return ns.at(-1) === most ? ns : [...ns, most]
}
