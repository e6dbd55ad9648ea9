import type { Estimate } from '@safety-portfolio/stats'
import { countOutcomes, flaggedByAny, missedByAll, type MissPatterns } from './internal/miss-patterns.js'
import { requireAtLeast, requireFraction, requireProbability } from './internal/require.js'
import type { LayerOutcomes } from './layer-outcomes.js'
import { shareEstimate } from './miss-agreement.js'
import { version } from './version.js'

/** A layer of a chain. */
export interface ChainStage {
  /** Name of a detector of the outcomes. */
  readonly name: string
  /** Cost of running it on one item; >= 0. Default 0. */
  readonly cost?: number
  /** Time it takes on one item; >= 0. Default 0. */
  readonly latency?: number
}

/** Cost, latency and errors of a chain. JSON-safe. */
export interface ChainResult {
  readonly stages: readonly string[]
  readonly mode: 'sequential' | 'parallel'
  /** Share of positives that pass the whole chain. */
  readonly miss: Estimate
  /** Share of benign items that some stage flags. */
  readonly falsePositive: Estimate
  /** The largest false-positive rate that the rates of the stages allow; `null` without benign items. */
  readonly unionBound: number | null
  /** What independent stages would give. */
  readonly independentFalsePositive: number | null
  /** Mean per item: of positives, of benign items, and of traffic with the given prevalence. */
  readonly cost: { readonly positive: number | null; readonly benign: number | null; readonly traffic: number | null }
  readonly latency: {
    readonly positive: number | null
    readonly benign: number | null
    readonly traffic: number | null
  }
  /** Share of positives and of benign items that reach each stage. */
  readonly reached: readonly {
    readonly name: string
    readonly positive: number | null
    readonly benign: number | null
  }[]
  readonly assumptions: readonly string[]
  readonly version: string
}

/**
 * A chain of detectors as it would run on the measured items: in sequence, where an item stops at the first stage that flags it, or in
 * parallel, where every stage sees every item. Costs, latencies and errors are means over the items themselves, so no independence is assumed.
 *
 * @param outcomes - items and detectors
 * @param stages - names of detectors in their order, each once, with cost and latency
 * @param options - `mode`, default `'sequential'`; `prevalence` of positives in traffic, default none; `level`, default 0.95
 * @throws RangeError for a stage that is no detector, one named twice, or a cost out of its domain.
 *
 * @example
 * ```ts
 * import { layerChain, layerOutcomes } from '@safety-portfolio/risk'
 *
 * const items = [
 *   { caught: [true, true], positive: true },
 *   { caught: [false, true], positive: true },
 *   { caught: [false, false], positive: false },
 *   { caught: [true, false], positive: false },
 * ]
 * const chain = layerChain(layerOutcomes(items, ['cheap', 'dear']), [{ name: 'cheap', cost: 1 }, { name: 'dear', cost: 20 }])
 * chain.cost.positive // => 11
 * chain.falsePositive.estimate // => 0.5
 * ```
 */
export function layerChain(
  outcomes: LayerOutcomes,
  stages: readonly ChainStage[],
  options: { readonly mode?: 'sequential' | 'parallel'; readonly prevalence?: number; readonly level?: number } = {},
): ChainResult {
  const { mode = 'sequential', prevalence, level = 0.95 } = options
  requireFraction('layerChain', 'level', level)
  if (prevalence !== undefined) requireProbability('layerChain', 'prevalence', prevalence)
  const { positives, benign } = countOutcomes('layerChain', outcomes)
  const bits = stages.map(({ name, cost = 0, latency = 0 }, index) => {
    const j = outcomes.detectors.indexOf(name)
    if (j < 0) throw new RangeError(`layerChain: '${name}' is no detector; there are ${outcomes.detectors.join(', ')}`)
    if (stages.findIndex((other) => other.name === name) < index) {
      throw new RangeError(`layerChain: stages must differ, got '${name}' twice`)
    }
    requireAtLeast('layerChain', 'cost', cost, 0)
    requireAtLeast('layerChain', 'latency', latency, 0)
    return 2 ** j
  })
  if (bits.length === 0) throw new RangeError('layerChain: stages must not be empty')
  const whole = bits.reduce((sum, bit) => sum + bit, 0)
  const before = bits.map((_, i) => bits.slice(0, i).reduce((sum, bit) => sum + bit, 0))
  const reach = (patterns: MissPatterns, i: number): number | null =>
    patterns.n === 0 ? null : mode === 'parallel' ? 1 : missedByAll(patterns, before[i]!) / patterns.n
  const total = (patterns: MissPatterns, of: (stage: ChainStage) => number, join: 'sum' | 'max'): number | null => {
    if (patterns.n === 0) return null
    if (join === 'max') return Math.max(...stages.map(of))
    return stages.reduce((sum, stage, i) => sum + of(stage) * reach(patterns, i)!, 0)
  }
  const mixed = (of: (stage: ChainStage) => number, join: 'sum' | 'max') => {
    const [positive, other] = [total(positives, of, join), total(benign, of, join)]
    const known = prevalence !== undefined && positive !== null && other !== null
    return { positive, benign: other, traffic: known ? prevalence * positive + (1 - prevalence) * other : null }
  }
  const rates = bits.map((bit) => (benign.n === 0 ? 0 : flaggedByAny(benign, bit) / benign.n))
  return {
    stages: stages.map(({ name }) => name),
    mode,
    miss: shareEstimate(missedByAll(positives, whole), positives.n, level),
    falsePositive: shareEstimate(flaggedByAny(benign, whole), benign.n, level),
    unionBound:
      benign.n === 0
        ? null
        : Math.min(
            1,
            rates.reduce((sum, rate) => sum + rate, 0),
          ),
    independentFalsePositive: benign.n === 0 ? null : 1 - rates.reduce((product, rate) => product * (1 - rate), 1),
    cost: mixed(({ cost = 0 }) => cost, 'sum'),
    latency: mixed(({ latency = 0 }) => latency, mode === 'parallel' ? 'max' : 'sum'),
    reached: stages.map(({ name }, i) => ({ name, positive: reach(positives, i), benign: reach(benign, i) })),
    assumptions: [
      mode === 'sequential'
        ? 'An item stops at the first stage that flags it.'
        : 'Every stage sees every item, and the slowest decides the latency.',
      'A stage answers the same wherever it stands.',
    ],
    version,
  }
}
