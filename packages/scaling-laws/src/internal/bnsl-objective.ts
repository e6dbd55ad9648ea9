import { exponential } from './exponential.js'
import { mirror, type ModelPoints, type SquaresOrNewton } from './law-model.js'
import { logRatio } from './log-ratio.js'
import { softplusTail } from './softplus-tail.js'

/** Where the points of a broken law lie, what is added to the losses, and memory for its sums, which would cost a good part of the time of few points. */
export interface BnslPlaces {
  readonly x: Float64Array
  readonly unit: number
  readonly scratch: BnslScratch
}

/** Memory of {@link bnslObjective}. */
export interface BnslScratch {
  readonly tail: Float64Array
  /** Of the points of a block: its number, t or e^t, and the multiples of t' t'^T, of t' in the gradient and of t' in the row of a. */
  readonly points: Int32Array
  readonly powers: Float64Array
  readonly owns: Float64Array
  /** t' without the column of a. */
  readonly slopes: Float64Array
  /** At each break: how many widths the point lies above it, and the logistic function of that. */
  readonly seen: Float64Array
  readonly outer: Float64Array
  readonly crosses: Float64Array
  readonly totals: Float64Array
  readonly widths: Float64Array
  readonly inverses: Float64Array
}

export function bnslScratch(size: number): BnslScratch {
  const m = size - 1
  return {
    tail: new Float64Array(2),
    points: new Int32Array(block),
    powers: new Float64Array(block),
    owns: new Float64Array(3 * block),
    slopes: new Float64Array(block * m),
    seen: new Float64Array(block * size),
    outer: new Float64Array(m * m),
    crosses: new Float64Array(m),
    totals: new Float64Array(m),
    widths: new Float64Array(size),
    inverses: new Float64Array(size),
  }
}

/**
 * Value of the objective of a broken law with gradient and Hessian in one loop. The law is log(unit + a + e^t) with t = log b - c0 x - sum of c f
 * softplus((x - log d) / f): the Hessian of a residual is a multiple of t' t'^T, of t'', which couples the three constants of a break only, and of the
 * row of a, so that no matrix of a single point is formed. Each step is taken for a block of points: from one to the next they depend on each other, so that
 * a single point at a time would wait for most of it.
 */
export function bnslObjective(
  { n, size, weights, level, rows }: ModelPoints,
  { x, unit, scratch }: BnslPlaces,
  { log, delta, gaussNewton }: Required<SquaresOrNewton>,
  theta: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  const m = size - 1
  const { tail, points, powers, owns, slopes, seen, outer, crosses, totals, widths, inverses } = scratch
  outer.fill(0)
  crosses.fill(0)
  totals.fill(0)
  slopes.fill(0)
  for (let j = 5; j < size; j += 3) {
    widths[j] = Math.exp(theta[j]!)
    inverses[j] = 1 / widths[j]!
  }
  const offset = Math.exp(theta[1]!)
  const floor = unit + offset
  const [start, first] = [theta[0]!, theta[2]!]
  gradient.fill(0)
  hessian.fill(0)
  let value = 0
  for (let i = 0; i < n;) {
    let filled = 0
    // Places of a block without a point count for nothing.
    owns.fill(0)
    for (; filled < block && i < n; i += 1) if (weights[i] !== 0) points[filled++] = i
    for (let q = 0; q < filled; q += 1) {
      const i = points[q]!
      const at = x[rows === undefined ? i : rows[i]!]!
      const slope = q * m
      let term = start - first * at
      slopes[slope] = 1
      slopes[slope + 1] = -at
      for (let j = 3; j < size; j += 3) {
        const c = theta[j]!
        const f = widths[j + 2]!
        const w = (at - theta[j + 1]!) * inverses[j + 2]!
        softplusTail(w > 0 ? w : -w, tail)
        const bend = f * ((w > 0 ? w : 0) + tail[0]!)
        const s = w > 0 ? 1 - tail[1]! : tail[1]!
        term -= c * bend
        seen[q * size + j] = w
        seen[q * size + j + 1] = s
        const own = slope + j - 1
        slopes[own] = -bend
        slopes[own + 1] = c * s
        slopes[own + 2] = -c * (bend - f * s * w)
      }
      powers[q] = exponential(term)
    }
    for (let q = 0; q < filled; q += 1) {
      const i = points[q]!
      const weight = weights[i]!
      const power = powers[q]!
      const mu = floor + power
      const scale = log ? 1 / mu : 1
      const residual = log ? logRatio(mu, level[i]!) : mu - level[i]!
      const within = residual <= delta && residual >= -delta
      const psi = weight * (within ? residual : residual > 0 ? delta : -delta)
      value += within ? 0.5 * psi * residual : weight * delta * (Math.abs(residual) - 0.5 * delta)
      const p = power * scale
      const o = offset * scale
      // The residual's Hessian is p (t'' + t' t'^T) + o e e^T, on the log scale less the square of its gradient p t' + o e.
      const square = (within ? weight : 0) - (log && !gaussNewton ? psi : 0)
      const pull = psi * p
      const bent = gaussNewton ? 0 : pull
      gradient[1]! += psi * o
      hessian[size + 1]! += square * o * o + (gaussNewton ? 0 : psi * o)
      owns[q] = square * p * p + bent
      owns[block + q] = pull
      owns[2 * block + q] = square * p * o
    }
    for (let q = 0; !gaussNewton && q < filled; q += 1) {
      const bent = owns[block + q]!
      for (let j = 3; j < size; j += 3) {
        const own = q * m + j - 1
        const w = seen[q * size + j]!
        const s = seen[q * size + j + 1]!
        const spread = -bent * theta[j]! * s * (1 - s)
        const f = widths[j + 2]!
        const row = (j + 1) * size + j
        hessian[row]! += bent * s
        hessian[row + 1]! += spread * inverses[j + 2]!
        hessian[row + size]! += bent * (slopes[own]! + f * s * w)
        hessian[row + size + 1]! += spread * w
        hessian[row + size + 2]! += bent * slopes[own + 2]! + spread * f * w * w
      }
    }
    for (let q = 0; q < filled; q += 4) addFour(scratch, m, q)
  }
  for (let j = 0; j < m; j += 1) {
    const row = j === 0 ? 0 : j + 1
    gradient[row]! += totals[j]!
    hessian[j === 0 ? size : row * size + 1]! += crosses[j]!
    for (let k = 0; k <= j; k += 1) hessian[row * size + (k === 0 ? 0 : k + 1)]! += outer[j * m + k]!
  }
  mirror(hessian, size)
  return value
}

/** Points of a block. */
const block = 16

/**
 * Adds the lower triangle of the sum of own s s^T over four points from `q` on, and the sums of pull s and cross s, so that each sum is loaded and stored once
 * for all of them. Plain constants: taking an array apart costs as much as the sums.
 */
function addFour({ slopes, owns, outer, totals, crosses }: BnslScratch, m: number, q: number): void {
  const a = q * m
  const b = a + m
  const c = b + m
  const d = c + m
  const pull = block + q
  const cross = pull + block
  for (let j = 0; j < m; j += 1) {
    const first = slopes[a + j]!
    const second = slopes[b + j]!
    const third = slopes[c + j]!
    const fourth = slopes[d + j]!
    totals[j]! += owns[pull]! * first + owns[pull + 1]! * second + owns[pull + 2]! * third + owns[pull + 3]! * fourth
    crosses[j]! +=
      owns[cross]! * first + owns[cross + 1]! * second + owns[cross + 2]! * third + owns[cross + 3]! * fourth
    const ownFirst = owns[q]! * first
    const ownSecond = owns[q + 1]! * second
    const ownThird = owns[q + 2]! * third
    const ownFourth = owns[q + 3]! * fourth
    const row = j * m
    for (let k = 0; k <= j; k += 1) {
      outer[row + k]! +=
        ownFirst * slopes[a + k]! + ownSecond * slopes[b + k]! + ownThird * slopes[c + k]! + ownFourth * slopes[d + k]!
    }
  }
}
