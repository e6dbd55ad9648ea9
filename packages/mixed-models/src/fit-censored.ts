import { checkQuadrature, quadratureCriterion } from './internal/adaptive-quadrature.js'
import { censoredProblem } from './internal/censored-problem.js'
import { readFactorEntries } from './internal/covariance-template.js'
import { describeModel, estimatedFit, refusedFit, requireLevel } from './internal/fit-result.js'
import { generalisedModes } from './internal/generalised-inference.js'
import { laplaceCriterion } from './internal/laplace-criterion.js'
import { laplaceOptimum } from './internal/laplace-optimum.js'
import { originalFactors, solveUpper } from './internal/linear-problem.js'
import type { MixedModel } from './mixed-model.js'
import type { ModelFit } from './model-fit.js'
import { randomCovariances } from './random-effects.js'

/** Options of {@link fitCensored}. */
export interface CensoredOptions {
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
  /** Points of adaptive Gauss-Hermite quadrature, for one grouping factor with one random effect; 1 (default) is Laplace's approximation. */
  readonly quadraturePoints?: number
}

/** A fitted linear mixed model of a response that is known up to intervals: plain data. Known rows contribute densities to the likelihood, the others probabilities. */
export interface CensoredFit extends ModelFit {
  /** What kind of model this is. */
  readonly family: 'gaussian'
  /** How the random effects are integrated out of the likelihood; Laplace's approximation is exact for the rows that are known. */
  readonly method: 'Laplace' | 'adaptive quadrature'
  /** Points of quadrature (1 = Laplace). */
  readonly quadraturePoints: number
  /** How many rows are known, known to lie below or above a bound, or within an interval. */
  readonly rows: { readonly known: number; readonly below: number; readonly above: number; readonly within: number }
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
  requireLevel('fitCensored', level)
  checkQuadrature('fitCensored', model, quadraturePoints)
  const problem = censoredProblem(model)
  const { linear, data, templates, thetaCount, refusal, unit } = problem
  const p = model.fixedNames.length
  const parameters = p + thetaCount + 1
  const common = {
    family: 'gaussian',
    method: quadraturePoints === 1 ? 'Laplace' : 'adaptive quadrature',
    quadraturePoints,
    ...describeModel(model),
    rows: problem.rows,
    parameters,
    assumptions,
  } as const
  if (refusal !== null) return { ...common, ...refusedFit(model, refusal) }
  const laplace = laplaceCriterion(data, linear.design.factors)
  const criterion = quadraturePoints === 1 ? laplace : quadratureCriterion(data, laplace, quadraturePoints)
  const optimum = laplaceOptimum(linear.design, laplace, criterion, problem.start, thetaCount)
  const sigma = unit * Math.exp(optimum.parameters.at(-1)!)
  const unbounded = problem.unbounded(optimum)
  if (unbounded !== null) return { ...common, ...refusedFit(model, unbounded) }
  const { certificate, converged, covariance } = optimum
  const minusTwoLogLik = optimum.value + 2 * problem.rows.known * Math.log(unit)
  const lambdas = originalFactors(linear, optimum.parameters).map((lambda) => lambda.map((value) => unit * value))
  const estimates = solveUpper(linear.design.fixed.triangle, optimum.parameters.slice(thetaCount), p, 1)
  const modes = generalisedModes(linear.design, data, laplace, optimum.parameters)
  const scaled = (rows: readonly (readonly number[])[]): number[][] =>
    rows.map((row) => row.map((value) => unit * value))
  return {
    ...common,
    ...estimatedFit(model, {
      minusTwoLogLik,
      parameters,
      converged,
      certificate,
      evaluations: optimum.evaluations,
      estimates: estimates.map((value) => unit * value),
      covariance: covariance.original.map((value) => unit * unit * value),
      level,
    }),
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
  }
}
