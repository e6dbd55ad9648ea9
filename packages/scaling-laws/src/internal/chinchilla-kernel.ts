import type { ChinchillaProblem } from './chinchilla-problem.js'
import type { Derivatives } from './damped-newton.js'

/** What is minimised inside: half squares up to `delta`, linear beyond, of log residuals; or half squares of residuals of the loss itself. */
export interface Objective {
  /** Whether residuals are log L(N, D) - log L (true) or L(N, D) - L. */
  readonly log: boolean
  /** Threshold of the Huber loss; `Infinity` for least squares. */
  readonly delta: number
}

/**
 * Objective, gradient and exact Hessian with respect to (a, b, e, alpha, beta), mu = exp(a - alpha x) + exp(b - beta y) + exp(e).
 *
 * With J = d mu / d theta (log objective: divided by mu) every second derivative of mu is one of its three terms times products of (1, -x) or
 * (1, -y), so 15 sums of J J' and seven first-order sums give everything; two exp and one log per run, no branch on the size of terms:
 * centred logarithms keep the exponents small.
 */
export function evaluate(
  problem: ChinchillaProblem,
  objective: Objective,
  theta: Float64Array,
  out: Derivatives,
): void {
  const { n, x, y, level, weights } = problem
  const { log, delta } = objective
  const target = log ? problem.logLoss : level
  const a = theta[0]!
  const b = theta[1]!
  const constant = Math.exp(theta[2]!)
  const alpha = theta[3]!
  const beta = theta[4]!
  let value = 0
  let sp = 0
  let sq = 0
  let ss = 0
  let spx = 0
  let sqy = 0
  let spxx = 0
  let sqyy = 0
  let pp = 0
  let pq = 0
  let ps = 0
  let ppx = 0
  let pqy = 0
  let qq = 0
  let qs = 0
  let qpx = 0
  let qqy = 0
  let cc = 0
  let cpx = 0
  let cqy = 0
  let pxpx = 0
  let pxqy = 0
  let qyqy = 0
  for (let i = 0; i < n; i += 1) {
    const xi = x[i]!
    const yi = y[i]!
    const weight = weights[i]!
    let p = Math.exp(a - alpha * xi)
    let q = Math.exp(b - beta * yi)
    let s = constant
    const mu = p + q + s
    let residual: number
    if (log) {
      // log(mu / L) by its series in (mu - L) / (mu + L): where |z| < 1/16 the first term left out, z^14 / 15 of the sum, is below rounding.
      const observed = level[i]!
      const z = (mu - observed) / (mu + observed)
      const zz = z * z
      residual =
        zz < 0.00390625
          ? 2 * z * (1 + zz * (1 / 3 + zz * (1 / 5 + zz * (1 / 7 + zz * (1 / 9 + zz * (1 / 11 + zz * (1 / 13)))))))
          : Math.log(mu) - target[i]!
      const inverse = 1 / mu
      p *= inverse
      q *= inverse
      s *= inverse
    } else residual = mu - target[i]!
    // First derivative of the loss, and what multiplies J J': its second derivative, less the first where the logarithm bends.
    let psi: number
    let curvature: number
    if (residual > delta) {
      psi = weight * delta
      curvature = -psi
      value += psi * (residual - 0.5 * delta)
    } else if (residual < -delta) {
      psi = -weight * delta
      curvature = -psi
      value += psi * (residual + 0.5 * delta)
    } else {
      psi = weight * residual
      curvature = log ? weight - psi : weight
      value += 0.5 * psi * residual
    }
    const px = p * xi
    const qy = q * yi
    const fp = psi * p
    const fq = psi * q
    sp += fp
    sq += fq
    ss += psi * s
    spx += fp * xi
    sqy += fq * yi
    spxx += fp * xi * xi
    sqyy += fq * yi * yi
    const cp = curvature * p
    const cq = curvature * q
    const cs = curvature * s
    const cx = curvature * px
    pp += cp * p
    pq += cp * q
    ps += cp * s
    ppx += cp * px
    pqy += cp * qy
    qq += cq * q
    qs += cq * s
    qpx += cq * px
    qqy += cq * qy
    cc += cs * s
    cpx += cs * px
    cqy += cs * qy
    pxpx += cx * px
    pxqy += cx * qy
    qyqy += curvature * qy * qy
  }
  out.value = value
  const g = out.gradient
  g[0] = sp
  g[1] = sq
  g[2] = ss
  g[3] = -spx
  g[4] = -sqy
  const h = out.hessian
  h[0] = pp + sp
  h[1] = h[5] = pq
  h[2] = h[10] = ps
  h[3] = h[15] = -(ppx + spx)
  h[4] = h[20] = -pqy
  h[6] = qq + sq
  h[7] = h[11] = qs
  h[8] = h[16] = -qpx
  h[9] = h[21] = -(qqy + sqy)
  h[12] = cc + ss
  h[13] = h[17] = -cpx
  h[14] = h[22] = -cqy
  h[18] = pxpx + spxx
  h[19] = h[23] = pxqy
  h[24] = qyqy + sqyy
}
