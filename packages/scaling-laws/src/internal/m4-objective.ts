import { exponential } from './exponential.js'
import { mirror, type ModelPoints, type SquaresOrNewton } from './law-model.js'
import { logRatio } from './log-ratio.js'
import { m4Share, shareLength } from './m4-share.js'

/**
 * Value of the objective of M4 with a free plateau, with gradient and Hessian in one loop. The law is log(E + e^u), u = log(E0 - E) + log t(K - c x, alpha):
 * what depends on K and c does so by one number, so that sums of it times 1, x and x x are all that is kept.
 * The lines from the power to the multiples are those of `bnslObjective`: called for each point, a function of both would pass its seven results by memory.
 */
export function m4Objective(
  { n, size, weights, level, rows }: ModelPoints,
  x: Float64Array,
  { log, delta, gaussNewton }: Required<SquaresOrNewton>,
  theta: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  const share = new Float64Array(shareLength)
  const [start, slope, span] = [theta[0]!, theta[2]!, theta[4]!]
  const offset = Math.exp(theta[1]!)
  const alpha = Math.exp(theta[3]!)
  let value = 0
  // Named by coordinates: k for K, o for log E, c, a for log alpha, s for log(E0 - E).
  let [k, o, c, a, s] = [0, 0, 0, 0, 0]
  let [kk, ko, kc, ka, ks] = [0, 0, 0, 0, 0]
  let [oo, oc, oa, os] = [0, 0, 0, 0]
  let [cc, ca, cs, aa, as, ss] = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < n; i += 1) {
    const weight = weights[i]!
    if (weight === 0) continue
    const at = -x[rows === undefined ? i : rows[i]!]!
    m4Share(start + slope * at, alpha, share)
    const power = exponential(span + share[0]!)
    const mu = offset + power
    const scale = log ? 1 / mu : 1
    const residual = log ? logRatio(mu, level[i]!) : mu - level[i]!
    const within = residual <= delta && residual >= -delta
    const psi = weight * (within ? residual : residual > 0 ? delta : -delta)
    value += within ? 0.5 * psi * residual : weight * delta * (Math.abs(residual) - 0.5 * delta)
    const p = power * scale
    const q = offset * scale
    const square = (within ? weight : 0) - (log && !gaussNewton ? psi : 0)
    const pull = psi * p
    const bent = gaussNewton ? 0 : pull
    // The residual's Hessian is p (u'' + u' u'^T) + q e e^T, on the log scale less the square of its gradient p u' + q e.
    const outer = square * p * p + bent
    const cross = square * p * q
    const r = share[1]!
    const w = share[2]! * alpha
    k += pull * r
    c += pull * r * at
    a += pull * w
    s += pull
    o += psi * q
    const zz = outer * r * r + bent * share[3]!
    kk += zz
    kc += zz * at
    cc += zz * at * at
    const za = outer * r * w + bent * share[4]! * alpha
    ka += za
    ca += za * at
    aa += outer * w * w + bent * (share[5]! * alpha * alpha + w)
    const zs = outer * r
    ks += zs
    cs += zs * at
    as += outer * w
    ss += outer
    const zo = cross * r
    ko += zo
    oc += zo * at
    oa += cross * w
    os += cross
    oo += square * q * q + (gaussNewton ? 0 : psi * q)
  }
  gradient.set([k, o, c, a, s])
  hessian.set([kk, 0, 0, 0, 0, ko, oo, 0, 0, 0, kc, oc, cc, 0, 0, ka, oa, ca, aa, 0, ks, os, cs, as, ss])
  mirror(hessian, size)
  return value
}
