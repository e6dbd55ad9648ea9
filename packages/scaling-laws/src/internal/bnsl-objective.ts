import type { Objective } from './chinchilla-kernel.js'
import { mirror, type LawModel } from './law-model.js'

/**
 * Value of the objective of a broken law with gradient and Hessian in one loop. The law is log(unit + a + e^t) with t = log b - c0 x - sum of c f
 * softplus((x - log d) / f): the Hessian of a residual is a multiple of t' t'^T, of t'', which couples the three constants of a break only, and of the
 * row of a, so that no matrix of a single point is formed.
 */
export function bnslObjective(
  { n, size, weights, logLoss, level, rows }: LawModel,
  { x, unit }: { readonly x: Float64Array; readonly unit: number },
  { log, delta, gaussNewton = false }: Objective & { readonly gaussNewton?: boolean },
  theta: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  const slope = new Float64Array(size)
  /** Per break: f, then s, narrowing, spread and w of the point at hand. */
  const bends = new Float64Array(size)
  const widths = theta.map((value, j) => (j >= 5 && j % 3 === 2 ? Math.exp(value) : 0))
  const offset = Math.exp(theta[1]!)
  gradient.fill(0)
  hessian.fill(0)
  slope[0] = 1
  let value = 0
  for (let i = 0; i < n; i += 1) {
    const weight = weights[i]!
    if (weight === 0) continue
    const at = x[rows === undefined ? i : rows[i]!]!
    let term = theta[0]! - theta[2]! * at
    slope[2] = -at
    for (let j = 3; j < size; j += 3) {
      const c = theta[j]!
      const f = widths[j + 2]!
      const w = (at - theta[j + 1]!) / f
      const e = Math.exp(-Math.abs(w))
      const bend = f * ((w > 0 ? w : 0) + Math.log(1 + e))
      const s = (w > 0 ? 1 : e) / (1 + e)
      term -= c * bend
      slope[j] = -bend
      slope[j + 1] = c * s
      slope[j + 2] = -c * (bend - f * s * w)
      bends[j] = s
      bends[j + 1] = (-c * e) / (1 + e) ** 2
      bends[j + 2] = w
    }
    const power = Math.exp(term)
    const mu = unit + offset + power
    const scale = log ? 1 / mu : 1
    const residual = log ? Math.log(mu) - logLoss[i]! : mu - level[i]!
    const within = Math.abs(residual) <= delta
    const psi = weight * Math.max(-delta, Math.min(delta, residual))
    value += within ? 0.5 * psi * residual : weight * delta * (Math.abs(residual) - 0.5 * delta)
    const p = power * scale
    const o = offset * scale
    // The residual's Hessian is p (t'' + t' t'^T) + o e e^T, on the log scale less the square of its gradient p t' + o e.
    const square = (within ? weight : 0) - (log && !gaussNewton ? psi : 0)
    const pull = psi * p
    const bent = gaussNewton ? 0 : pull
    const own = square * p * p + bent
    const cross = square * p * o
    gradient[1]! += psi * o
    hessian[size]! += cross
    hessian[size + 1]! += square * o * o + (gaussNewton ? 0 : psi * o)
    for (let j = 0; j < size; j += 1) {
      const each = slope[j]!
      if (j === 1) continue
      gradient[j]! += pull * each
      const row = j * size
      const left = own * each
      for (let k = 0; k <= j; k += 1) hessian[row + k]! += left * slope[k]!
      if (j > 1) hessian[row + 1]! += cross * each
    }
    for (let j = 3; bent !== 0 && j < size; j += 3) {
      const f = widths[j + 2]!
      const w = bends[j + 2]!
      const spread = bent * bends[j + 1]!
      const narrowing = slope[j + 2]!
      const row = (j + 1) * size + j
      hessian[row]! += bent * bends[j]!
      hessian[row + 1]! += spread / f
      hessian[row + size]! += bent * (slope[j]! + f * bends[j]! * w)
      hessian[row + size + 1]! += spread * w
      hessian[row + size + 2]! += bent * narrowing + spread * f * w * w
    }
  }
  mirror(hessian, size)
  return value
}
