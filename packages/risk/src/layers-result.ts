import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { CaptureRecapture } from './capture-recapture.js'
import type { MissAgreement } from './miss-agreement.js'

/** One detector among the others. */
export interface DetectorSummary {
  readonly name: string
  /** Share of positives it misses, with its Clopper-Pearson interval. */
  readonly miss: Estimate
  /** Share of benign items it flags; `null` without benign items. */
  readonly falsePositive: Estimate
  /** Positives that it alone catches: what would be lost without it. */
  readonly soleCatches: number
  /** Joint miss without it less joint miss with it, with the Clopper-Pearson interval of its sole catches. */
  readonly marginalGain: Estimate
  /** Whether it catches nothing that the others do not. */
  readonly redundant: boolean
}

/** Two detectors. */
export interface PairSummary extends MissAgreement {
  readonly first: string
  readonly second: string
  /** `fisherGreater` adjusted for all pairs by Holm's method. */
  readonly fisherHolm: number
}

/** One step of adding the detector that catches most per cost. */
export interface GreedyStep {
  readonly name: string
  readonly cost: number
  /** Positives that this step catches and no earlier one did. */
  readonly gain: number
  /** Joint miss after it. */
  readonly missAfter: Estimate
}

/** The detectors in one stratum of the positives. */
export interface StratumSummary {
  readonly name: string
  readonly n: number
  readonly joint: Estimate
  readonly independent: number | null
  readonly misses: readonly Estimate[]
}

/** What the joint miss of k layers would be under two laws fitted to the pairs. */
export interface LayerExtrapolation {
  readonly k: number
  /** Product of rates at the mean. */
  readonly independent: number
  readonly copula: number | null
  readonly betaBinomial: number | null
  /** Mean measured joint miss over all choices of k detectors; `null` beyond the detectors at hand. */
  readonly measured: number | null
}

/** All detectors together. JSON-safe. */
export interface LayersResult {
  /** Positives that every detector was run on. */
  readonly n: number
  /** Benign items that every detector was run on. */
  readonly benign: number
  readonly excluded: { readonly unlabelled: number; readonly incomplete: number }
  readonly detectors: readonly DetectorSummary[]
  /** Share of positives that all detectors miss. */
  readonly joint: Estimate & { readonly count: number; readonly upper95: number | null }
  /** Product of the miss rates; never the answer, always shown beside it. */
  readonly independent: number | null
  /** joint / independent. */
  readonly lift: Estimate
  readonly frechet: { readonly lower: number; readonly upper: number } | null
  readonly effectiveLayers: Estimate
  readonly pairs: readonly PairSummary[]
  readonly greedy: readonly GreedyStep[]
  readonly strata: readonly StratumSummary[]
  readonly extrapolation: {
    /** Correlation of the copula and intraclass correlation: means over pairs. */
    readonly copulaCorrelation: number | null
    readonly intraclassCorrelation: number | null
    readonly layers: readonly LayerExtrapolation[]
    readonly reason?: string
  }
  readonly captureRecapture: CaptureRecapture
  /** Share of benign items that any detector flags, with the union bound and the independent answer. */
  readonly falsePositive: Estimate & { readonly unionBound: number | null; readonly independent: number | null }
  /** Items by exactly which detectors missed them, the most frequent first. */
  readonly overlaps: readonly { readonly missedBy: readonly string[]; readonly count: number }[]
  readonly assumptions: readonly string[]
  readonly warnings: readonly Finding[]
  readonly refused?: Finding
  readonly version: string
}
