import type { LinearFit } from '../fit-linear.js'
import type { FittedProblem } from './fitted-problem.js'
import { originalCovariance } from './linear-problem.js'
import { spectralMap, symmetricEigen } from './symmetric-eigen.js'

/** Relative step of the central differences; the gradient is analytic, so their error is of the order of its square. */
const differenceStep = 1e-4
/** Directions of the parameter space that are flatter than this share of the steepest carry no information. */
const flatness = 1e-9

/** How well the data determine theta (whitened) and log sigma^2, in this order. */
export interface CovarianceParameters {
  /** Their covariance matrix; directions without information (on the boundary) are left out of it. */
  readonly covariance: Float64Array
  /** Derivatives of the covariance of the fixed effects (original columns) with respect to each. */
  readonly sensitivity: readonly Float64Array[]
}

const cache = new WeakMap<LinearFit, CovarianceParameters>()

/** Curvature of the likelihood in the covariance parameters, by differences of its analytic gradient; the second call for a fit is free. */
export function covarianceParameters(fitted: FittedProblem, fit: LinearFit): CovarianceParameters {
  let known = cache.get(fit)
  if (known === undefined) {
    known = differentiate(fitted, fit)
    cache.set(fit, known)
  }
  return known
}

function differentiate(
  { problem, criterion, theta, variance, covariance }: FittedProblem,
  { method }: LinearFit,
): CovarianceParameters {
  const { p, n } = problem.design
  const count = theta.length
  const degrees = method === 'REML' ? n - p : n
  // Differences of the profiled gradient give the Hessian with log sigma^2 profiled out.
  const hessian = new Float64Array((count + 1) ** 2)
  const sensitivity: Float64Array[] = []
  const mixed = new Float64Array(count)
  const at = (k: number, step: number): { gradient: Float64Array; squares: number; covariance: Float64Array } => {
    const moved = theta.slice()
    moved[k] = moved[k]! + step
    const gradient = new Float64Array(count)
    criterion.evaluate(moved, gradient)
    const { crossFactor, residualSquares } = criterion.state()
    return { gradient, squares: residualSquares, covariance: originalCovariance(problem.design, crossFactor, variance) }
  }
  for (let k = 0; k < count; k += 1) {
    const step = differenceStep * Math.max(Math.abs(theta[k]!), 0.1)
    const above = at(k, step)
    const below = at(k, -step)
    for (let j = 0; j < count; j += 1) {
      hessian[k * (count + 1) + j] = (above.gradient[j]! - below.gradient[j]!) / (2 * step)
    }
    mixed[k] = (below.squares - above.squares) / (2 * step * variance)
    sensitivity.push(above.covariance.map((value, i) => (value - below.covariance[i]!) / (2 * step)))
  }
  sensitivity.push(covariance)
  for (let i = 0; i < count; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const mean = (hessian[i * (count + 1) + j]! + hessian[j * (count + 1) + i]!) / 2
      const value = mean + (mixed[i]! * mixed[j]!) / degrees
      hessian[i * (count + 1) + j] = value
      hessian[j * (count + 1) + i] = value
    }
    hessian[i * (count + 1) + count] = mixed[i]!
    hessian[count * (count + 1) + i] = mixed[i]!
  }
  hessian[(count + 1) ** 2 - 1] = degrees
  const eigen = symmetricEigen(hessian, count + 1)
  const floor = flatness * eigen.values[0]!
  // The Hessian is that of -2 log L: the covariance of the parameters is twice its inverse.
  return {
    covariance: spectralMap(eigen, count + 1, (value) => (value > floor ? 2 / value : 0)),
    sensitivity,
  }
}
