import type { Finding } from '@safety-portfolio/stats'
import type { Certificate } from './certificate.js'
import { fixedEffect } from './fixed-effects.js'
import type { FixedEffect } from './fixed-effects.js'
import { covarianceTemplate, readFactorEntries } from './internal/covariance-template.js'
import type { LikelihoodMethod } from './internal/criterion.js'
import { residualDegrees } from './internal/criterion.js'
import { toNested } from './internal/dense.js'
import { conditionalModes } from './internal/conditional-modes.js'
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
import { randomCovariances } from './random-effects.js'
import type { ConditionalModes, RandomEffectCovariance } from './random-effects.js'
import { version } from './version.js'

/** Options of {@link fitLinear}. */
export interface LinearOptions {
  /** `'REML'` (default) or `'ML'`. Compare models with different fixed effects by ML. */
  readonly method?: LikelihoodMethod
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
}

/** A fitted linear mixed model: plain data. */
export interface LinearFit {
  /** What kind of model this is. */
  readonly family: 'gaussian'
  /** The formula in canonical spelling. */
  readonly formula: string
  /** Which likelihood was maximised. */
  readonly method: LikelihoodMethod
  /** Rows used. */
  readonly n: number
  /** Number of groups of each grouping factor. */
  readonly groups: Readonly<Record<string, number>>
  /** -2 log likelihood (restricted for REML) at the optimum; `null` when the fit was refused. */
  readonly minusTwoLogLik: number | null
  /** Number of parameters: fixed effects, covariance parameters and sigma. */
  readonly parameters: number
  /** Akaike's criterion, `minusTwoLogLik + 2 parameters`; `null` when the fit was refused. */
  readonly aic: number | null
  /** Bayesian criterion, `minusTwoLogLik + log(n) parameters`; `null` when the fit was refused. */
  readonly bic: number | null
  /** Whether the certificate proves an optimum. */
  readonly converged: boolean
  /** The proof; `null` when the fit was refused. */
  readonly certificate: Certificate | null
  /** Fixed effects, with Wald (normal) intervals unless another inference was asked for. */
  readonly fixed: readonly FixedEffect[]
  /** Covariance matrix of the fixed effects, in their order. */
  readonly fixedCovariance: readonly (readonly number[])[]
  /** Covariances of the random effects. */
  readonly random: readonly RandomEffectCovariance[]
  /** Residual standard deviation (of a row with weight 1); `null` when the fit was refused. */
  readonly sigma: number | null
  /** Entries of the relative covariance factors in lme4's order. */
  readonly theta: readonly number[]
  /** Conditional modes of the random effects. */
  readonly ranef: readonly ConditionalModes[]
  /** Fixed-effect columns that were left out as linear combinations of others. */
  readonly droppedColumns: readonly string[]
  /** Rows left out because of a missing cell, numbered from 1. */
  readonly omittedRows: readonly number[]
  /** Evaluations of the criterion with its gradient. */
  readonly evaluations: number
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Why there is no fit: the likelihood has no maximum, or the data cannot identify the model. */
  readonly refusal: Finding | null
  /** What the numbers rest on. */
  readonly assumptions: readonly string[]
  /** Version of this package. */
  readonly version: string
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
  if (!(level > 0 && level < 1)) throw new RangeError(`fitLinear: level must be between 0 and 1, got ${level}`)
  if (model.trials !== null) {
    throw new RangeError('fitLinear: the response cbind(yes, no) is counts; use fitGeneralised (family binomial)')
  }
  if (model.bounds !== null) {
    throw new RangeError('fitLinear: the response censored(lower, upper) needs fitCensored')
  }
  const problem = linearProblem(model)
  const templates = model.factors.map(({ blocks }) => covarianceTemplate(blocks))
  const p = model.fixedNames.length
  const parameters = p + 1 + templates.reduce((sum, { positions }) => sum + positions.length, 0)
  const common = {
    family: 'gaussian',
    formula: model.formula.text,
    method,
    n: model.n,
    groups: Object.fromEntries(model.factors.map(({ name, levels }) => [name, levels.length])),
    parameters,
    droppedColumns: model.droppedColumns,
    omittedRows: model.omittedRows,
    refusal: problem.refusal,
    assumptions,
    version,
  } as const
  if (problem.refusal !== null) {
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
      sigma: null,
      theta: [],
      ranef: [],
      evaluations: 0,
      warnings: [...model.warnings, problem.refusal],
    }
  }
  const criterion = linearCriterion(problem, method)
  const optimum = optimiseCriterion(criterion, startingValues(problem), problem.structure === null ? 1e-7 : 1e-5)
  const { beta, crossFactor, residualSquares } = criterion.state()
  const variance = residualSquares / residualDegrees(model.n, p, method)
  const lambdas = originalFactors(problem, optimum.theta)
  const estimates = originalFixedEffects(problem.design, beta)
  const covariance = originalCovariance(problem.design, crossFactor, variance)
  const minusTwoLogLik = optimum.value
  return {
    ...common,
    minusTwoLogLik,
    aic: minusTwoLogLik + 2 * parameters,
    bic: minusTwoLogLik + Math.log(model.n) * parameters,
    converged: optimum.converged,
    certificate: optimum.certificate,
    fixed: model.fixedNames.map((term, k) =>
      fixedEffect({
        term,
        estimate: estimates[k]!,
        se: Math.sqrt(covariance[k * p + k]!),
        df: null,
        level,
        method: 'wald',
      }),
    ),
    fixedCovariance: toNested(covariance, p, p),
    random: randomCovariances(model.factors, lambdas, variance),
    sigma: Math.sqrt(variance),
    theta: templates.flatMap((template, index) => readFactorEntries(template, lambdas[index]!)),
    ranef: conditionalModes(problem, optimum.theta, criterion, beta, variance),
    evaluations: optimum.evaluations,
    warnings: [...model.warnings, ...fitWarnings(optimum.converged, optimum.certificate)],
  }
}

/** Warnings about convergence and the boundary. */
export function fitWarnings(converged: boolean, certificate: Certificate): Finding[] {
  const warnings: Finding[] = []
  if (!converged) {
    warnings.push({
      code: 'not-converged',
      message: `The optimum is not proven: gradient norm ${certificate.gradientNorm.toPrecision(3)}, KKT condition ${String(certificate.kkt)}.`,
    })
  }
  if (certificate.boundary) {
    warnings.push({
      code: 'boundary',
      message: `The random-effect covariance has rank ${certificate.rank} of ${certificate.dimensions}: the data support no variance in the other directions${certificate.kkt === true ? ', which the certificate proves to be the optimum' : ''}.`,
    })
  }
  return warnings
}
