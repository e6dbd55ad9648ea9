import { lowestMinima } from './lowest-minima.js'
import { nonnegativePair } from './nonnegative-pair.js'

const count = 18
const spaced = (from: number, to: number): readonly number[] =>
  Array.from({ length: count }, (_, k) => from * (to / from) ** (k / (count - 1)))
const gammas = /* @__PURE__ */ spaced(0.15, 3)
const exponents = /* @__PURE__ */ spaced(0.01, 1.5)
const mostStarts = 4
/** Least P and Q, so that they can move. */
const least = 1e-3
/** Gauss and Newton's steps of a cell, and the longest. */
const steps = 2
const longest = 2

interface Cell {
  readonly theta: Float64Array
  readonly rss: number
  /** Sum of absolute log residuals. */
  readonly deviations: number
}

/** The columns of a cell: exp(-gamma x), exp(-y), L^(-1/alphaD). */
interface Columns {
  readonly u: Float64Array
  readonly v: Float64Array
  readonly powers: Float64Array
  readonly logLoss: Float64Array
  readonly weights: Float64Array
}

/**
 * Variable projection for Kaplan's law: given gamma = alphaN / alphaD and alphaD, L^(1/alphaD) = P exp(-gamma x) + Q exp(-y) is linear in P and Q. Such a
 * power blows up the noise, so that steps lead from there to the least squares of log L. The local minima of a grid, lowest first, as (log P, log Q,
 * gamma, alphaD), by the squares and by the deviations: a robust loss has optima of its own, away from those of squares.
 */
export function kaplanStarts(
  x: Float64Array,
  y: Float64Array,
  logLoss: Float64Array,
  weights: Float64Array,
): readonly Float64Array[] {
  const v = y.map((value) => Math.exp(-value))
  const powers = exponents.map((exponent) => logLoss.map((value) => Math.exp(-value / exponent)))
  const cells = gammas.map((gamma) => {
    const u = x.map((value) => Math.exp(-gamma * value))
    return exponents.map((exponent, k) => {
      const columns = { u, v, powers: powers[k]!, logLoss, weights }
      return stepped(columns, gamma, exponent, linear(columns))
    })
  })
  const byDeviations = cells.map((row) => row.map((cell) => ({ rss: cell.deviations, theta: cell.theta })))
  const starts = [cells, byDeviations].flatMap((rows) => lowestMinima(rows, mostStarts)).map(({ theta }) => theta)
  return [...new Set(starts)]
}

/** P and Q by least squares, both sides divided by L^(1/alphaD). */
function linear({ u: uColumn, v: vColumn, powers, weights }: Columns): readonly [number, number] {
  let uu = 0
  let uv = 0
  let vv = 0
  let u1 = 0
  let v1 = 0
  for (let i = 0; i < weights.length; i += 1) {
    const weight = weights[i]!
    const u = uColumn[i]! * powers[i]!
    const v = vColumn[i]! * powers[i]!
    uu += weight * u * u
    uv += weight * u * v
    vv += weight * v * v
    u1 += weight * u
    v1 += weight * v
  }
  return nonnegativePair(uu, uv, vv, u1, v1)
}

/** The cell after a few steps in log P and log Q on the squares of log residuals. */
function stepped(
  { u, v, logLoss, weights }: Columns,
  gamma: number,
  exponent: number,
  [P, Q]: readonly [number, number],
): Cell {
  let p = Math.log(Math.max(P, least))
  let q = Math.log(Math.max(Q, least))
  let best: Cell = { theta: Float64Array.of(p, q, gamma, exponent), rss: Infinity, deviations: Infinity }
  for (let step = 0; step <= steps; step += 1) {
    const scale = [Math.exp(p), Math.exp(q)] as const
    let rss = 0
    let deviations = 0
    let pp = 0
    let pq = 0
    let qq = 0
    let pr = 0
    let qr = 0
    for (let i = 0; i < weights.length; i += 1) {
      const weight = weights[i]!
      const first = scale[0] * u[i]!
      const sum = first + scale[1] * v[i]!
      const residual = exponent * Math.log(sum) - logLoss[i]!
      const share = (exponent * first) / sum
      const rest = exponent - share
      rss += weight * residual * residual
      deviations += weight * Math.abs(residual)
      pp += weight * share * share
      pq += weight * share * rest
      qq += weight * rest * rest
      pr += weight * share * residual
      qr += weight * rest * residual
    }
    if (!(rss < best.rss)) break
    best = { theta: Float64Array.of(p, q, gamma, exponent), rss, deviations }
    const determinant = pp * qq - pq * pq
    if (step === steps || !(determinant > 1e-12 * pp * qq)) break
    p -= clamped((qq * pr - pq * qr) / determinant)
    q -= clamped((pp * qr - pq * pr) / determinant)
  }
  return best
}

function clamped(step: number): number {
  return Math.max(-longest, Math.min(longest, step))
}
