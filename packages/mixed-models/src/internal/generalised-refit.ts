import type { Random } from '@safety-portfolio/stats'
import type { GeneralisedFit } from '../fit-generalised.js'
import type { MixedModel } from '../mixed-model.js'
import type { BinomialData } from './binomial-data.js'
import { withSuccesses } from './binomial-data.js'
import { fillFactor } from './covariance-template.js'
import type { CovarianceCriterion } from './criterion.js'
import { multiply } from './dense.js'
import { fixedBinomial } from './fixed-binomial.js'
import { generalisedCriteria, generalisedProblem } from './generalised-problem.js'
import type { GeneralisedProblem } from './generalised-problem.js'
import { solveUpper, whitenedTheta } from './linear-problem.js'
import { optimiseCriterion } from './optimise-criterion.js'
import { offBoundary } from './refit.js'

const tolerance = 1e-4

/** A binomial fit joined again with its model: theta, then the whitened fixed effects. */
export function fittedGeneralised(
  caller: string,
  model: MixedModel,
  fit: GeneralisedFit,
): { readonly problem: GeneralisedProblem; readonly parameters: Float64Array } {
  if (fit.formula !== model.formula.text || fit.n !== model.n) {
    throw new RangeError(
      `${caller}: the fit is of ${fit.formula} (${fit.n} rows), the model is ${model.formula.text} (${model.n} rows)`,
    )
  }
  if (fit.refusal !== null) {
    throw new RangeError(`${caller}: the fit was refused (${fit.refusal.code}), so there is nothing to infer from`)
  }
  const problem = generalisedProblem(model)
  const { p, fixed } = problem.linear.design
  const beta = multiply(
    fixed.triangle,
    Float64Array.from(fit.fixed, ({ estimate }) => estimate),
    p,
    p,
    1,
  )
  return { problem, parameters: Float64Array.from([...whitenedTheta(problem.linear, fit.theta), ...beta]) }
}

/** The estimates of a fit in the order of a refit. */
export function generalisedCentre(fit: GeneralisedFit): number[] {
  return [
    ...fit.fixed.map(({ estimate }) => estimate),
    ...fit.random.flatMap(({ standardDeviations }) => standardDeviations),
  ]
}

/** Draws numbers of successes from the fitted model. */
export function successesSimulator(
  problem: GeneralisedProblem,
  parameters: Float64Array,
): (random: Random) => Float64Array {
  const { data, templates, thetaCount, linear } = problem
  const { n, p, x } = data
  const base = data.offset.slice()
  for (let k = 0; k < p; k += 1) {
    for (let row = 0; row < n; row += 1) base[row] = base[row]! + parameters[thetaCount + k]! * x[k]![row]!
  }
  let from = 0
  const lambdas = templates.map((template) => {
    const lambda = new Float64Array(template.q ** 2)
    fillFactor(template, parameters, from, lambda)
    from += template.positions.length
    return lambda
  })
  return (random) => {
    const eta = base.slice()
    linear.design.factors.forEach(({ factor, columns }, f) => {
      const q = columns.length
      const effects = factor.levels.map(() => {
        const u = Float64Array.from({ length: q }, () => random.normal())
        return multiply(lambdas[f]!, u, q, q, 1)
      })
      for (let row = 0; row < n; row += 1) {
        const own = effects[factor.codes[row]!]!
        for (let c = 0; c < q; c += 1) eta[row] = eta[row]! + columns[c]![row]! * own[c]!
      }
    })
    return eta.map((value, row) => {
      const probability = 1 / (1 + Math.exp(-value))
      let yes = 0
      for (let k = data.trials[row]!; k > 0; k -= 1) if (random.uniform() < probability) yes += 1
      return yes
    })
  }
}

/**
 * Fits again with other data, starting from the original estimates, and returns fixed effects and standard deviations of the random effects;
 * NaN throughout when the optimum is not proven or the outcomes are separated.
 */
export function generalisedRefit(
  problem: GeneralisedProblem,
  data: BinomialData,
  parameters: Float64Array,
  points: number,
): number[] {
  const { linear, templates, thetaCount } = problem
  const { factors, fixed, p } = linear.design
  const labels = p + templates.reduce((sum, { q }) => sum + q, 0)
  const failed = new Array<number>(labels).fill(NaN)
  if (fixedBinomial(data).separated) return failed
  const { criterion } = generalisedCriteria(problem, data, points)
  const start = parameters.slice()
  start.set(offBoundary(criterion, parameters))
  const optimum = optimiseCriterion(criterion, start, tolerance)
  // The certificate's derivatives are Laplace's; quadrature is judged by the gradient of its own likelihood.
  const found = points === 1 ? optimum.converged : isStationary(criterion, optimum.theta)
  if (!found) return failed
  let from = 0
  const deviations = factors.flatMap(({ triangle }, f) => {
    const template = templates[f]!
    const { q } = template
    const lambda = new Float64Array(q * q)
    fillFactor(template, optimum.theta, from, lambda)
    from += template.positions.length
    const root = solveUpper(triangle, lambda, q)
    return Array.from({ length: q }, (_, i) => Math.hypot(...root.subarray(i * q, (i + 1) * q)))
  })
  return [...solveUpper(fixed.triangle, optimum.theta.slice(thetaCount), p, 1), ...deviations]
}

/** The same data with each group counted as often as it was drawn. */
export function resampledUnits(data: BinomialData, counts: ArrayLike<number>): BinomialData {
  return { ...withSuccesses(data, data.successes), counts: Float64Array.from(counts) }
}

function isStationary(criterion: CovarianceCriterion, parameters: Float64Array): boolean {
  const gradient = new Float64Array(parameters.length)
  const value = criterion.evaluate(parameters, gradient)
  return Number.isFinite(value) && gradient.every((slope, k) => Math.abs(slope * parameters[k]!) < 100 * tolerance)
}
