import { gradientLimit } from '../certificate.js'
import type { Certificate } from '../certificate.js'
import type { CovarianceCriterion, LaplaceCriterion } from './criterion.js'
import { generalisedCovariance } from './generalised-inference.js'
import type { GeneralisedCovariance } from './generalised-inference.js'
import { optimiseCriterion } from './optimise-criterion.js'
import type { WhitenedDesign } from './whitened-design.js'

/** The optimum of a Laplace or quadrature deviance with its proof. */
export interface LaplaceOptimum {
  /** Theta, then the whitened fixed effects, then the logarithm of the scale if there is one. */
  readonly parameters: Float64Array
  readonly value: number
  readonly certificate: Certificate
  readonly converged: boolean
  readonly evaluations: number
  readonly covariance: GeneralisedCovariance
}

/** Of the exact gradient of Laplace's deviance, and of the differences that stand for the gradient of quadrature. */
const tolerance = { laplace: 1e-7, quadrature: 1e-5 }

/** Minimises from a start; quadrature starts where Laplace ends. The state of `laplace` is left at the optimum. */
export function laplaceOptimum(
  design: WhitenedDesign,
  laplace: LaplaceCriterion,
  criterion: CovarianceCriterion,
  start: Float64Array,
  thetaCount: number,
): LaplaceOptimum {
  const first = optimiseCriterion(laplace, start, tolerance.laplace)
  const exact = criterion === laplace
  const optimum = exact ? first : optimiseCriterion(criterion, first.theta, tolerance.quadrature)
  const parameters = optimum.theta
  const covariance = generalisedCovariance(criterion, parameters, thetaCount, design)
  const gradient = new Float64Array(parameters.length)
  const value = criterion.evaluate(parameters, gradient)
  // Fixed effects and the scale are measured in their own standard errors, so that the certificate stays free of units.
  const others = covariance.others
  const scaleError = Math.sqrt(others.at(-1) ?? 0)
  const errors = [...covariance.whitenedErrors, ...(parameters.length > thetaCount + design.p ? [scaleError] : [])]
  const along = errors.reduce((most, se, k) => Math.max(most, Math.abs(gradient[thetaCount + k]!) * se), 0)
  // The diagnostics are Laplace's; with quadrature the gradient is that of its own likelihood.
  const alongTheta = exact ? optimum.certificate.gradientNorm : Math.abs(gradient[0]! * Math.max(parameters[0]!, 1e-3))
  const certificate = { ...optimum.certificate, gradientNorm: Math.max(alongTheta, along) }
  const converged = Number.isFinite(value) && certificate.gradientNorm <= gradientLimit && certificate.kkt !== false
  laplace.evaluate(parameters, null)
  return { parameters, value, certificate, converged, evaluations: optimum.evaluations, covariance }
}
