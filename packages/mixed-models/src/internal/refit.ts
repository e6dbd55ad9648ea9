import { covarianceTemplate, fillFactor } from './covariance-template.js'
import type { CovarianceCriterion, Criterion } from './criterion.js'
import { residualDegrees } from './criterion.js'
import { originalFixedEffects, solveUpper } from './linear-problem.js'
import type { LinearProblem } from './linear-problem.js'
import { optimiseCriterion } from './optimise-criterion.js'
import type { MixedModel } from '../mixed-model.js'

/** Gradient at which a refit stops: deviance within 1e-9 of the optimum, far below the spread of replicates. */
const refitTolerance = 1e-4
const fitTolerance = 1e-7

/** Theta without vanishing variances, where the gradient would vanish too. */
export function offBoundary(criterion: Pick<CovarianceCriterion, 'templates'>, theta: ArrayLike<number>): Float64Array {
  const entries = criterion.templates.flatMap(({ positions }) => positions)
  return Float64Array.from(entries, ([i, j], k) => (i === j && Math.abs(theta[k]!) < 0.3 ? 0.3 : theta[k]!))
}

/** Names of what a refit estimates: fixed effects, standard deviations of the random effects, sigma. */
export function refitLabels(
  model: MixedModel,
  withSigma: boolean,
): { kind: 'fixed' | 'standard-deviation' | 'sigma'; group: string | null; term: string }[] {
  return [
    ...model.fixedNames.map((term) => ({ kind: 'fixed' as const, group: null, term })),
    ...model.factors.flatMap(({ name, columnNames }) =>
      columnNames.map((term) => ({ kind: 'standard-deviation' as const, group: name, term })),
    ),
    ...(withSigma ? [{ kind: 'sigma' as const, group: null, term: 'sigma' }] : []),
  ]
}

/**
 * Optimises a criterion whose response has been changed, and returns the estimates in the order of {@link refitLabels}; NaN throughout when
 * the optimum is not proven.
 */
export function refit(problem: LinearProblem, criterion: Criterion, start: ArrayLike<number>): number[] {
  const labels = problem.model.fixedNames.length + problem.design.factors.reduce((sum, f) => sum + f.columns.length, 1)
  let optimum = optimiseCriterion(criterion, start, refitTolerance)
  // Near a boundary a loose search can stop where its certificate fails: once more, to the tolerance of a fit.
  if (!optimum.converged) optimum = optimiseCriterion(criterion, optimum.theta, fitTolerance)
  if (!optimum.converged) optimum = optimiseCriterion(criterion, offBoundary(criterion, optimum.theta), fitTolerance)
  if (!optimum.converged) return new Array<number>(labels).fill(NaN)
  const { beta, residualSquares } = criterion.state()
  const sigma = Math.sqrt(residualSquares / residualDegrees(criterion.rows, criterion.p, criterion.method))
  let from = 0
  const deviations = problem.design.factors.flatMap(({ factor, triangle }) => {
    const template = covarianceTemplate(factor.blocks)
    const { q } = template
    const lambda = new Float64Array(q * q)
    fillFactor(template, optimum.theta, from, lambda)
    from += template.positions.length
    const root = solveUpper(triangle, lambda, q)
    return Array.from({ length: q }, (_, i) => sigma * Math.hypot(...root.subarray(i * q, (i + 1) * q)))
  })
  return [...originalFixedEffects(problem.design, beta), ...deviations, sigma]
}

/** Relative factor of each grouping factor in the whitened columns. */
export function whitenedFactors(problem: LinearProblem, theta: ArrayLike<number>): Float64Array[] {
  let from = 0
  return problem.design.factors.map(({ factor }) => {
    const template = covarianceTemplate(factor.blocks)
    const lambda = new Float64Array(template.q ** 2)
    fillFactor(template, theta, from, lambda)
    from += template.positions.length
    return lambda
  })
}
