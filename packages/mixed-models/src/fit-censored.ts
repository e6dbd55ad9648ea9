import type { Finding } from '@safety-portfolio/stats'
import type { Certificate } from './certificate.js'
import { fixedEffect } from './fixed-effects.js'
import type { FixedEffect } from './fixed-effects.js'
import { fitWarnings } from './fit-linear.js'
import { checkQuadrature, quadratureCriterion } from './internal/adaptive-quadrature.js'
import { censoredProblem } from './internal/censored-problem.js'
import { readFactorEntries } from './internal/covariance-template.js'
import { toNested } from './internal/dense.js'
import { generalisedModes } from './internal/generalised-inference.js'
import { laplaceCriterion } from './internal/laplace-criterion.js'
import { laplaceOptimum } from './internal/laplace-optimum.js'
import { originalFactors, solveUpper } from './internal/linear-problem.js'
import type { MixedModel } from './mixed-model.js'
import { randomCovariances } from './random-effects.js'
import type { ConditionalModes, RandomEffectCovariance } from './random-effects.js'
import { version } from './version.js'

/** Options of {@link fitCensored}. */
export interface CensoredOptions {
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
  /** Points of adaptive Gauss-Hermite quadrature, for one grouping factor with one random effect; 1 (default) is Laplace's approximation. */
  readonly quadraturePoints?: number
}

/** A fitted linear mixed model of a response that is known up to intervals: plain data. */
export interface CensoredFit {
  /** What kind of model this is. */
  readonly family: 'gaussian'
  /** The formula in canonical spelling. */
  readonly formula: string
  /** How the random effects are integrated out of the likelihood; Laplace's approximation is exact for the rows that are known. */
  readonly method: 'Laplace' | 'adaptive quadrature'
  /** Points of quadrature (1 = Laplace). */
  readonly quadraturePoints: number
  /** Rows used. */
  readonly n: number
  /** How many of them are known, known to lie below or above a bound, or within an interval. */
  readonly rows: { readonly known: number; readonly below: number; readonly above: number; readonly within: number }
  /** Number of groups of each grouping factor. */
  readonly groups: Readonly<Record<string, number>>
  /** -2 log likelihood: densities of known rows, probabilities of the others; `null` when the fit was refused. */
  readonly minusTwoLogLik: number | null
  /** Number of parameters: fixed effects, covariance parameters and sigma. */
  readonly parameters: number
  /** Akaike's criterion; `null` when the fit was refused. */
  readonly aic: number | null
  /** Bayesian criterion; `null` when the fit was refused. */
  readonly bic: number | null
  /** Whether the certificate proves an optimum. */
  readonly converged: boolean
  /** The proof; `null` when the fit was refused. */
  readonly certificate: Certificate | null
  /** Fixed effects with Wald (normal) intervals. */
  readonly fixed: readonly FixedEffect[]
  /** Their covariance, from the second derivatives in all parameters. */
  readonly fixedCovariance: readonly (readonly number[])[]
  /** Covariances of the random effects. */
  readonly random: readonly RandomEffectCovariance[]
  /** Residual standard deviation (of a row with weight 1); `null` when the fit was refused. */
  readonly sigma: number | null
  /** Entries of the relative covariance factors in lme4's order. */
  readonly theta: readonly number[]
  /** Conditional modes of the random effects. */
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
  'The value behind an interval follows the same normal model as the values that are known, and the bounds do not depend on it otherwise.',
  'Random effects and residuals are normal; maximum likelihood, so variances are slightly too small when groups are few.',
]

/**
 * Fits a linear mixed model to a response `censored(lower, upper)` that is known only up to an interval: a log-odds whose answer token was not
 * among the listed ones, a measurement below a detection limit, a rounded value. The likelihood of a row is the normal density where the bounds are
 * equal and the normal probability between them otherwise (Tobin 1958, Econometrica 26; Hughes 1999, Biometrics 55, for mixed models); random
 * effects are integrated out by Laplace's approximation with an exact gradient, or by adaptive quadrature. Without censored rows it is {@link fitLinear} by ML.
 *
 * The fit is refused when no row determines the residual variance, or when the bounds leave a combination of the fixed effects without limit.
 *
 * @param model - From {@link prepareModel}, with `censored(lower, upper)` on the left.
 * @param options - Level.
 * @throws RangeError when the response is not `censored(...)` or the level is out of range.
 * @example
 * ```ts
 * import { fitCensored, prepareModel } from '@safety-portfolio/mixed-models'
 *
 * const y = [1.2, 2.9, 4.1, 0.3, 1.5, 3.6, 2.2, 3.1, 5.4, 0.9, 2.4, 3.2]
 * const rows = y.map((v, i) => ({ lower: v, upper: v > 4 ? null : v, x: i % 3, g: Math.floor(i / 3) }))
 * const fit = fitCensored(prepareModel('censored(lower, upper) ~ x + (1 | g)', rows))
 * fit.rows // => { known: 10, below: 0, above: 2, within: 0 }
 * fit.fixed[1]!.estimate // => ~1.55
 * ```
 */
export function fitCensored(model: MixedModel, options: CensoredOptions = {}): CensoredFit {
  const { level = 0.95, quadraturePoints = 1 } = options
  if (!(level > 0 && level < 1)) throw new RangeError(`fitCensored: level must be between 0 and 1, got ${level}`)
  checkQuadrature('fitCensored', model, quadraturePoints)
  const problem = censoredProblem(model)
  const { linear, data, templates, thetaCount, refusal, unit } = problem
  const p = model.fixedNames.length
  const parameters = p + thetaCount + 1
  const common = {
    family: 'gaussian',
    formula: model.formula.text,
    method: quadraturePoints === 1 ? 'Laplace' : 'adaptive quadrature',
    quadraturePoints,
    n: model.n,
    rows: problem.rows,
    groups: Object.fromEntries(model.factors.map(({ name, levels }) => [name, levels.length])),
    parameters,
    droppedColumns: model.droppedColumns,
    omittedRows: model.omittedRows,
    assumptions,
    version,
  } as const
  const refused = (finding: Finding): CensoredFit => ({
    ...common,
    refusal: finding,
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
    warnings: [...model.warnings, finding],
  })
  if (refusal !== null) return refused(refusal)
  const laplace = laplaceCriterion(data, linear.design.factors)
  const criterion = quadraturePoints === 1 ? laplace : quadratureCriterion(data, laplace, quadraturePoints)
  const optimum = laplaceOptimum(linear.design, laplace, criterion, problem.start, thetaCount)
  const sigma = unit * Math.exp(optimum.parameters.at(-1)!)
  const unbounded = problem.unbounded(optimum)
  if (unbounded !== null) return refused(unbounded)
  const { certificate, converged, covariance } = optimum
  const minusTwoLogLik = optimum.value + 2 * problem.rows.known * Math.log(unit)
  const lambdas = originalFactors(linear, optimum.parameters).map((lambda) => lambda.map((value) => unit * value))
  const estimates = solveUpper(linear.design.fixed.triangle, optimum.parameters.slice(thetaCount), p, 1)
  const modes = generalisedModes(linear.design, data, laplace, optimum.parameters)
  const scaled = (rows: readonly (readonly number[])[]): number[][] =>
    rows.map((row) => row.map((value) => unit * value))
  return {
    ...common,
    refusal: null,
    minusTwoLogLik,
    aic: minusTwoLogLik + 2 * parameters,
    bic: minusTwoLogLik + Math.log(model.n) * parameters,
    converged,
    certificate,
    fixed: model.fixedNames.map((term, k) =>
      fixedEffect({
        term,
        estimate: unit * estimates[k]!,
        se: unit * Math.sqrt(covariance.original[k * p + k]!),
        df: null,
        level,
        method: 'wald',
      }),
    ),
    fixedCovariance: toNested(
      covariance.original.map((value) => unit * unit * value),
      p,
      p,
    ),
    random: randomCovariances(model.factors, lambdas, 1),
    sigma,
    theta: templates.flatMap((template, index) =>
      readFactorEntries(
        template,
        lambdas[index]!.map((value) => value / sigma),
      ),
    ),
    ranef: modes.map((of) => ({
      ...of,
      values: scaled(of.values),
      standardDeviations: scaled(of.standardDeviations),
    })),
    evaluations: optimum.evaluations,
    warnings: [...model.warnings, ...fitWarnings(converged, certificate)],
  }
}
