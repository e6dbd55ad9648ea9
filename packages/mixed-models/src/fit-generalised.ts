import type { Finding } from '@safety-portfolio/stats'
import { logGamma } from '@safety-portfolio/stats'
import { gradientLimit } from './certificate.js'
import type { Certificate } from './certificate.js'
import { fixedEffect } from './fixed-effects.js'
import type { FixedEffect } from './fixed-effects.js'
import { fitWarnings } from './fit-linear.js'
import { quadratureCriterion } from './internal/adaptive-quadrature.js'
import { binomialData } from './internal/binomial-data.js'
import { covarianceTemplate, readFactorEntries } from './internal/covariance-template.js'
import { toNested } from './internal/dense.js'
import { fixedBinomial } from './internal/fixed-binomial.js'
import { generalisedCovariance, generalisedModes } from './internal/generalised-inference.js'
import { laplaceCriterion } from './internal/laplace-criterion.js'
import { linearProblem, originalFactors, solveUpper } from './internal/linear-problem.js'
import { optimiseCriterion } from './internal/optimise-criterion.js'
import { checkBinomial } from './internal/check-binomial.js'
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

const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)

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
  if (!Number.isInteger(quadraturePoints) || quadraturePoints < 1 || quadraturePoints > 99) {
    throw new RangeError(
      `fitGeneralised: quadraturePoints must be a whole number from 1 to 99, got ${quadraturePoints}`,
    )
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`fitGeneralised: level must be between 0 and 1, got ${level}`)
  if (model.trials !== null && model.weights !== null) {
    throw new RangeError('fitGeneralised: cbind(yes, no) already says the trials; weights cannot be given as well')
  }
  const [factor] = model.factors
  if (quadraturePoints > 1 && (model.factors.length !== 1 || factor!.columns.length !== 1)) {
    throw new RangeError('fitGeneralised: quadrature needs one grouping factor with one random effect; use Laplace')
  }
  const { design } = linearProblem({ ...model, weights: null })
  const data = binomialData(model, design, logChoose)
  const templates = model.factors.map(({ blocks }) => covarianceTemplate(blocks))
  const thetaCount = templates.reduce((sum, { positions }) => sum + positions.length, 0)
  const p = model.fixedNames.length
  const parameters = p + thetaCount
  const fixedOnly = fixedBinomial(data)
  const refusal = checkBinomial(model, data, fixedOnly.separated)
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
  const laplace = laplaceCriterion(data, design.factors)
  const start = [
    ...templates.flatMap(({ positions }) => positions.map(([i, j]) => (i === j ? 1 : 0))),
    ...fixedOnly.beta,
  ]
  const first = optimiseCriterion(laplace, start, 1e-5)
  const criterion = quadraturePoints === 1 ? laplace : quadratureCriterion(data, laplace, quadraturePoints)
  const optimum = quadraturePoints === 1 ? first : optimiseCriterion(criterion, first.theta, 1e-5)

  const covariance = generalisedCovariance(criterion, optimum.theta, thetaCount, design)
  const gradient = new Float64Array(parameters)
  const minusTwoLogLik = criterion.evaluate(optimum.theta, gradient)
  // Whitened fixed effects are measured in their own standard errors, so that the certificate stays free of units.
  const alongFixed = covariance.whitenedErrors.reduce(
    (most, se, k) => Math.max(most, Math.abs(gradient[thetaCount + k]!) * se),
    0,
  )
  // The diagnostics are Laplace's; with quadrature the gradient is that of its own likelihood.
  const alongTheta =
    quadraturePoints === 1
      ? optimum.certificate.gradientNorm
      : Math.abs(gradient[0]! * Math.max(optimum.theta[0]!, 1e-3))
  const certificate = { ...optimum.certificate, gradientNorm: Math.max(alongTheta, alongFixed) }
  const converged =
    Number.isFinite(minusTwoLogLik) && certificate.gradientNorm <= gradientLimit && certificate.kkt !== false
  const problem = linearProblem({ ...model, weights: null })
  const lambdas = originalFactors(problem, optimum.theta)
  const estimates = solveUpper(design.fixed.triangle, optimum.theta.slice(thetaCount), p, 1)
  laplace.evaluate(optimum.theta, null)
  return {
    ...common,
    minusTwoLogLik,
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
    ranef: generalisedModes(design, data, laplace, optimum.theta),
    evaluations: optimum.evaluations,
    warnings: [...model.warnings, ...fitWarnings(converged, certificate)],
  }
}
