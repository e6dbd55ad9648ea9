import type { LinearFit } from '../fit-linear.js'
import type { MixedModel } from '../mixed-model.js'
import {
  linearCriterion,
  linearProblem,
  originalCovariance,
  originalFixedEffects,
  whitenedTheta,
} from './linear-problem.js'
import type { LinearProblem } from './linear-problem.js'
import type { Criterion } from './criterion.js'

/** What is read of a fit: everything else follows from the model. */
export type FittedParameters = Pick<LinearFit, 'formula' | 'n' | 'method' | 'sigma' | 'theta' | 'refusal'>

/** A fit joined again with its model: what inference starts from. */
export interface FittedProblem {
  readonly problem: LinearProblem
  readonly criterion: Criterion
  readonly theta: Float64Array
  readonly variance: number
  readonly estimates: Float64Array
  /** p x p. */
  readonly covariance: Float64Array
}

/** Rebuilds the numerical state of a fit; throws when the fit was refused or belongs to another model. */
export function fittedProblem(caller: string, model: MixedModel, fit: FittedParameters): FittedProblem {
  if (fit.formula !== model.formula.text || fit.n !== model.n) {
    throw new RangeError(
      `${caller}: the fit is of ${fit.formula} (${fit.n} rows), the model is ${model.formula.text} (${model.n} rows)`,
    )
  }
  if (fit.sigma === null) {
    throw new RangeError(
      `${caller}: the fit was refused (${fit.refusal?.code ?? 'unknown'}), so there is nothing to infer from`,
    )
  }
  const problem = linearProblem(model)
  const criterion = linearCriterion(problem, fit.method)
  const theta = whitenedTheta(problem, fit.theta)
  criterion.evaluate(theta, null)
  const { beta, crossFactor } = criterion.state()
  const variance = fit.sigma ** 2
  return {
    problem,
    criterion,
    theta,
    variance,
    estimates: originalFixedEffects(problem.design, beta),
    covariance: originalCovariance(problem.design, crossFactor, variance),
  }
}
