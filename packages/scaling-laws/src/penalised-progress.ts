import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { ProgressParameters } from './fit-algorithmic-progress.js'
import type { ResamplingOptions, ResamplingRecord } from './resampling.js'

/** How to fit; every option has a default. */
export interface PenalisedProgressOptions {
  /**
   * Weight of the sum of absolute coefficients beside the mean squared error; default 0.0025, that of Ho et al. 2024. Several are chosen
   * among by leave-one-out cross-validation, each fit starting from that of all models.
   */
  readonly penalty?: number | readonly number[]
  /** The benchmark whose constants are the shared ones; default that of most models. The penalty treats the others as departures from it. */
  readonly reference?: string
  /** Intervals from resamples of the models; default 100, as Ho et al. 2024, with seed 1. */
  readonly bootstrap?: ResamplingOptions
  /** Coverage of the intervals; default 0.95. */
  readonly level?: number
}

/** A penalised fit of the law of algorithmic progress. JSON-safe. */
export interface PenalisedProgressFit {
  /** The law. */
  readonly law: 'algorithmic-progress'
  /** Number of models. */
  readonly n: number
  /** The first year, at which A and B hold; `null` when refused. */
  readonly year0: number | null
  /** The constants in the form of {@link fitAlgorithmicProgress}, or `null` with a `refusal`. */
  readonly parameters: ProgressParameters | null
  /** What is penalised: the constants of the two exponents at the smallest N, D and year, the four rates, and what each other benchmark adds. */
  readonly coefficients: Readonly<Record<string, number>> | null
  /** The weight of the penalty. */
  readonly penalty: number | null
  /** Mean squared error of the model left out, for each weight that was tried; `null` when one was given. */
  readonly crossValidation: readonly { readonly penalty: number; readonly meanSquaredError: number }[] | null
  /** Mean squared error of log perplexity. */
  readonly meanSquaredError: number | null
  /** That and the penalty: what is minimised. */
  readonly objective: number | null
  /** Whether the subdifferential holds 0 up to rounding. */
  readonly converged: boolean
  /** Largest distance of 0 from the subdifferential of a coefficient. */
  readonly stationarity: number | null
  /** Starts, and how many led to the optimum. */
  readonly starts: { readonly tried: number; readonly reached: number } | null
  /** Months in which effective parameters, data and compute double; `null` estimates with a reason where there is no progress. */
  readonly doublingMonths: { readonly params: Estimate; readonly data: Estimate; readonly compute: Estimate }
  /** What the bootstrap did. */
  readonly bootstrap: ResamplingRecord | null
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Why there is no fit. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}
