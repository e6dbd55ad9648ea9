import { quadratureCriterion } from './adaptive-quadrature.js'
import { fillFactor } from './covariance-template.js'
import type { CovarianceTemplate } from './covariance-template.js'
import type { CovarianceCriterion } from './criterion.js'
import { laplaceCriterion } from './laplace-criterion.js'
import type { LaplaceData } from './laplace-data.js'
import { solveUpper } from './linear-problem.js'
import type { LinearProblem } from './linear-problem.js'
import { optimiseCriterion } from './optimise-criterion.js'
import { offBoundary } from './refit.js'

/** What a refit needs to know of a binomial or censored model. */
export interface LaplaceProblem {
  readonly linear: LinearProblem
  readonly templates: readonly CovarianceTemplate[]
  readonly thetaCount: number
  /** What 1 stands for in the problem's units. */
  readonly unit: number
}

const tolerance = 1e-4
/** A fixed effect this far out, in standard deviations of the response, is bounded by nothing. */
const boundless = 1e3
/** exp of this is a residual standard deviation of nothing in units of the response. */
const vanishing = -16

/**
 * Fits again with other data, starting from the original estimates, and returns fixed effects, standard deviations of the random effects, and sigma where
 * the family has one; NaN throughout when the optimum is not proven or estimates run off to infinity.
 */
export function laplaceRefit(
  { linear, templates, thetaCount, unit }: LaplaceProblem,
  data: LaplaceData,
  parameters: Float64Array,
  points: number,
): number[] {
  const { factors, fixed, p } = linear.design
  const labels = p + data.likelihood.nuisance + templates.reduce((sum, { q }) => sum + q, 0)
  const failed = new Array<number>(labels).fill(NaN)
  const laplace = laplaceCriterion(data, factors)
  const criterion = points === 1 ? laplace : quadratureCriterion(data, laplace, points)
  const start = parameters.slice()
  start.set(offBoundary(criterion, parameters))
  const optimum = optimiseCriterion(criterion, start, tolerance)
  // The certificate's derivatives are Laplace's; quadrature is judged by the gradient of its own likelihood.
  const found = points === 1 ? optimum.converged : isStationary(criterion, optimum.theta)
  const beta = optimum.theta.slice(thetaCount, thetaCount + p)
  const last = optimum.theta.at(-1) ?? 0
  if (!found || (data.likelihood.nuisance === 1 && hasRunOff(beta, last, data.n))) return failed
  let from = 0
  const deviations = factors.flatMap(({ triangle }, f) => {
    const template = templates[f]!
    const { q } = template
    const lambda = new Float64Array(q * q)
    fillFactor(template, optimum.theta, from, lambda)
    from += template.positions.length
    const root = solveUpper(triangle, lambda, q)
    return Array.from({ length: q }, (_, i) => unit * Math.hypot(...root.subarray(i * q, (i + 1) * q)))
  })
  const estimates = Array.from(solveUpper(fixed.triangle, beta, p, 1), (value) => unit * value)
  return [...estimates, ...deviations, ...(data.likelihood.nuisance === 1 ? [unit * Math.exp(last)] : [])]
}

/** Censored responses only: nothing bounds a fixed effect (whitened columns have length 1), or sigma vanishes. */
function hasRunOff(beta: Float64Array, logSigma: number, n: number): boolean {
  return logSigma < vanishing || beta.some((value) => Math.abs(value) > boundless * Math.sqrt(n))
}

/** The same data with each group counted as often as it was drawn. */
export function resampledUnits(data: LaplaceData, counts: ArrayLike<number>): LaplaceData {
  return { ...data, constant: 0, counts: Float64Array.from(counts) }
}

function isStationary(criterion: CovarianceCriterion, parameters: Float64Array): boolean {
  const gradient = new Float64Array(parameters.length)
  const value = criterion.evaluate(parameters, gradient)
  return Number.isFinite(value) && gradient.every((slope, k) => Math.abs(slope * parameters[k]!) < 100 * tolerance)
}
