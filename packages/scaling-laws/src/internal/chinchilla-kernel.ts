import type { ChinchillaProblem } from './chinchilla-problem.js'
import type { Derivatives } from './damped-newton.js'
import { exponential } from './exponential.js'

/** What is minimised inside: half squares up to `delta`, linear beyond, of log residuals; or half squares of residuals of the loss itself. */
export interface Objective {
  /** Whether residuals are log L(N, D) - log L (true) or L(N, D) - L. */
  readonly log: boolean
  /** Threshold of the Huber loss; `Infinity` for least squares. */
  readonly delta: number
}

/**
 * Objective, gradient and exact Hessian with respect to (a, b, e, alpha, beta), mu = exp(a - alpha x) + exp(b - beta y) + exp(e) = p + q + s.
 *
 * With J = d mu / d theta (log objective: divided by mu) every second derivative of mu is one of its three terms times products of (1, -x) or
 * (1, -y). Since s is what p and q leave of mu, no sum over s is needed: six sums in a first pass, fourteen in a second give everything. Two exp
 * and no log per run, no branch on the size of terms: centred logarithms keep the exponents small.
 */
export function evaluate(
  problem: ChinchillaProblem,
  objective: Objective,
  theta: Float64Array,
  out: Derivatives,
): void {
  const { n, x, y, level, weights, scratch } = problem
  const { log, delta } = objective
  const a = theta[0]!
  const b = theta[1]!
  const constant = Math.exp(theta[2]!)
  const alpha = theta[3]!
  const beta = theta[4]!
  let value = 0
  let sp = 0
  let sq = 0
  let all = 0
  let ct = 0
  // In loops of their own, where little else wants a register.
  for (let i = 0; i < n; i += 1) scratch[i] = exponential(a - alpha * x[i]!)
  for (let i = 0; i < n; i += 1) scratch[n + i] = exponential(b - beta * y[i]!)
  for (let i = 0; i < n; i += 1) {
    let p = scratch[i]!
    let q = scratch[n + i]!
    let mu = p + q + constant
    const observed = level[i]!
    let residual = mu - observed
    if (log) {
      // log(mu / L) by its series in (mu - L) / (mu + L): where |z| < 1/32 the first term left out, z^10 / 11 of the sum, is below rounding.
      const z = residual / (mu + observed)
      const zz = z * z
      residual =
        zz < 0.0009765625
          ? 2 * z * (1 + zz * (1 / 3 + zz * (1 / 5 + zz * (1 / 7 + zz * (1 / 9)))))
          : Math.log(mu / observed)
      const inverse = 1 / mu
      p *= inverse
      q *= inverse
      mu = 1
    }
    // First derivative of the loss, and what multiplies J J': its second derivative, less the first where the logarithm bends.
    const clipped = Math.max(-delta, Math.min(delta, residual))
    const psi = weights[i]! * clipped
    const curvature = (clipped === residual ? weights[i]! : 0) - (log ? psi : 0)
    value += psi * (residual - 0.5 * clipped)
    scratch[i] = p
    scratch[n + i] = q
    scratch[2 * n + i] = psi
    scratch[3 * n + i] = curvature
    scratch[4 * n + i] = residual
    sp += psi * p
    sq += psi * q
    all += psi * mu
    ct += curvature * mu * mu
  }
  let cp = 0
  let cq = 0
  let cx = 0
  let cy = 0
  let spx = 0
  let sqy = 0
  let pp = 0
  let pq = 0
  let qq = 0
  let ppx = 0
  let qpx = 0
  let pqy = 0
  let qqy = 0
  let xx = 0
  let xy = 0
  let yy = 0
  for (let i = 0; i < n; i += 1) {
    const p = scratch[i]!
    const q = scratch[n + i]!
    const psi = scratch[2 * n + i]!
    const curvature = scratch[3 * n + i]!
    const mu = log ? 1 : p + q + constant
    const px = p * x[i]!
    const qy = q * y[i]!
    const u = curvature * p
    const v = curvature * q
    const ux = curvature * px
    const vy = curvature * qy
    cp += u * mu
    cq += v * mu
    cx += ux * mu
    cy += vy * mu
    spx += psi * px
    sqy += psi * qy
    pp += u * p
    pq += u * q
    qq += v * q
    ppx += ux * p
    qpx += ux * q
    pqy += vy * p
    qqy += vy * q
    xx += (curvature * px + psi * x[i]!) * px
    xy += ux * qy
    yy += (curvature * qy + psi * y[i]!) * qy
  }
  out.value = value
  const g = out.gradient
  g[0] = sp
  g[1] = sq
  g[3] = -spx
  g[4] = -sqy
  const h = out.hessian
  h[0] = pp + sp
  h[1] = h[5] = pq
  h[3] = h[15] = -(ppx + spx)
  h[4] = h[20] = -pqy
  h[6] = qq + sq
  h[8] = h[16] = -qpx
  h[9] = h[21] = -(qqy + sqy)
  h[18] = xx
  h[19] = h[23] = xy
  h[24] = yy
  // Exactly zero where E is held at zero: that is how the solvers know a constant that takes no part.
  const free = Number(constant > 0)
  g[2] = free * (all - sp - sq)
  h[2] = h[10] = free * (cp - pp - pq)
  h[7] = h[11] = free * (cq - pq - qq)
  h[12] = free * (ct - 2 * (cp + cq - pq) + pp + qq + g[2])
  h[13] = h[17] = free * (ppx + qpx - cx)
  h[14] = h[22] = free * (pqy + qqy - cy)
}
