import type { MixedModel } from '../mixed-model.js'
import { rowsByGroup } from './group-summaries.js'
import type { WhitenedDesign } from './whitened-design.js'

/** A set of rows that share no random effect with the rest: a group, or everything when factors are crossed. */
export interface BinomialUnit {
  readonly rows: Int32Array
  /** Number of random effects of the unit. */
  readonly size: number
}

/** A binomial model as the Laplace approximation reads it. */
export interface BinomialData {
  readonly n: number
  readonly p: number
  readonly successes: Float64Array
  readonly trials: Float64Array
  readonly offset: Float64Array
  /** Whitened fixed columns. */
  readonly x: readonly Float64Array[]
  readonly units: readonly BinomialUnit[]
  /** Per row: where its random-effect columns lie within its unit, and the (whitened) values; `width` entries each. */
  readonly width: number
  readonly places: Int32Array
  readonly values: Float64Array
  /** Sum of log binomial coefficients. */
  readonly constant: number
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
  const width = design.factors.reduce((sum, { columns }) => sum + columns.length, 0)
  const places = new Int32Array(n * width)
  const values = new Float64Array(n * width)
  const crossed = design.factors.length > 1
  let at = 0
  let start = 0
  for (const { factor, columns } of design.factors) {
    const q = columns.length
    for (let row = 0; row < n; row += 1) {
      for (let c = 0; c < q; c += 1) {
        places[row * width + at + c] = crossed ? start + factor.codes[row]! * q + c : c
        values[row * width + at + c] = columns[c]![row]!
      }
    }
    at += q
    start += q * factor.levels.length
  }
  const [only] = design.factors
  const units: BinomialUnit[] =
    crossed || only === undefined
      ? [{ rows: Int32Array.from({ length: n }, (_, i) => i), size: start }]
      : rowsByGroup(only.factor.codes, only.factor.levels.length).map((rows) => ({ rows, size: only.columns.length }))
  let constant = 0
  for (let i = 0; i < n; i += 1) constant += logChoose(trials[i]!, successes[i]!)
  return {
    n,
    p: design.p,
    successes,
    trials,
    offset: model.offset,
    x: design.fixed.columns,
    units,
    width,
    places,
    values,
    constant,
  }
}
