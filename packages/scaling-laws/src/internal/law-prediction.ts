import { brentRoot, studentTCdf, studentTSurvivalQuantile } from '@safety-portfolio/stats'
import type { FitLoss } from '../fit-result.js'
import { freeCoordinates, type LocatedLaw } from './located-law.js'
import { residualAt, residuals } from './law-model.js'
import { lawScores } from './law-scores.js'
import { covarianceObjective } from './objective.js'
import { quantityVariances } from './quantity-variance.js'

/** The law at a point, and a new datum there, on the scale of the residuals (log loss, or loss over its geometric mean). */
export interface PointPrediction {
  readonly value: number
  /** Standard error of `value`; `null` without a covariance. */
  readonly error: number | null
  /** The interval of `value`, which looks at every datum; `null` without a covariance. */
  readonly mean: (() => Ends) | null
  readonly datum: Ends | null
}

/** Ends of an interval. */
export interface Ends {
  readonly lower: number
  readonly upper: number
}

/** Noise of a new datum: normal with the estimated variance, or the residuals themselves. */
export type NoiseModel = 'normal' | 'residuals'

/** Predictions at the further points of a law. */
export function predictFurther(law: LocatedLaw, level: number, noise: NoiseModel): readonly PointPrediction[] {
  const { model, everywhere, objective, best } = law
  const { size } = model
  const log = objective.log
  const tail = (1 - level) / 2
  const degrees = model.n - freeCoordinates(best.theta)
  const smooth = covarianceObjective(law.loss)
  const variances = quantityVariances(lawScores(model, smooth, best.theta), smooth.delta, degrees)
  const values = residuals(model, log, best.theta)
  const inflation = Math.sqrt(model.n / Math.max(1, degrees))
  // A residual is what the law says less what was seen; noise is the opposite.
  const draws = values.map((value) => -value * inflation)
  const variance =
    values.reduce((total, value, i) => total + model.weights[i]! * value * value, 0) / Math.max(1, degrees)
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  return Array.from({ length: everywhere.n - model.n }, (_, k): PointPrediction => {
    const i = model.n + k
    const seen = log ? everywhere.logLoss[i]! : everywhere.level[i]!
    const value = residualAt(everywhere, log, best.theta, i, gradient, hessian) + seen
    if (variances === null) return { value, error: null, mean: null, datum: null }
    const error = Math.sqrt(variances.variance(gradient))
    const along = gradient.slice()
    const mean = (): Ends => {
      const half = studentTSurvivalQuantile(tail, variances.degrees(along)) * error
      return { lower: value - half, upper: value + half }
    }
    if (noise === 'normal') {
      const half = studentTSurvivalQuantile(tail, degrees) * Math.sqrt(error ** 2 + variance)
      return { value, error, mean, datum: { lower: value - half, upper: value + half } }
    }
    // The residuals reach no farther into the tails than their number allows.
    if (model.n * tail < 1) return { value, error, mean, datum: null }
    const end = (probability: number): number =>
      value + convolvedQuantile(draws, model.weights, error, degrees, probability)
    return { value, error, mean, datum: { lower: end(tail), upper: end(1 - tail) } }
  })
}

/** Quantile of (one of the draws) + error * t, by root finding on the mixture's distribution function. */
function convolvedQuantile(
  draws: Float64Array,
  weights: Float64Array,
  error: number,
  degrees: number,
  probability: number,
): number {
  const width = Math.max(error, 1e-12 * draws.reduce((most, draw) => Math.max(most, Math.abs(draw)), 1e-300))
  const reach = studentTSurvivalQuantile(1e-6, degrees) * width
  const excess = (at: number): number => {
    let total = 0
    for (const [i, draw] of draws.entries()) total += weights[i]! * studentTCdf((at - draw) / width, degrees)
    return total / draws.length - probability
  }
  const lower = Math.min(...draws) - reach
  const upper = Math.max(...draws) + reach
  return brentRoot(excess, lower, upper, { absoluteTolerance: 1e-9 * (upper - lower) }).x
}

/** Least squares stands for normal noise, a robust loss for noise with long tails. */
export function defaultNoise(loss: FitLoss): NoiseModel {
  return loss.name === 'squared' || loss.name === 'log-squared' ? 'normal' : 'residuals'
}

/** From the scale of the residuals to the unit of the loss. */
export function lossScale(loss: FitLoss, logLossMean: number): (value: number) => number {
  const unit = Math.exp(logLossMean)
  return loss.name === 'squared' ? (value): number => value * unit : (value): number => Math.exp(value) * unit
}
