import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { FitLoss } from './fit-result.js'
import type { KnownLaw, LawLabel } from './law-name.js'
import type { PredictLossOptions } from './predict-loss.js'

/** How to backtest; every option has a default. */
export interface BacktestOptions extends PredictLossOptions {
  /** Cutoffs of compute in FLOP (or of x), ascending; default the quantiles 0.4, 0.5, ..., 0.9 of the data's, as far as they are distinct. */
  readonly cutoffs?: readonly number[]
  /** Limits of the factors of extrapolation that are reported apart; default 1, 3, 10, 30, 100, Infinity (a limit belongs to the bin below it). */
  readonly factors?: readonly number[]
}

/** How well some predictions did. */
export interface PredictionErrors {
  /** Number of predictions. */
  readonly predictions: number
  /** How many of them have a prediction interval: coverage is a share of these. */
  readonly judged: number
  /** Mean of log(predicted / seen): above 0 the law promised too high a loss. */
  readonly bias: number | null
  /** Root mean square of log(predicted / seen). */
  readonly rmse: number | null
  /** Mean of |predicted - seen| / seen: the absolute relative error of Choshen et al. 2024. */
  readonly absoluteRelativeError: number | null
  /**
   * Share of the runs inside their prediction interval, with the Clopper-Pearson interval of that share. Predictions from one fit share its error, so
   * the interval is too short where the error of the law outweighs the noise.
   */
  readonly coverage: Estimate
}

/** The backtest at one cutoff. */
export interface BacktestCutoff extends PredictionErrors {
  /** Data at or below this compute (or x) were fitted, those above it predicted. */
  readonly cutoff: number
  /** Number of data fitted. */
  readonly fitted: number
  /** Largest compute (or x) among the predicted, over the largest among the fitted; `null` when nothing was predicted. */
  readonly extrapolation: number | null
  /** Why nothing was predicted at this cutoff. */
  readonly refusal?: Finding
}

/** Predictions of all cutoffs whose factor of extrapolation lies in a bin. */
export interface BacktestFactor extends PredictionErrors {
  /** The factor is above this. */
  readonly above: number
  /** And at most this; `null` for no limit. */
  readonly atMost: number | null
}

/** A rolling backtest of extrapolation. JSON-safe. */
export interface Backtest<Law extends KnownLaw> {
  /** The law. */
  readonly law: LawLabel<Law>
  /** The loss that was minimised. */
  readonly loss: FitLoss
  /** Number of data. */
  readonly n: number
  /** Nominal coverage of the prediction intervals. */
  readonly level: number
  /** Per cutoff, ascending. */
  readonly cutoffs: readonly BacktestCutoff[]
  /** Per bin of extrapolation factors, over all cutoffs; one run may count several times. Bins without predictions are left out. */
  readonly factors: readonly BacktestFactor[]
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Why there is no backtest. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}
