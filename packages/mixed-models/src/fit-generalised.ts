import { checkQuadrature } from './internal/adaptive-quadrature.js'
import type { BinomialData } from './internal/binomial-data.js'
import { readFactorEntries } from './internal/covariance-template.js'
import { describeModel, estimatedFit, refusedFit, requireLevel } from './internal/fit-result.js'
import { generalisedModes } from './internal/generalised-inference.js'
import { generalisedCriteria, generalisedProblem } from './internal/generalised-problem.js'
import { laplaceOptimum } from './internal/laplace-optimum.js'
import { originalFactors, solveUpper } from './internal/linear-problem.js'
import type { MixedModel } from './mixed-model.js'
import type { ModelFit } from './model-fit.js'
import { randomCovariances } from './random-effects.js'

/** Options of {@link fitGeneralised}. */
export interface GeneralisedOptions {
  /** The family; only `'binomial'` with the logit link. */
  readonly family?: 'binomial'
  /** Points of adaptive quadrature, 1 to 99; 1 (default) is Laplace's approximation. More need one grouping factor with one random effect. */
  readonly quadraturePoints?: number
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
}

/** A fitted binomial mixed model: plain data. Its likelihood includes the binomial coefficients; random effects are on the logit scale. */
export interface GeneralisedFit extends ModelFit {
  /** Family of the response. */
  readonly family: 'binomial'
  /** How the integral over the random effects was approximated. */
  readonly method: 'Laplace' | 'adaptive quadrature'
  /** Points of quadrature (1 = Laplace). */
  readonly quadraturePoints: number
  /**
   * `minusTwoLogLik` less that of the saturated model (each row its own probability); `null` when the fit was refused. With quadrature this, not
   * -2 log likelihood, is what glmer reports as -2 logLik.
   */
  readonly deviance: number | null
  /** A binomial model has none. */
  readonly sigma: null
}

const assumptions: readonly string[] = [
  'Given the random effects, answers are independent with a probability that is logistic in the linear predictor.',
  'Random effects are normal; intervals are Wald intervals on the logit scale.',
]

/**
 * Fits a binomial mixed model with the logit link: yes-counts when a model gives no log-probabilities. The response is `cbind(yes, no)`, a 0/1
 * column, or a proportion whose `weights` are the numbers of trials. The likelihood is approximated by Laplace's method with an exact gradient,
 * or by adaptive Gauss-Hermite quadrature for one random effect per group; the certificate is that of {@link fitLinear}.
 *
 * The fit is refused when the outcomes are separated (some combination of the fixed effects predicts them perfectly, so that estimates run off
 * to infinity) or the data cannot identify the model.
 *
 * @param model - From {@link prepareModel}.
 * @param options - Points of quadrature; level.
 * @throws RangeError when an option is out of range.
 * @throws DataError listing rows whose counts are not counts.
 * @example
 * ```ts
 * import { fitGeneralised, prepareModel } from '@safety-portfolio/mixed-models'
 *
 * const yes = [3, 5, 9, 2, 8, 6, 1, 4, 7, 9, 5, 8]
 * const rows = yes.map((count, i) => ({ yes: count, no: 10 - count, x: i % 3, g: Math.floor(i / 3) }))
 * const fit = fitGeneralised(prepareModel('cbind(yes, no) ~ x + (1 | g)', rows))
 * fit.converged // => true
 * fit.fixed[1]!.estimate // => ~0.83
 * ```
 */
export function fitGeneralised(model: MixedModel, options: GeneralisedOptions = {}): GeneralisedFit {
  const { quadraturePoints = 1, level = 0.95 } = options
  checkQuadrature('fitGeneralised', model, quadraturePoints)
  requireLevel('fitGeneralised', level)
  if (model.trials !== null && model.weights !== null) {
    throw new RangeError('fitGeneralised: cbind(yes, no) already says the trials; weights cannot be given as well')
  }
  if (model.bounds !== null)
    throw new RangeError('fitGeneralised: the response censored(lower, upper) needs fitCensored')
  const problem = generalisedProblem(model)
  const { linear, data, templates, thetaCount, refusal } = problem
  const { design } = linear
  const p = model.fixedNames.length
  const parameters = p + thetaCount
  const named = model.responseLevels
  const common = {
    family: 'binomial',
    method: quadraturePoints === 1 ? 'Laplace' : 'adaptive quadrature',
    quadraturePoints,
    ...describeModel(model),
    parameters,
    assumptions:
      named === null ? assumptions : [`Modelled is the chance of ${named[1]} against ${named[0]}.`, ...assumptions],
  } as const
  if (refusal !== null) return { ...common, ...refusedFit(model, refusal), deviance: null }
  const { laplace, criterion } = generalisedCriteria(problem, data, quadraturePoints)
  const optimum = laplaceOptimum(design, laplace, criterion, problem.start, thetaCount)
  const { certificate, converged, covariance, value: minusTwoLogLik } = optimum
  const lambdas = originalFactors(linear, optimum.parameters)
  const estimates = solveUpper(design.fixed.triangle, optimum.parameters.slice(thetaCount), p, 1)
  return {
    ...common,
    ...estimatedFit(model, {
      minusTwoLogLik,
      parameters,
      converged,
      certificate,
      evaluations: optimum.evaluations,
      estimates,
      covariance: covariance.original,
      level,
    }),
    deviance: minusTwoLogLik - saturated(data),
    random: randomCovariances(model.factors, lambdas, 1),
    sigma: null,
    theta: templates.flatMap((template, index) => readFactorEntries(template, lambdas[index]!)),
    ranef: generalisedModes(design, data, laplace, optimum.parameters),
  }
}

/** -2 log likelihood when every row has its own probability. */
function saturated({ successes, trials, constant }: BinomialData): number {
  const part = (count: number, share: number): number => (count > 0 ? count * Math.log(share) : 0)
  let sum = constant
  for (let i = 0; i < trials.length; i += 1) {
    const yes = successes[i]! / trials[i]!
    sum += part(successes[i]!, yes) + part(trials[i]! - successes[i]!, 1 - yes)
  }
  return -2 * sum
}
