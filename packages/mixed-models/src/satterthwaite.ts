import type { LinearFit } from './fit-linear.js'
import { independentContrasts, jointTestOf, quadraticForm } from './fixed-effect-inference.js'
import type { FixedEffectInference } from './fixed-effect-inference.js'
import { toNested } from './internal/dense.js'
import { fittedProblem } from './internal/fitted-problem.js'
import { originalCovariance } from './internal/linear-problem.js'
import { spectralMap, symmetricEigen } from './internal/symmetric-eigen.js'
import type { MixedModel } from './mixed-model.js'

/** Relative step of the central differences; the gradient is analytic, so their error is of the order of its square. */
const differenceStep = 1e-4
/** Directions of the parameter space that are flatter than this share of the steepest carry no information. */
const flatness = 1e-9

/**
 * Satterthwaite's degrees of freedom for the fixed effects: df = 2 v^2 / Var(v), where v is the variance of the combination and Var(v) follows
 * from the curvature of the likelihood in the covariance parameters (Fai and Cornelius 1996; Kuznetsova, Brockhoff and Christensen 2017,
 * section 2). Joint tests combine the independent directions as there. On the boundary, directions without information are left out.
 *
 * @param model - The model.
 * @param fit - Its fit, usually by REML.
 * @example
 * ```ts
 * import { fitLinear, fixedEffectTable, prepareModel, satterthwaite } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => [0, 1, 2].map((x) => ({ g, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })))
 * const model = prepareModel('y ~ x + (1 | g)', rows)
 * fixedEffectTable(satterthwaite(model, fitLinear(model)))[1]!.df // => ~11.0
 * ```
 */
export function satterthwaite(model: MixedModel, fit: LinearFit): FixedEffectInference {
  const { problem, criterion, theta, variance, estimates, covariance } = fittedProblem('satterthwaite', model, fit)
  const p = estimates.length
  const count = theta.length
  const degrees = fit.method === 'REML' ? model.n - p : model.n
  // Parameters: theta, then log sigma^2. Differences of the profiled gradient give the Hessian with log sigma^2 profiled out.
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
  const parameterCovariance = spectralMap(eigen, count + 1, (value) => (value > floor ? 2 / value : 0))
  const nested = toNested(covariance, p, p)
  const derivatives = sensitivity.map((matrix) => toNested(matrix, p, p))

  const degreesOfFreedom = (contrast: readonly number[]): number => {
    const slopes = derivatives.map((matrix) => quadraticForm(matrix, contrast))
    let spread = 0
    for (let i = 0; i <= count; i += 1) {
      for (let j = 0; j <= count; j += 1) spread += slopes[i]! * slopes[j]! * parameterCovariance[i * (count + 1) + j]!
    }
    return (2 * quadraticForm(nested, contrast) ** 2) / spread
  }
  const values = Array.from(estimates)
  return {
    method: 'satterthwaite',
    terms: model.fixedNames,
    estimates: values,
    covariance: nested,
    degreesOfFreedom,
    jointTest: (contrasts) => {
      const parts = independentContrasts(contrasts, nested, values)
      const statistic = parts.reduce((sum, { squared }) => sum + squared, 0) / parts.length
      const each = parts.map(({ direction }) => degreesOfFreedom(direction))
      return jointTestOf(statistic, parts.length, combinedDegrees(each), 'satterthwaite')
    },
  }
}

/** Denominator degrees of freedom of the mean of independent squared t variables, by matching the expectation of F. */
function combinedDegrees(each: readonly number[]): number {
  const [first = NaN] = each
  if (each.length === 1 || each.every((value) => Math.abs(value - first) < 1e-8 * first)) return first
  if (each.some((value) => value <= 2)) return 2
  const expected = each.reduce((sum, value) => sum + value / (value - 2), 0)
  return (2 * expected) / (expected - each.length)
}
