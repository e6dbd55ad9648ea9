import type { Finding } from '@safety-portfolio/stats'
import type { CensoredFit } from '../fit-censored.js'
import type { MixedModel, ResponseBounds } from '../mixed-model.js'
import { censoredLikelihood } from './censored-likelihood.js'
import { covarianceTemplate } from './covariance-template.js'
import type { CovarianceTemplate } from './covariance-template.js'
import type { LaplaceData } from './laplace-data.js'
import { laplaceUnits } from './laplace-data.js'
import type { LaplaceOptimum } from './laplace-optimum.js'
import { multiply } from './dense.js'
import { linearProblem, whitenedTheta } from './linear-problem.js'
import type { LinearProblem } from './linear-problem.js'
import { norm } from './full-rank.js'

/** A model with a censored response reduced to what its likelihood needs, in units in which its residuals are of size 1. */
export interface CensoredProblem {
  readonly linear: LinearProblem
  readonly data: LaplaceData
  readonly templates: readonly CovarianceTemplate[]
  readonly thetaCount: number
  readonly start: Float64Array
  /** Bounds less offsets, in units of the problem, and square roots of the prior weights. */
  readonly lower: Float64Array
  readonly upper: Float64Array
  readonly roots: Float64Array | null
  /** What 1 stands for. */
  readonly unit: number
  readonly rows: CensoredFit['rows']
  readonly refusal: Finding | null
  /** Why an optimum that was reached is none: estimates ran off to infinity. */
  readonly unbounded: (optimum: LaplaceOptimum) => Finding | null
}

/** A standard error this many times the spread of the response says that nothing bounds the estimate. */
const boundless = 1e3
/** exp of this is a residual standard deviation of nothing in units of the response. */
const vanishing = -16

/** Reads a model with the response `censored(lower, upper)`. */
export function censoredProblem(model: MixedModel): CensoredProblem {
  const { bounds } = model
  if (bounds === null) {
    throw new RangeError(
      'fitCensored: the response must be censored(lower, upper); use fitLinear for values that are known',
    )
  }
  // Weights scale the standard deviation of each row, so the columns stay as they are.
  const linear = linearProblem({ ...model, weights: null })
  const { design } = linear
  const rows = countRows(bounds)
  const spread = norm(design.residual) / Math.sqrt(Math.max(1, model.n - design.p))
  const unit = spread > 0 ? spread : 1
  const scaled = (bound: Float64Array): Float64Array => bound.map((value, i) => (value - model.offset[i]!) / unit)
  const templates = model.factors.map(({ blocks }) => covarianceTemplate(blocks))
  const theta = templates.flatMap(({ positions }) => positions.map(([i, j]) => (i === j ? 0.5 : 0)))
  const roots = model.weights?.map(Math.sqrt) ?? null
  const [lower, upper] = [scaled(bounds.lower), scaled(bounds.upper)]
  return {
    linear,
    data: {
      n: model.n,
      p: design.p,
      likelihood: censoredLikelihood(lower, upper, roots),
      offset: new Float64Array(model.n),
      x: design.fixed.columns,
      constant: 0,
      ...laplaceUnits(design),
    },
    templates,
    thetaCount: theta.length,
    start: Float64Array.from([...theta, ...design.leastSquares.map((value) => value / unit), Math.log(0.7)]),
    lower,
    upper,
    roots,
    unit,
    rows,
    refusal: refuse(model, linear, rows),
    unbounded: ({ parameters, covariance }) => {
      if (parameters.at(-1)! < vanishing) {
        return {
          code: 'degenerate',
          message: 'The model fits every bound exactly, so sigma tends to 0 and the likelihood has no maximum.',
        }
      }
      // Whitened columns have length 1, so a row's share of one is about the square root of n.
      const widest = Math.max(0, ...covariance.whitenedErrors) / Math.sqrt(model.n)
      if (widest < boundless && covariance.whitenedErrors.every((se) => se > 0)) return null
      return {
        code: 'separation',
        message:
          'The bounds leave some combination of the fixed effects without limit (all its rows are censored on one side), so estimates would run off to infinity. Remove or merge the effects whose rows are all censored.',
      }
    },
  }
}

function countRows({ lower, upper }: ResponseBounds): CensoredFit['rows'] {
  const rows = { known: 0, below: 0, above: 0, within: 0 }
  lower.forEach((low, i) => {
    const high = upper[i]!
    rows[low === high ? 'known' : low === -Infinity ? 'below' : high === Infinity ? 'above' : 'within'] += 1
  })
  return rows
}

function refuse(model: MixedModel, linear: LinearProblem, rows: CensoredFit['rows']): Finding | null {
  if (rows.known + rows.within <= linear.design.p) {
    return {
      code: 'too-few-known',
      message: `Only ${rows.known + rows.within} of ${model.n} rows are known or bounded on both sides: they cannot estimate ${linear.design.p} fixed effects and a residual variance.`,
    }
  }
  if (model.factors.length === 0) {
    return { code: 'no-random-effects', message: 'The formula has no random effects; this is a mixed model.' }
  }
  return linear.refusal
}

/** A censored fit joined again with its model: theta, the whitened fixed effects and log sigma, in units of the problem. */
export function fittedCensored(
  caller: string,
  model: MixedModel,
  fit: CensoredFit,
): { readonly problem: CensoredProblem; readonly parameters: Float64Array } {
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
  const problem = censoredProblem(model)
  const { linear, unit } = problem
  const { p, fixed } = linear.design
  const sigma = fit.sigma / unit
  const estimates = Float64Array.from(fit.fixed, ({ estimate }) => estimate / unit)
  const theta = whitenedTheta(linear, fit.theta).map((value) => sigma * value)
  return {
    problem,
    parameters: Float64Array.from([...theta, ...multiply(fixed.triangle, estimates, p, p, 1), Math.log(sigma)]),
  }
}
