import type { Objective } from './chinchilla-kernel.js'
import { mirror, type LawModel } from './law-model.js'
import { shareInto } from './m4-share.js'

/**
 * Value of the objective of M4 without a given plateau, with gradient and Hessian in one loop: the law is log(e^log E + e^t), t = log(E0 - E) + log share. Of
 * t only what the share's equation gives changes from point to point, and z = theta_0 - theta_2 x: every entry is a product of that with powers of x.
 */
export function m4Objective(
  { n, size, weights, logLoss, level, rows }: LawModel,
  x: Float64Array,
  { log, delta, gaussNewton = false }: Objective & { readonly gaussNewton?: boolean },
  theta: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  const share = new Float64Array(6)
  const alpha = Math.exp(theta[3]!)
  const offset = Math.exp(theta[1]!)
  const [start, exponent, logSpan] = [theta[0]!, theta[2]!, theta[4]!]
  const g = gradient.fill(0)
  const h = hessian.fill(0)
  let value = 0
  for (let i = 0; i < n; i += 1) {
    const weight = weights[i]!
    if (weight === 0) continue
    const along = -x[rows === undefined ? i : rows[i]!]!
    shareInto(start + exponent * along, alpha, share)
    const power = Math.exp(logSpan + share[0]!)
    const mu = offset + power
    const residual = log ? Math.log(mu) - logLoss[i]! : mu - level[i]!
    const within = residual <= delta && residual >= -delta
    const psi = weight * (within ? residual : residual > 0 ? delta : -delta)
    value += within ? 0.5 * psi * residual : weight * delta * (Math.abs(residual) - 0.5 * delta)
    const scale = log ? 1 / mu : 1
    const p = power * scale
    const o = offset * scale
    // The residual's Hessian is p (t'' + t' t'^T) + o e e^T, on the log scale less the square of its gradient p t' + o e.
    const square = (within ? weight : 0) - (log && !gaussNewton ? psi : 0)
    const bent = gaussNewton ? 0 : psi * p
    const own = square * p * p + bent
    const cross = square * p * o
    const z = share[1]!
    const a = share[2]! * alpha
    g[0]! += psi * p * z
    g[1]! += psi * o
    g[2]! += psi * p * z * along
    g[3]! += psi * p * a
    g[4]! += psi * p
    const zz = own * z * z + bent * share[3]!
    const az = own * a * z + bent * share[4]! * alpha
    h[0]! += zz
    h[size]! += cross * z
    h[size + 1]! += square * o * o + (gaussNewton ? 0 : psi * o)
    h[2 * size]! += zz * along
    h[2 * size + 1]! += cross * z * along
    h[2 * size + 2]! += zz * along * along
    h[3 * size]! += az
    h[3 * size + 1]! += cross * a
    h[3 * size + 2]! += az * along
    h[3 * size + 3]! += own * a * a + bent * (share[5]! * alpha * alpha + a)
    h[4 * size]! += own * z
    h[4 * size + 1]! += cross
    h[4 * size + 2]! += own * z * along
    h[4 * size + 3]! += own * a
    h[4 * size + 4]! += own
  }
  mirror(h, size)
  return value
}
