import type { Finding } from '@safety-portfolio/stats'
import { logGamma } from '@safety-portfolio/stats'
import type { MixedModel } from '../mixed-model.js'
import { quadratureCriterion } from './adaptive-quadrature.js'
import { binomialData } from './binomial-data.js'
import type { BinomialData } from './binomial-data.js'
import { checkBinomial, checkCounts } from './check-binomial.js'
import { covarianceTemplate } from './covariance-template.js'
import type { CovarianceTemplate } from './covariance-template.js'
import type { CovarianceCriterion, LaplaceCriterion } from './criterion.js'
import { fixedBinomial } from './fixed-binomial.js'
import { laplaceCriterion } from './laplace-criterion.js'
import { linearProblem } from './linear-problem.js'
import type { LinearProblem } from './linear-problem.js'

/** A binomial model reduced to what its likelihood needs. */
export interface GeneralisedProblem {
  /** The same model without weights, which are numbers of trials here. */
  readonly linear: LinearProblem
  readonly data: BinomialData
  readonly templates: readonly CovarianceTemplate[]
  readonly thetaCount: number
  /** Theta of unit variances, then the fixed effects without random effects. */
  readonly start: Float64Array
  /** A logit is a logit. */
  readonly unit: 1
  readonly refusal: Finding | null
}

/** NaN for what is no count; such rows are refused by `checkCounts`. */
const logChoose = (n: number, k: number): number =>
  k >= 0 && k <= n ? logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) : NaN

/** Reads a model as binomial. */
export function generalisedProblem(model: MixedModel): GeneralisedProblem {
  const linear = linearProblem({ ...model, weights: null })
  const data = binomialData(model, linear.design, logChoose)
  checkCounts(model, data)
  const templates = model.factors.map(({ blocks }) => covarianceTemplate(blocks))
  const fixed = fixedBinomial(data)
  const refusal = checkBinomial(model, fixed.separated)
  const unit = templates.flatMap(({ positions }) => positions.map(([i, j]) => (i === j ? 1 : 0)))
  return {
    linear,
    data,
    templates,
    thetaCount: unit.length,
    start: Float64Array.from([...unit, ...fixed.beta]),
    unit: 1,
    refusal,
  }
}

/** Laplace's criterion of some data of the problem, and the one that is minimised: that, or quadrature around its modes. */
export function generalisedCriteria(
  { linear: { design } }: GeneralisedProblem,
  data: BinomialData,
  points: number,
): { readonly laplace: LaplaceCriterion; readonly criterion: CovarianceCriterion } {
  const laplace = laplaceCriterion(data, design.factors)
  return { laplace, criterion: points === 1 ? laplace : quadratureCriterion(data, laplace, points) }
}
