import type { Finding } from '@safety-portfolio/stats'
import type { Certificate } from './certificate.js'
import { fixedEffect } from './fixed-effects.js'
import type { FixedEffect } from './fixed-effects.js'
import { fitWarnings } from './fit-linear.js'
import { checkQuadrature } from './internal/adaptive-quadrature.js'
import type { BinomialData } from './internal/binomial-data.js'
import { readFactorEntries } from './internal/covariance-template.js'
import { toNested } from './internal/dense.js'
import { generalisedModes } from './internal/generalised-inference.js'
import { generalisedCriteria, generalisedProblem } from './internal/generalised-problem.js'
import { laplaceOptimum } from './internal/laplace-optimum.js'
import { originalFactors, solveUpper } from './internal/linear-problem.js'
import type { MixedModel } from './mixed-model.js'
import { randomCovariances } from './random-effects.js'
import type { ConditionalModes, RandomEffectCovariance } from './random-effects.js'
import { version } from './version.js'

/** Options of {@link fitGeneralised}. */
export interface GeneralisedOptions {
  /** The family; only `'binomial'` with the logit link. */
  readonly family?: 'binomial'
  /** Points of adaptive quadrature, 1 to 99; 1 (default) is Laplace's approximation. More need one grouping factor with one random effect. */
  readonly quadraturePoints?: number
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
}

/** A fitted binomial mixed model: plain data. */
export interface GeneralisedFit {
  /** Family of the response. */
  readonly family: 'binomial'
  /** The formula in canonical spelling. */
  readonly formula: string
  /** How the integral over the random effects was approximated. */
  readonly method: 'Laplace' | 'adaptive quadrature'
  /** Points of quadrature (1 = Laplace). */
  readonly quadraturePoints: number
  /** Rows used. */
  readonly n: number
  /** Number of groups of each grouping factor. */
  readonly groups: Readonly<Record<string, number>>
  /** -2 log likelihood, binomial coefficients included; `null` when the fit was refused. */
  readonly minusTwoLogLik: number | null
  /**
   * `minusTwoLogLik` less that of the saturated model (each row its own probability); `null` when the fit was refused. With quadrature this, not
   * -2 log likelihood, is what glmer reports as -2 logLik.
   */
  readonly deviance: number | null
  /** Number of parameters. */
  readonly parameters: number
  /** Akaike's criterion; `null` when the fit was refused. */
  readonly aic: number | null
  /** Bayesian criterion; `null` when the fit was refused. */
  readonly bic: number | null
  /** Whether the certificate proves an optimum. */
  readonly converged: boolean
  /** The proof; `null` when the fit was refused. */
  readonly certificate: Certificate | null
  /** Fixed effects on the logit scale with Wald intervals. */
  readonly fixed: readonly FixedEffect[]
  /** Their covariance, from the second derivatives in all parameters. */
  readonly fixedCovariance: readonly (readonly number[])[]
  /** Covariances of the random effects on the logit scale. */
  readonly random: readonly RandomEffectCovariance[]
  /** Always `null`: a binomial model has no residual standard deviation. */
  readonly sigma: null
  /** Entries of the covariance factors in lme4's order. */
  readonly theta: readonly number[]
  /** Conditional modes of the random effects on the logit scale. */
  readonly ranef: readonly ConditionalModes[]
  /** Fixed-effect columns left out as linear combinations of others. */
  readonly droppedColumns: readonly string[]
  /** Rows left out because of a missing cell, numbered from 1. */
  readonly omittedRows: readonly number[]
  /** Evaluations of the criterion. */
  readonly evaluations: number
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Why there is no fit. */
  readonly refusal: Finding | null
  /** What the numbers rest on. */
  readonly assumptions: readonly string[]
  /** Version of this package. */
  readonly version: string
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
  if (!(level > 0 && level < 1)) throw new RangeError(`fitGeneralised: level must be between 0 and 1, got ${level}`)
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
  const common = {
    family: 'binomial',
    formula: model.formula.text,
    method: quadraturePoints === 1 ? 'Laplace' : 'adaptive quadrature',
    quadraturePoints,
    n: model.n,
    groups: Object.fromEntries(model.factors.map(({ name, levels }) => [name, levels.length])),
    parameters,
    sigma: null,
    droppedColumns: model.droppedColumns,
    omittedRows: model.omittedRows,
    refusal,
    assumptions,
    version,
  } as const
  if (refusal !== null) {
    return {
      ...common,
      minusTwoLogLik: null,
      deviance: null,
      aic: null,
      bic: null,
      converged: false,
      certificate: null,
      fixed: [],
      fixedCovariance: [],
      random: [],
      theta: [],
      ranef: [],
      evaluations: 0,
      warnings: [...model.warnings, refusal],
    }
  }
  const { laplace, criterion } = generalisedCriteria(problem, data, quadraturePoints)
  const optimum = laplaceOptimum(design, laplace, criterion, problem.start, thetaCount)
  const { certificate, converged, covariance, value: minusTwoLogLik } = optimum
  const lambdas = originalFactors(linear, optimum.parameters)
  const estimates = solveUpper(design.fixed.triangle, optimum.parameters.slice(thetaCount), p, 1)
  return {
    ...common,
    minusTwoLogLik,
    deviance: minusTwoLogLik - saturated(data),
    aic: minusTwoLogLik + 2 * parameters,
    bic: minusTwoLogLik + Math.log(model.n) * parameters,
    converged,
    certificate,
    fixed: model.fixedNames.map((term, k) =>
      fixedEffect({
        term,
        estimate: estimates[k]!,
        se: Math.sqrt(covariance.original[k * p + k]!),
        df: null,
        level,
        method: 'wald',
      }),
    ),
    fixedCovariance: toNested(covariance.original, p, p),
    random: randomCovariances(model.factors, lambdas, 1),
    theta: templates.flatMap((template, index) => readFactorEntries(template, lambdas[index]!)),
    ranef: generalisedModes(design, data, laplace, optimum.parameters),
    evaluations: optimum.evaluations,
    warnings: [...model.warnings, ...fitWarnings(converged, certificate)],
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
