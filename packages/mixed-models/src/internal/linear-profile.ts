import type { LinearFit } from '../fit-linear.js'
import type { MixedModel } from '../mixed-model.js'
import { constrainedCriterion } from './constrained-problem.js'
import { identity } from './dense.js'
import { linearCriterion, linearProblem, solveUpper, whitenedTheta } from './linear-problem.js'
import type { HeldCriterion, ModelProfile } from './model-profile.js'
import { offBoundary } from './refit.js'
import { relativeDeviations } from './relative-deviations.js'

/** The profile of a linear fit by ML: its variables are theta. */
export function linearProfile(
  model: MixedModel,
  fit: LinearFit & { readonly minusTwoLogLik: number; readonly sigma: number },
): ModelProfile {
  const problem = linearProblem(model)
  const criterion = linearCriterion(problem, 'ML')
  const optimum = whitenedTheta(problem, fit.theta)
  const lifted = offBoundary(criterion, optimum)
  const { design } = problem
  const { p } = design
  const inverse = solveUpper(design.fixed.triangle, identity(p), p)
  return {
    linear: problem,
    criterion,
    optimum,
    lifted,
    minimum: fit.minusTwoLogLik,
    gradientTolerance: 1e-5,
    fixed: (effect) => {
      // The whitened effects exclude the least-squares part, so the constraint is on the difference from it.
      const direction = inverse.slice(effect * p, (effect + 1) * p)
      const base = direction.reduce((sum, value, j) => sum + value * design.leastSquares[j]!, 0)
      const criterionAt = constrainedCriterion(problem, direction)
      const held: HeldCriterion = (value) => {
        const constrained = criterionAt(value - base)
        return (x, gradient) => constrained.evaluate(x, gradient)
      }
      return { start: optimum, held }
    },
    deviations: relativeDeviations(problem, criterion.templates).map(({ group, term, span, at }) => {
      // Relative to sigma: with the deviation held, sigma follows from theta.
      const held: HeldCriterion = (value) => (x, gradient) => {
        const { norm, gradient: slope } = at(x)
        const variance = (value / norm) ** 2
        const reached = criterion.evaluate(x, gradient, variance)
        // Chain rule through sigma^2 = value^2 / norm^2.
        const along = criterion.rows - criterion.state().residualSquares / variance
        slope.forEach((part, k) => {
          gradient[span.from + k] = gradient[span.from + k]! - (2 * along * part) / norm
        })
        return reached
      }
      return { group, term, estimate: at(optimum).norm * fit.sigma, start: lifted, held }
    }),
    sigma: {
      start: optimum,
      held: (value) => (x, gradient) => criterion.evaluate(x, gradient, value ** 2),
    },
  }
}
