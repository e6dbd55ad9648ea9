import type { Objective } from './chinchilla-kernel.js'
import { exponential } from './exponential.js'
import { mirror, type LawModel } from './law-model.js'
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
  /** Of the points of a block: t' without the column of a; the multiples of t' t'^T, of t' in the gradient and of t' in the row of a. */
  readonly slopes: Float64Array
  readonly owns: Float64Array
  readonly outer: Float64Array
  readonly crosses: Float64Array
  readonly totals: Float64Array
  readonly widths: Float64Array
  readonly inverses: Float64Array
  /** Of a point at each break: how many widths it lies above it, and the logistic function of that. */
  readonly seen: Float64Array
}

export function bnslScratch(size: number): BnslScratch {
  const m = size - 1
  return {
    tail: new Float64Array(2),
    slopes: new Float64Array(block * m),
    owns: new Float64Array(3 * block),
    outer: new Float64Array(m * m),
    crosses: new Float64Array(m),
    totals: new Float64Array(m),
    widths: new Float64Array(size),
    inverses: new Float64Array(size),
    seen: new Float64Array(size),
  }
}

/**
 * Value of the objective of a broken law with gradient and Hessian in one loop. The law is log(unit + a + e^t) with t = log b - c0 x - sum of c f
 * softplus((x - log d) / f): the Hessian of a residual is a multiple of t' t'^T, of t'', which couples the three constants of a break only, and of the
 * row of a, so that no matrix of a single point is formed.
 */
export function bnslObjective(
  { n, size, weights, level, rows }: LawModel,
  { x, unit, scratch }: BnslPlaces,
  { log, delta, gaussNewton = false }: Objective & { readonly gaussNewton?: boolean },
  theta: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  const m = size - 1
  const { tail, slopes, owns, outer, crosses, totals, widths, inverses, seen } = scratch
  outer.fill(0)
  crosses.fill(0)
  totals.fill(0)
  for (let j = 5; j < size; j += 3) {
    widths[j] = Math.exp(theta[j]!)
    inverses[j] = 1 / widths[j]!
  }
  const offset = Math.exp(theta[1]!)
  const [start, first] = [theta[0]!, theta[2]!]
  gradient.fill(0)
  hessian.fill(0)
  let value = 0
  let filled = 0
  for (let i = 0; i < n; i += 1) {
    const weight = weights[i]!
    if (weight === 0) continue
    const at = x[rows === undefined ? i : rows[i]!]!
    const slope = filled * m
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
      seen[j] = w
      seen[j + 1] = s
      const own = slope + j - 1
      slopes[own] = -bend
      slopes[own + 1] = c * s
      slopes[own + 2] = -c * (bend - f * s * w)
    }
    const power = exponential(term)
    const mu = unit + offset + power
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
    const cross = square * p * o
    gradient[1]! += psi * o
    hessian[size + 1]! += square * o * o + (gaussNewton ? 0 : psi * o)
    for (let j = 3; bent !== 0 && j < size; j += 3) {
      const own = slope + j - 1
      const w = seen[j]!
      const s = seen[j + 1]!
      const spread = -bent * theta[j]! * s * (1 - s)
      const f = widths[j + 2]!
      const row = (j + 1) * size + j
      hessian[row]! += bent * s
      hessian[row + 1]! += spread * inverses[j + 2]!
      hessian[row + size]! += bent * (slopes[own]! + f * s * w)
      hessian[row + size + 1]! += spread * w
      hessian[row + size + 2]! += bent * slopes[own + 2]! + spread * f * w * w
    }
    owns[filled] = square * p * p + bent
    owns[block + filled] = pull
    owns[2 * block + filled] = cross
    filled += 1
    if (filled === block) {
      addBlock(scratch, m)
      filled = 0
    }
  }
  if (filled > 0) {
    for (let k = filled; k < block; k += 1) owns[k] = owns[block + k] = owns[2 * block + k] = 0
    slopes.fill(0, filled * m)
    addBlock(scratch, m)
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

/** Points whose products are added at once, so that each sum is loaded and stored once for all of them. */
const block = 4

/** Adds the lower triangle of the sum of own s s^T over a block, and the sums of pull s and cross s. Plain constants: taking an array apart costs as much as the sums. */
function addBlock({ slopes, owns, outer, totals, crosses }: BnslScratch, m: number): void {
  const b = m
  const c = 2 * m
  const d = 3 * m
  for (let j = 0; j < m; j += 1) {
    const first = slopes[j]!
    const second = slopes[b + j]!
    const third = slopes[c + j]!
    const fourth = slopes[d + j]!
    totals[j]! += owns[4]! * first + owns[5]! * second + owns[6]! * third + owns[7]! * fourth
    crosses[j]! += owns[8]! * first + owns[9]! * second + owns[10]! * third + owns[11]! * fourth
    const ownFirst = owns[0]! * first
    const ownSecond = owns[1]! * second
    const ownThird = owns[2]! * third
    const ownFourth = owns[3]! * fourth
    const row = j * m
    for (let k = 0; k <= j; k += 1) {
      outer[row + k]! +=
        ownFirst * slopes[k]! + ownSecond * slopes[b + k]! + ownThird * slopes[c + k]! + ownFourth * slopes[d + k]!
    }
  }
}
