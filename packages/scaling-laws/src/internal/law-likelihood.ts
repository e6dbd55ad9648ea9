import { brentMinimum, normalSurvival } from '@safety-portfolio/stats'
import type { Objective } from './chinchilla-kernel.js'
import { freeCoordinates, type LocatedLaw } from './located-law.js'
import { residuals } from './law-model.js'
import { kernelWidth } from './kernel-width.js'
import { expectedCurvature } from './sandwich-covariance.js'

/**
 * Log-likelihood of n residuals whose summed objective (half squares, or Huber losses) is `value`, maximised over the scale.
 *
 * Least squares: normal noise. Huber: the density exp(-H(r) / phi) / Z(phi) for every phi has the Huber fit as its maximum, whatever phi. With
 * sigma = sqrt(phi) it is the density exp(-H_k(r / sigma)) / sigma of a standardised Huber loss with threshold k = delta / sigma.
 */
export function profileLogLikelihood(value: number, n: number, { delta }: Objective): number {
  if (delta === Infinity) return -0.5 * n * (Math.log((2 * Math.PI * 2 * value) / n) + 1)
  const at = (logSigma: number): number => {
    const sigma = Math.exp(logSigma)
    return value / sigma ** 2 + n * (logSigma + Math.log(huberNormaliser(delta / sigma)))
  }
  // Between normal noise, value = n sigma^2 / 2, and Laplace noise of mean size b, value = n delta b and sigma^2 = delta b.
  const scale = 0.5 * Math.log(value / n)
  return -brentMinimum(at, scale - 4, scale + 4).value!
}

/**
 * Log density of each residual at the scale that maximises the likelihood of all. A weight divides the variance of normal noise; for a Huber loss it
 * counts the residual that often.
 */
export function logDensities(
  values: Float64Array,
  value: number,
  objective: Objective,
  weights: Float64Array,
): Float64Array {
  const { delta } = objective
  const n = values.length
  if (delta === Infinity) {
    const variance = (2 * value) / n
    return values.map(
      (r, i) => -0.5 * (Math.log((2 * Math.PI * variance) / weights[i]!) + (weights[i]! * r * r) / variance),
    )
  }
  const at = (logSigma: number): number =>
    value / Math.exp(2 * logSigma) + n * (logSigma + Math.log(huberNormaliser(delta / Math.exp(logSigma))))
  const scale = 0.5 * Math.log(value / n)
  const logSigma = brentMinimum(at, scale - 4, scale + 4).x
  const phi = Math.exp(2 * logSigma)
  const normaliser = logSigma + Math.log(huberNormaliser(delta / Math.exp(logSigma)))
  return values.map((r, i) => {
    const size = Math.abs(r)
    return weights[i]! * (-(size <= delta ? 0.5 * r * r : delta * (size - 0.5 * delta)) / phi - normaliser)
  })
}

/** Integral of exp(-H_k(z)): sqrt(2 pi) (1 - 2 Q(k)) + 2 exp(-k^2 / 2) / k. */
function huberNormaliser(k: number): number {
  return Math.sqrt(2 * Math.PI) * (1 - 2 * normalSurvival(k)) + (2 * Math.exp(-0.5 * k * k)) / k
}

/**
 * What twice a rise of the objective is divided by to be chi-squared: the variance of least-squares noise; for a Huber loss E psi^2 / E psi'
 * (the drop-in-dispersion test) times the square of Huber's small-sample factor K, which needs no particular noise. `null` without spare degrees of freedom or without noise.
 */
export function dispersion({ model, objective, best }: LocatedLaw): Dispersion | null {
  const degrees = model.n - freeCoordinates(best.theta)
  const values = residuals(model, objective.log, best.theta)
  const { delta } = objective
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  // Residuals below this are rounding: the law meets all points.
  if (degrees < 1 || largest < 1e-10) return null
  const width = delta === Infinity ? 0 : kernelWidth(values)
  let squares = 0
  let curvature = 0
  let curvatureSquares = 0
  for (const [i, value] of values.entries()) {
    const second = model.weights[i]! * expectedCurvature(value, delta, width)
    squares += model.weights[i]! * Math.min(Math.abs(value), delta) ** 2
    curvature += second / model.n
    curvatureSquares += second ** 2 / model.n
  }
  // Huber's correction to first order in k / n for a second derivative that differs between points; 1 for unweighted least squares.
  const varies = delta === Infinity ? 0 : curvatureSquares / curvature ** 2 - 1
  const correction = (1 + ((model.n - degrees) / model.n) * varies) ** 2
  const scale = (correction * squares) / degrees / curvature
  return scale > 0 && scale < Infinity ? { scale, degrees, curvature } : null
}

/** The scale of the objective. */
export interface Dispersion {
  readonly scale: number
  /** Points less free constants. */
  readonly degrees: number
  /** Mean second derivative of the loss: 1 for least squares. */
  readonly curvature: number
}
