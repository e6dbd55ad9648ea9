import type { Interval } from '@safety-portfolio/stats'
import { normalQuantile } from '@safety-portfolio/stats'
import type { CensoredFit } from './fit-censored.js'
import type { GeneralisedFit } from './fit-generalised.js'
import type { LinearFit } from './fit-linear.js'
import { quadratureCriterion } from './internal/adaptive-quadrature.js'
import { fittedCensored } from './internal/censored-problem.js'
import { covarianceParameters } from './internal/covariance-parameters.js'
import { covarianceTemplate, fillFactor } from './internal/covariance-template.js'
import { fittedProblem } from './internal/fitted-problem.js'
import { generalisedCovariance } from './internal/generalised-inference.js'
import { generalisedCriteria } from './internal/generalised-problem.js'
import { fittedGeneralised } from './internal/generalised-refit.js'
import { laplaceCriterion } from './internal/laplace-criterion.js'
import { solveUpper } from './internal/linear-problem.js'
import type { WhitenedFactor } from './internal/whitened-design.js'
import type { MixedModel } from './mixed-model.js'

/** A standard deviation or correlation of random effects, or sigma, with its interval. */
export interface VarianceComponent {
  /** What it is. */
  readonly kind: 'standard-deviation' | 'correlation' | 'sigma'
  /** Grouping factor; `null` for sigma. */
  readonly group: string | null
  /** Name of the effect, of two for a correlation (`'(Intercept), Days'`); `'sigma'` for the residual. */
  readonly term: string
  /** The estimate; `null` for the correlation of an effect without variance. */
  readonly estimate: number | null
  /** The interval, or `null` with a reason. */
  readonly interval: Interval | null
  /** Why there is no interval. */
  readonly reason?: string
}

const singularReason =
  'The covariance of this term is singular here: a normal approximation does not exist. Use profile or bootstrap intervals.'

/** A relative variance below this share of the largest in its term is on the boundary for a normal approximation. */
const singular = 1e-6

/**
 * Standard deviations and correlations of the random effects, and sigma, with normal-theory intervals: on the logarithm of a standard deviation
 * and the inverse hyperbolic tangent of a correlation, by the delta method from the curvature of the likelihood (Pinheiro and Bates 2000, section
 * 2.4.3). Where a term's covariance is singular, directions without variance are taken as known, and a standard deviation that is not clearly
 * above 0, and every correlation, has no interval but a reason; {@link profileIntervals} and the bootstraps have no such gap and are better for few
 * groups.
 *
 * @param model - The model.
 * @param fit - Its fit: linear, generalised or censored.
 * @param options - Coverage, default 0.95.
 * @throws RangeError when the fit was refused or belongs to another model.
 * @example
 * ```ts
 * import { fitLinear, prepareModel, varianceComponents } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => [0, 1, 2].map((x) => ({ g, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })))
 * const model = prepareModel('y ~ x + (1 | g)', rows)
 * const [intercept] = varianceComponents(model, fitLinear(model))
 * intercept!.interval!.upper // => ~3.47
 * ```
 */
export function varianceComponents(
  model: MixedModel,
  fit: LinearFit | GeneralisedFit | CensoredFit,
  options: { readonly level?: number } = {},
): VarianceComponent[] {
  const { level = 0.95 } = options
  if (!(level > 0 && level < 1)) throw new RangeError(`varianceComponents: level must be between 0 and 1, got ${level}`)
  const { theta, last, covariance, factors, scale, sigma } = partsOf(model, fit)
  const z = normalQuantile(1 - (1 - level) / 2)
  const parameters = Float64Array.from([...theta, last])
  const result: VarianceComponent[] = []
  let from = 0
  for (const { factor, triangle } of factors) {
    const template = covarianceTemplate(factor.blocks)
    const { q } = template
    const offset = from
    from += template.positions.length
    /** Covariance of the effects at given parameters, in the original columns. */
    const covarianceAt = (at: Float64Array): ((i: number, j: number) => number) => {
      const lambda = new Float64Array(q * q)
      fillFactor(template, at, offset, lambda)
      const root = solveUpper(triangle, lambda, q)
      const factorScale = scale(at[theta.length]!)
      return (i, j) => {
        let sum = 0
        for (let k = 0; k < q; k += 1) sum += root[i * q + k]! * root[j * q + k]!
        return factorScale * sum
      }
    }
    const now = covarianceAt(parameters)
    let start = 0
    for (const size of factor.blocks) {
      const block = Array.from({ length: size }, (_, k) => start + k)
      const known = smallestShare(template.q, block, parameters, offset, template) > singular
      const one = (
        label: Pick<VarianceComponent, 'kind' | 'term'>,
        estimate: number | null,
        scaled: (v: (i: number, j: number) => number) => number,
        back: (value: number) => number,
      ): VarianceComponent => {
        const base = { ...label, group: factor.name, estimate }
        if (estimate === null || estimate === 0 || (!known && label.kind === 'correlation')) {
          return { ...base, interval: null, reason: singularReason }
        }
        const se = deltaError(parameters, covariance, (at) => scaled(covarianceAt(at)))
        // Above 0 by fewer than two standard errors the logarithm is not normal, the less so where the likelihood has a boundary.
        if (!known && !(se < 0.5)) return { ...base, interval: null, reason: singularReason }
        const centre = scaled(now)
        const interval = { lower: back(centre - z * se), upper: back(centre + z * se), level, method: 'wald' }
        return { ...base, interval }
      }
      for (const i of block) {
        result.push(
          one(
            { kind: 'standard-deviation', term: factor.columnNames[i]! },
            Math.sqrt(now(i, i)),
            (v) => Math.log(v(i, i)) / 2,
            Math.exp,
          ),
        )
      }
      for (const i of block) {
        for (const j of block.filter((other) => other < i)) {
          const size2 = Math.sqrt(now(i, i) * now(j, j))
          result.push(
            one(
              { kind: 'correlation', term: `${factor.columnNames[j]!}, ${factor.columnNames[i]!}` },
              size2 > 0 ? Math.max(-1, Math.min(1, now(i, j) / size2)) : null,
              (v) => Math.atanh(v(i, j) / Math.sqrt(v(i, i) * v(j, j))),
              Math.tanh,
            ),
          )
        }
      }
      start += size
    }
  }
  if (sigma === null) return result
  const se = deltaError(parameters, covariance, (at) => Math.log(sigma(at[theta.length]!)))
  const estimate = sigma(last)
  const interval = { lower: estimate * Math.exp(-z * se), upper: estimate * Math.exp(z * se), level, method: 'wald' }
  return [...result, { kind: 'sigma', group: null, term: 'sigma', estimate, interval }]
}

function partsOf(model: MixedModel, fit: LinearFit | GeneralisedFit | CensoredFit): Parts {
  if (fit.family === 'binomial') return generalisedParts(model, fit)
  return 'rows' in fit ? censoredParts(model, fit) : linearParts(model, fit)
}

interface Parts {
  readonly theta: Float64Array
  /** The further parameter: log sigma^2, log sigma in units of the problem, or 0 where there is none. */
  readonly last: number
  /** Of theta, then the further parameter. */
  readonly covariance: Float64Array
  readonly factors: readonly WhitenedFactor[]
  /** What the outer product of the factors is multiplied by, given the further parameter. */
  readonly scale: (last: number) => number
  readonly sigma: ((last: number) => number) | null
}

function linearParts(model: MixedModel, fit: LinearFit): Parts {
  const fitted = fittedProblem('varianceComponents', model, fit)
  const { covariance } = covarianceParameters(fitted, fit)
  const { theta, variance, problem } = fitted
  const { factors } = problem.design
  return { theta, last: Math.log(variance), covariance, factors, scale: Math.exp, sigma: (last) => Math.exp(last / 2) }
}

function generalisedParts(model: MixedModel, fit: GeneralisedFit): Parts {
  const { problem, parameters } = fittedGeneralised('varianceComponents', model, fit)
  const { thetaCount, data, linear } = problem
  const { criterion } = generalisedCriteria(problem, data, fit.quadraturePoints)
  const { others } = generalisedCovariance(criterion, parameters, thetaCount, linear.design)
  const padded = new Float64Array((thetaCount + 1) ** 2)
  for (let i = 0; i < thetaCount; i += 1) {
    for (let j = 0; j < thetaCount; j += 1) padded[i * (thetaCount + 1) + j] = others[i * thetaCount + j]!
  }
  const { factors } = linear.design
  return { theta: parameters.slice(0, thetaCount), last: 0, covariance: padded, factors, scale: () => 1, sigma: null }
}

function censoredParts(model: MixedModel, fit: CensoredFit): Parts {
  const { problem, parameters } = fittedCensored('varianceComponents', model, fit)
  const { thetaCount, data, linear, unit } = problem
  const laplace = laplaceCriterion(data, linear.design.factors)
  const points = fit.quadraturePoints
  const criterion = points === 1 ? laplace : quadratureCriterion(data, laplace, points)
  const { others } = generalisedCovariance(criterion, parameters, thetaCount, linear.design)
  return {
    theta: parameters.slice(0, thetaCount),
    last: parameters.at(-1)!,
    covariance: others,
    factors: linear.design.factors,
    scale: () => unit * unit,
    sigma: (last) => unit * Math.exp(last),
  }
}

/** Standard error of a function of the parameters: its gradient, by central differences, in their covariance. */
function deltaError(parameters: Float64Array, covariance: Float64Array, value: (at: Float64Array) => number): number {
  const count = parameters.length
  const slopes = Float64Array.from(parameters, (own, k) => {
    const step = 1e-6 * Math.max(Math.abs(own), 0.1)
    return (value(parameters.with(k, own + step)) - value(parameters.with(k, own - step))) / (2 * step)
  })
  let sum = 0
  for (let i = 0; i < count; i += 1) {
    for (let j = 0; j < count; j += 1) sum += slopes[i]! * slopes[j]! * covariance[i * count + j]!
  }
  return Math.sqrt(Math.max(0, sum))
}

/** The smallest squared diagonal entry of a block of the whitened factor, as a share of the largest entry or of 1. */
function smallestShare(
  q: number,
  block: readonly number[],
  parameters: Float64Array,
  offset: number,
  template: ReturnType<typeof covarianceTemplate>,
): number {
  const lambda = new Float64Array(q * q)
  fillFactor(template, parameters, offset, lambda)
  const diagonal = block.map((i) => lambda[i * q + i]! ** 2)
  return Math.min(...diagonal) / Math.max(1, ...diagonal)
}
