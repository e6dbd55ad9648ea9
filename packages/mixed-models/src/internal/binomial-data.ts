import type { MixedModel } from '../mixed-model.js'
import { laplaceUnits } from './laplace-data.js'
import type { LaplaceData } from './laplace-data.js'
import type { RowLikelihood } from './row-likelihood.js'
import type { WhitenedDesign } from './whitened-design.js'

/** A binomial model as Laplace's approximation reads it. */
export interface BinomialData extends LaplaceData {
  readonly successes: Float64Array
  readonly trials: Float64Array
}

/** Reads a model as binomial; the trials come from `cbind`, else from the weights, else they are 1. */
export function binomialData(
  model: MixedModel,
  design: WhitenedDesign,
  logChoose: (n: number, k: number) => number,
): BinomialData {
  const { n } = model
  const trials = model.trials ?? model.weights ?? new Float64Array(n).fill(1)
  const successes = model.response.map((value, i) => {
    const count = value * trials[i]!
    const whole = Math.round(count)
    return Math.abs(count - whole) < 1e-9 * Math.max(1, count) ? whole : count
  })
  let constant = 0
  for (let i = 0; i < n; i += 1) constant += logChoose(trials[i]!, successes[i]!)
  return {
    n,
    p: design.p,
    likelihood: binomialLikelihood(successes, trials),
    successes,
    trials,
    offset: model.offset,
    x: design.fixed.columns,
    constant,
    ...laplaceUnits(design),
  }
}

/** The same rows with other numbers of successes (which the caller may overwrite between evaluations). */
export function withSuccesses(data: BinomialData, successes: Float64Array): BinomialData {
  return { ...data, successes, likelihood: binomialLikelihood(successes, data.trials), constant: 0 }
}

/** Numbers of successes given the logit; the binomial coefficients stand in the constant. */
function binomialLikelihood(successes: Float64Array, trials: Float64Array): RowLikelihood {
  return {
    nuisance: 0,
    prepare: () => undefined,
    measure: (row, eta, score, weight) => {
      const m = trials[row]!
      const k = successes[row]!
      const e = Math.exp(eta > 0 ? -eta : eta)
      // log(1 + e^eta) without overflow.
      const soft = eta > 0 ? eta + Math.log1p(e) : Math.log1p(e)
      const mu = eta > 0 ? 1 / (1 + e) : e / (1 + e)
      score[row] = k - m * mu
      weight[row] = (m * e) / ((1 + e) * (1 + e))
      return -2 * (k * eta - m * soft)
    },
    third: (row, eta) => {
      const e = Math.exp(eta > 0 ? -eta : eta)
      const share = (1 - e) / (1 + e)
      return (trials[row]! * e * (eta > 0 ? -share : share)) / ((1 + e) * (1 + e))
    },
    alongNuisance: (_row, _eta, out) => {
      out.fill(0)
    },
  }
}
