import { covarianceTemplate, readFactorEntries } from './internal/covariance-template.js'
import type { LikelihoodMethod } from './internal/criterion.js'
import { residualDegrees } from './internal/criterion.js'
import { conditionalModes } from './internal/conditional-modes.js'
import { confoundedVariances } from './internal/confounded-variances.js'
import { describeModel, estimatedFit, refusedFit, requireLevel } from './internal/fit-result.js'
import {
  linearCriterion,
  linearProblem,
  originalCovariance,
  originalFactors,
  originalFixedEffects,
} from './internal/linear-problem.js'
import { optimiseCriterion } from './internal/optimise-criterion.js'
import { startingValues } from './internal/starting-values.js'
import type { MixedModel } from './mixed-model.js'
import type { ModelFit } from './model-fit.js'
import { randomCovariances } from './random-effects.js'

/** Options of {@link fitLinear}. */
export interface LinearOptions {
  /** `'REML'` (default) or `'ML'`. Compare models with different fixed effects by ML. */
  readonly method?: LikelihoodMethod
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
}

/** A fitted linear mixed model: plain data. Its likelihood is restricted for REML. */
export interface LinearFit extends ModelFit {
  /** What kind of model this is. */
  readonly family: 'gaussian'
  /** Which likelihood was maximised. */
  readonly method: LikelihoodMethod
}

const assumptions: readonly string[] = [
  'Random effects and residuals are normal; groups are independent; residuals are independent with variance sigma^2 / weight.',
  'Standard errors take the covariance parameters as known (Satterthwaite and Kenward-Roger allow for their estimation).',
]

/**
 * Fits a linear mixed model by maximising the profiled (restricted) likelihood of Bates, Maechler, Bolker and Walker (2015, J. Stat. Softw.
 * 67(1), sections 3 and 5) with an analytic gradient, and certifies the optimum. The rows are read once; the likelihood works on
 * cross-products. On the boundary (a singular covariance) the certificate holds the condition that proves the optimum.
 *
 * The fit is refused, with a reason in `refusal`, when the likelihood has no maximum (sigma tends to 0) or the data cannot identify the
 * model (as many random effects as rows, a grouping factor with one level, no more rows than fixed effects).
 *
 * @param model - From {@link prepareModel}.
 * @param options - ML or REML, and the level of the intervals.
 * @example
 * ```ts
 * import { fitLinear, prepareModel } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => [0, 1, 2].map((x) => ({ g, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })))
 * const fit = fitLinear(prepareModel('y ~ x + (1 | g)', rows))
 * fit.converged // => true
 * fit.fixed[1]!.estimate // => ~0.92
 * ```
 */
export function fitLinear(model: MixedModel, options: LinearOptions = {}): LinearFit {
  const { method = 'REML', level = 0.95 } = options
  requireLevel('fitLinear', level)
  if (model.trials !== null) {
    throw new RangeError('fitLinear: the response cbind(yes, no) is counts; use fitGeneralised (family binomial)')
  }
  if (model.bounds !== null) {
    throw new RangeError('fitLinear: the response censored(lower, upper) needs fitCensored')
  }
  const { responseLevels } = model
  if (responseLevels !== null && !/^(?:true|false)$/i.test(responseLevels[0])) {
    throw new RangeError(
      `fitLinear: the response is text (${responseLevels.join(', ')}), which has no mean; use fitGeneralised (family binomial) for the chance of ${responseLevels[1]}`,
    )
  }
  const problem = linearProblem(model)
  const templates = model.factors.map(({ blocks }) => covarianceTemplate(blocks))
  const p = model.fixedNames.length
  const parameters = p + 1 + templates.reduce((sum, { positions }) => sum + positions.length, 0)
  const common = { family: 'gaussian', method, ...describeModel(model), parameters, assumptions } as const
  if (problem.refusal !== null) return { ...common, ...refusedFit(model, problem.refusal) }
  const criterion = linearCriterion(problem, method)
  const optimum = optimiseCriterion(criterion, startingValues(problem), problem.structure === null ? 1e-7 : 1e-5)
  const { beta, crossFactor, residualSquares } = criterion.state()
  const variance = residualSquares / residualDegrees(model.n, p, method)
  const lambdas = originalFactors(problem, optimum.theta)
  const estimates = originalFixedEffects(problem.design, beta)
  const covariance = originalCovariance(problem.design, crossFactor, variance)
  const { value: minusTwoLogLik, converged, certificate, evaluations } = optimum
  const estimated = estimatedFit(model, {
    minusTwoLogLik,
    parameters,
    converged,
    certificate,
    evaluations,
    estimates,
    covariance,
    level,
  })
  const confounded = method === 'REML' ? confoundedVariances(model, problem.design) : []
  return {
    ...common,
    ...estimated,
    warnings: [...estimated.warnings, ...confounded],
    random: randomCovariances(model.factors, lambdas, variance),
    sigma: Math.sqrt(variance),
    theta: templates.flatMap((template, index) => readFactorEntries(template, lambdas[index]!)),
    ranef: conditionalModes(problem, optimum.theta, criterion, beta, variance),
  }
}
