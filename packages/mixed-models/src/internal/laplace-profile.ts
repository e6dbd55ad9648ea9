import type { CensoredFit } from '../fit-censored.js'
import type { GeneralisedFit } from '../fit-generalised.js'
import type { MixedModel } from '../mixed-model.js'
import { quadratureCriterion } from './adaptive-quadrature.js'
import { fittedCensored } from './censored-problem.js'
import { identity, multiply, orthogonalComplement } from './dense.js'
import { fittedGeneralised } from './generalised-refit.js'
import { laplaceCriterion } from './laplace-criterion.js'
import { solveUpper } from './linear-problem.js'
import type { HeldCriterion, ModelProfile } from './model-profile.js'
import { offBoundary } from './refit.js'
import { relativeDeviations } from './relative-deviations.js'

/** The profile of a binomial or censored fit: its variables are theta, the whitened fixed effects, the logarithm of sigma if there is one. */
export function laplaceProfile(model: MixedModel, fit: GeneralisedFit | CensoredFit): ModelProfile {
  const { problem, parameters: optimum } =
    fit.family === 'binomial'
      ? fittedGeneralised('profileIntervals', model, fit)
      : fittedCensored('profileIntervals', model, fit)
  const { linear, data, thetaCount, unit } = problem
  const laplace = laplaceCriterion(data, linear.design.factors)
  const points = fit.quadraturePoints
  const criterion = points === 1 ? laplace : quadratureCriterion(data, laplace, points)
  const { p } = linear.design
  const count = optimum.length
  const inverse = solveUpper(linear.design.fixed.triangle, identity(p), p)

  const fixed: ModelProfile['fixed'] = (effect) => {
    const direction = inverse.slice(effect * p, (effect + 1) * p)
    const length = Math.hypot(...direction)
    const along = direction.map((x) => x / length)
    const rest = orthogonalComplement(along)
    /** Of the whitened fixed effects: p - 1 coordinates orthogonal to the one that is held. */
    const project = (beta: Float64Array): Float64Array => multiply(beta, rest, 1, p, p - 1)
    const start = Float64Array.from([
      ...optimum.subarray(0, thetaCount),
      ...project(optimum.slice(thetaCount, thetaCount + p)),
      ...optimum.subarray(thetaCount + p),
    ])
    const held: HeldCriterion = (value) => (x, gradient) => {
      const full = new Float64Array(count)
      const own = new Float64Array(count)
      full.set(x.subarray(0, thetaCount))
      const beta = multiply(rest, x.slice(thetaCount, thetaCount + p - 1), p, p - 1, 1)
      const at = value / unit / length
      for (let k = 0; k < p; k += 1) full[thetaCount + k] = beta[k]! + at * along[k]!
      full.set(x.subarray(thetaCount + p - 1), thetaCount + p)
      const reached = criterion.evaluate(full, own)
      gradient.set(own.subarray(0, thetaCount))
      gradient.set(project(own.slice(thetaCount, thetaCount + p)), thetaCount)
      gradient.set(own.subarray(thetaCount + p), thetaCount + p - 1)
      return reached
    }
    return { start, held }
  }

  const lifted = optimum.slice()
  lifted.set(offBoundary(criterion, optimum))
  const deviations = relativeDeviations(linear, criterion.templates).map(({ group, term, span, at }) => {
    const held: HeldCriterion = (value) => (x, gradient) => {
      // The factor is scaled so that the deviation is right: every factor can be reached, with one direction to spare.
      const { norm, gradient: slope } = at(x)
      const scale = value / unit / norm
      const full = x.slice()
      for (let k = span.from; k < span.to; k += 1) full[k] = scale * x[k]!
      const own = new Float64Array(count)
      const reached = criterion.evaluate(full, own)
      let along = 0
      for (let k = span.from; k < span.to; k += 1) along += x[k]! * own[k]!
      gradient.set(own)
      for (let k = span.from; k < span.to; k += 1) {
        gradient[k] = scale * (own[k]! - (along / norm) * slope[k - span.from]!)
      }
      return reached
    }
    return { group, term, estimate: unit * at(optimum).norm, start: lifted, held }
  })

  const hasSigma = count > thetaCount + p
  const sigma = {
    start: optimum.slice(0, -1),
    held: ((value) => (x, gradient) => {
      const own = new Float64Array(count)
      const reached = criterion.evaluate(Float64Array.from([...x, Math.log(value / unit)]), own)
      gradient.set(own.subarray(0, count - 1))
      return reached
    }) satisfies HeldCriterion,
  }
  return {
    linear,
    criterion,
    optimum,
    minimum: criterion.evaluate(optimum, null),
    // Quadrature has differences for its gradient.
    gradientTolerance: points === 1 ? 1e-5 : 1e-4,
    lifted,
    fixed,
    deviations,
    sigma: hasSigma ? sigma : null,
  }
}
