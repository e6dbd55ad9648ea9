import { lowestMinima } from './lowest-minima.js'
import { nonnegativePair } from './nonnegative-pair.js'

const count = 16
const spaced = (from: number, to: number): readonly number[] =>
  Array.from({ length: count }, (_, k) => from * (to / from) ** (k / (count - 1)))
const gammas = /* @__PURE__ */ spaced(0.15, 3)
const exponents = /* @__PURE__ */ spaced(0.02, 1.5)
const mostStarts = 4

interface Cell {
  readonly theta: Float64Array
  readonly rss: number
}

/**
 * Variable projection for Kaplan's law: given gamma = alphaN / alphaD and alphaD, L^(1/alphaD) = P exp(-gamma x) + Q exp(-y) is linear in P and Q.
 * The local minima of a grid, lowest first, as (log P, log Q, gamma, alphaD).
 */
export function kaplanStarts(
  x: Float64Array,
  y: Float64Array,
  logLoss: Float64Array,
  weights: Float64Array,
): readonly Float64Array[] {
  const cells = gammas.map((gamma) => exponents.map((exponent) => solve(x, y, logLoss, weights, gamma, exponent)))
  return lowestMinima(cells, mostStarts).map(({ theta }) => theta)
}

function solve(
  x: Float64Array,
  y: Float64Array,
  logLoss: Float64Array,
  weights: Float64Array,
  gamma: number,
  exponent: number,
): Cell {
  // Both sides divided by L^(1/alphaD), so that residuals are relative; alphaD turns them into residuals of log loss.
  let uu = 0
  let uv = 0
  let vv = 0
  let u1 = 0
  let v1 = 0
  let total = 0
  for (let i = 0; i < x.length; i += 1) {
    const weight = weights[i]!
    const u = Math.exp(-gamma * x[i]! - logLoss[i]! / exponent)
    const v = Math.exp(-y[i]! - logLoss[i]! / exponent)
    uu += weight * u * u
    uv += weight * u * v
    vv += weight * v * v
    u1 += weight * u
    v1 += weight * v
    total += weight
  }
  const [P, Q] = nonnegativePair(uu, uv, vv, u1, v1)
  const rss = exponent ** 2 * (total - 2 * (P * u1 + Q * v1) + P * P * uu + 2 * P * Q * uv + Q * Q * vv)
  const least = 1e-3
  const theta = Float64Array.of(Math.log(Math.max(P, least)), Math.log(Math.max(Q, least)), gamma, exponent)
  return { theta, rss: Number.isFinite(rss) ? rss : Infinity }
}
