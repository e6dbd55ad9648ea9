import type { Random } from '@safety-portfolio/stats'
import type { CensoredFit } from '../fit-censored.js'
import type { GeneralisedFit } from '../fit-generalised.js'
import type { MixedModel } from '../mixed-model.js'
import type { BinomialData } from './binomial-data.js'
import { multiply } from './dense.js'
import { fixedBinomial } from './fixed-binomial.js'
import { generalisedProblem } from './generalised-problem.js'
import type { GeneralisedProblem } from './generalised-problem.js'
import { laplaceRefit } from './laplace-refit.js'
import { whitenedTheta } from './linear-problem.js'
import { predictorSimulator } from './simulate-predictor.js'

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
export function laplaceCentre(fit: GeneralisedFit | CensoredFit): number[] {
  return [
    ...fit.fixed.map(({ estimate }) => estimate),
    ...fit.random.flatMap(({ standardDeviations }) => standardDeviations),
    ...(fit.sigma === null ? [] : [fit.sigma]),
  ]
}

/** Draws numbers of successes from the fitted model. */
export function successesSimulator(
  problem: GeneralisedProblem,
  parameters: Float64Array,
): (random: Random) => Float64Array {
  const { data } = problem
  const predictor = predictorSimulator(problem, data, parameters)
  return (random) =>
    predictor(random).map((value, row) => {
      const probability = 1 / (1 + Math.exp(-value))
      let yes = 0
      for (let k = data.trials[row]!; k > 0; k -= 1) if (random.uniform() < probability) yes += 1
      return yes
    })
}

/** A refit of other binomial data; NaN throughout as well when the outcomes are separated. */
export function generalisedRefit(
  problem: GeneralisedProblem,
  data: BinomialData,
  parameters: Float64Array,
  points: number,
): number[] {
  if (fixedBinomial(data).separated) return generalisedFailure(problem)
  return laplaceRefit(problem, data, parameters, points)
}

function generalisedFailure({ linear, templates }: GeneralisedProblem): number[] {
  return new Array<number>(templates.reduce((sum, { q }) => sum + q, linear.design.p)).fill(NaN)
}
