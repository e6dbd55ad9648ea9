import type { Interval as StatsInterval } from '@safety-portfolio/stats'
import type { DiscriminationAnalysis } from '@safety-portfolio/discrimination'
import type { LayersResult } from '@safety-portfolio/risk'
import type { ChinchillaFit } from '@safety-portfolio/scaling-laws'

type Interval = Pick<StatsInterval, 'lower' | 'upper'>

/** A quantity that was planted in the simulated model, and what its suite made of it. */
export interface Planted {
  readonly quantity: string
  readonly truth: number
  readonly estimate: number | null
  readonly interval: Interval | null
  readonly holds: boolean | null
}

/** What the charts of each suite are drawn from. */
export interface SuiteResults {
  readonly capability: {
    readonly task: string
    readonly scores: readonly { readonly mean: number | null; readonly interval: Interval | null; readonly n: number }[]
  }
  readonly discrimination: Pick<DiscriminationAnalysis, 'scores' | 'baseline'>
  readonly opinions: readonly {
    readonly country: string
    readonly similarity: number | null
    readonly interval: Interval | null
    readonly floorUniform: number
  }[]
  readonly 'rare-behaviours': {
    readonly worst: readonly { readonly n: number; readonly p: number | null; readonly interval: Interval | null }[]
  }
  readonly layers: Pick<LayersResult, 'n' | 'detectors' | 'overlaps' | 'joint'>
  readonly scaling: Pick<ChinchillaFit, 'allocation'>
}

/** One kind of measurement of one model, as the command reports it. */
export type AssessedSuite = {
  [Suite in keyof SuiteResults]: {
    readonly suite: Suite
    readonly title: string
    readonly finding: string
    readonly method: string
    readonly assumptions: readonly string[]
    readonly warnings: readonly string[]
    readonly planted: readonly Planted[]
    readonly evidence: readonly {
      readonly line: string
      readonly value: number | null
      readonly interval?: readonly [number, number]
      readonly n?: number
      readonly run?: string
    }[]
    readonly result: SuiteResults[Suite]
  }
}[keyof SuiteResults]

/** One model of the report: its suites, and the case that its plan puts before the policy. */
export interface AssessedModel {
  readonly name: string
  readonly case: Readonly<Record<string, unknown>>
  readonly outcome: string
  readonly suites: readonly AssessedSuite[]
}

/** What `safety-portfolio assess --demo` found when the site was built. */
export interface Assessment {
  readonly title: string
  readonly asOf: string
  readonly seed: number
  readonly version: string
  readonly policy: { readonly id: string; readonly version: string }
  readonly models: readonly AssessedModel[]
}
