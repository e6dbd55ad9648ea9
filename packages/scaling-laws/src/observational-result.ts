import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { ResamplingRecord } from './resampling.js'

/** Constants of the observational law. */
export interface ObservationalParameters {
  /** alpha: the logit at the mean of the training models. */
  readonly intercept: number
  /** beta: slope per component. Components may rotate between samples, so these carry no interval; `benchmarkSlopes` do. */
  readonly slopes: readonly number[]
  /** h: score without capability. */
  readonly floor: number
  /** Score at unbounded capability. */
  readonly ceiling: number
}

/** One model under the law. */
export interface ObservationalPrediction {
  /** Name of the model. */
  readonly model: string
  /** Training compute in FLOP, `null` where unknown. */
  readonly compute: number | null
  /** Whether the law was fitted to it. */
  readonly split: 'train' | 'test'
  /** alpha + beta . S, the logit of the share of the way from floor to ceiling. */
  readonly capability: number
  /** Measured score on the target, `null` where missing. */
  readonly observed: number | null
  /** Mean of the law there: not a prediction interval of one measurement. */
  readonly predicted: Estimate
}

/** How far the law is off on a set of models. */
export interface ObservationalError {
  /** Models with a measured target. */
  readonly n: number
  /** Mean absolute error; its interval, over models at the fitted law, needs a bootstrap. */
  readonly meanAbsoluteError: Estimate
  /** Root of the mean squared error; `null` without models. */
  readonly rootMeanSquaredError: number | null
}

/** Principal components and imputation behind an observational law. */
export interface CapabilityComponents {
  /** Mean per benchmark of the training models. */
  readonly mean: readonly number[]
  /** Share of the variance per component used. */
  readonly explained: readonly number[]
  /** Per component one loading per benchmark. */
  readonly loadings: readonly (readonly number[])[]
  /** What the imputation did. */
  readonly imputation: { readonly missing: number; readonly iterations: number; readonly converged: boolean }
}

/** The fit of an observational scaling law. JSON-safe. */
export interface ObservationalFit {
  /** Models the law was fitted to: in the training split and with a measured target. */
  readonly n: number
  /** Models behind the components: the training split with at least one benchmark. */
  readonly componentModels: number
  /** Benchmarks, in the order of loadings and slopes. */
  readonly benchmarks: readonly string[]
  /** The target. */
  readonly target: string
  /** Constants; `null` when refused. */
  readonly parameters: ObservationalParameters | null
  /** Components; `null` when refused. */
  readonly components: CapabilityComponents | null
  /** Change of the logit per unit of each benchmark, the components taken together. */
  readonly benchmarkSlopes: Readonly<Record<string, Estimate>>
  /** Sum of the losses of the residuals (half their squares, or Huber's); `null` when refused. */
  readonly objective: number | null
  /** Whether the constants are a certified local optimum. */
  readonly converged: boolean
  /** Scaled norm of the gradient at the constants; `null` when refused. */
  readonly gradientNorm: number | null
  /** Every model with a benchmark, in the order given. */
  readonly predictions: readonly ObservationalPrediction[]
  /** Error on the models it was fitted to. */
  readonly trainError: ObservationalError
  /** Error on the models beyond the cutoff. */
  readonly testError: ObservationalError
  /** What the bootstrap did; `null` when none was asked for. */
  readonly bootstrap: (ResamplingRecord & { readonly clusters: number | null }) | null
  /** What was done, in one sentence. */
  readonly method: string
  /** What has to hold for the numbers to mean what they say. */
  readonly assumptions: readonly string[]
  /** What the reader must know before using the law. */
  readonly warnings: readonly Finding[]
  /** Why there is no law, and the cure. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}
