import * as dd from './double-double.js'
import { abscissas, weights } from './gauss-legendre.js'
import { millsRatio } from './mills-ratio.js'
import { normalTail } from './normal-tail.js'

const inverseSqrt2Pi = 0.3989422804014327
/** Where the integrand has fallen by exp(-42) the rest of it is below the rounding of the whole. */
const negligible = 42

/**
 * P(X > h, Y > k) = factor * exp(exponent) for standard normals of correlation -1 < rho < 1 and finite h, k: the integral
 * over x > h of phi(x) (1 - Phi((k - rho x) / sqrt(1 - rho^2))). The integrand is positive and log-concave, so Gauss's
 * rule on the panels between its peak, its cutoffs and the step of the second factor keeps relative accuracy in any tail.
 * Returns the factor; the exponent's high word is left in `exponentHigh()`, its low word in `exponentLow()`.
 */
export function orthant(h: number, k: number, rho: number): number {
  const sigma = Math.sqrt((1 - rho) * (1 + rho))
  const peak = peakOf(h, k, rho, sigma)
  const step = argument(k, rho, sigma, peak)
  const slope = slopeAt(peak, step, rho, sigma)
  const right = cutoff(peak, step, k, rho, sigma, 1, Math.max(0, -slope), Infinity)
  const left = peak === h ? 0 : cutoff(peak, step, k, rho, sigma, -1, 0, peak - h)
  setExponent(peak, step, k, rho)
  const width = sigma / Math.abs(rho)
  let total = 0
  let from = -left
  // Breaks in ascending order: the peak and, where the step is steep against the range, its middle and its two ends.
  const steep = 7 * width < left + right
  const middle = rho === 0 ? Infinity : k / rho - peak
  for (let i = 0; i < 5; i++) {
    let to = right
    if (from < 0 && to > 0) to = 0
    if (steep) {
      for (let j = -1; j <= 1; j++) {
        const b = middle + 7 * j * width
        if (b > from && b < to) to = b
      }
    }
    total += panel(from, to, peak, step, k, rho, sigma)
    if (to === right) break
    from = to
  }
  return inverseSqrt2Pi * total
}

const exponent: Float64Array = /* @__PURE__ */ new Float64Array(2)

/** High word of the exponent of the last `orthant`. */
export function exponentHigh(): number {
  return exponent[0]!
}

/** Low word of the exponent of the last `orthant`. */
export function exponentLow(): number {
  return exponent[1]!
}

/** (k - rho x) / sigma, without cancelling digits that 1 - |rho| still has. */
function argument(k: number, rho: number, sigma: number, x: number): number {
  return (rho > 0 ? k - x + (1 - rho) * x : k + x - (1 + rho) * x) / sigma
}

function hazard(u: number): number {
  return u >= 0 ? 1 / millsRatio(u) : (inverseSqrt2Pi * Math.exp(-0.5 * u * u)) / normalTail(1, u)
}

/** Derivative of the logarithm of the integrand at x, where u = (k - rho x) / sigma. */
function slopeAt(x: number, u: number, rho: number, sigma: number): number {
  return (rho / sigma) * hazard(u) - x
}

/** Newton's method for the peak of the integrand on [h, Infinity), from the side on which it cannot overshoot. */
function peakOf(h: number, k: number, rho: number, sigma: number): number {
  if (slopeAt(h, argument(k, rho, sigma, h), rho, sigma) <= 0) return h
  let x = rho > 0 ? h : Math.max(h, 0)
  for (let i = 0; i < 60; i++) {
    const u = argument(k, rho, sigma, x)
    const l = hazard(u)
    const ratio = rho / sigma
    const move = (ratio * l - x) / (1 + ratio * ratio * l * Math.max(l - u, 0))
    x += move
    if (Math.abs(move) < 0.01 * sigma) break
  }
  return Math.max(x, h)
}

function logTail(u: number): number {
  return u >= 0 ? Math.log(inverseSqrt2Pi * millsRatio(u)) - 0.5 * u * u : Math.log1p(-normalTail(0, u))
}

/** Distance from the peak, at most `limit`, beyond which the integrand is negligible. */
function cutoff(
  peak: number,
  step: number,
  k: number,
  rho: number,
  sigma: number,
  direction: number,
  slope: number,
  limit: number,
): number {
  // The curvature of the logarithm is at least 1: this is far enough, and Newton's method approaches from outside.
  let s = Math.min(limit, (2 * negligible) / (slope + Math.sqrt(slope * slope + 2 * negligible)))
  const top = logTail(step)
  for (let i = 0; i < 60; i++) {
    const t = direction * s
    const u = argument(k, rho, sigma, peak + t)
    const drop = peak * t + 0.5 * t * t + top - logTail(u)
    if (drop < 1.4 * negligible) break
    const steepness = -direction * slopeAt(peak + t, u, rho, sigma)
    s -= (drop - negligible) / steepness
  }
  return s
}

/** -(peak^2 + max(u, 0)^2) / 2 at the peak's u = (k - rho peak) / sigma, in twice the working precision. */
function setExponent(peak: number, step: number, k: number, rho: number): void {
  let h = dd.twoProduct(peak, peak)
  let l = dd.low()
  if (step > 0) {
    const ph = dd.twoProduct(-rho, peak)
    const nh = dd.add(ph, dd.low(), k, 0)
    const nl = dd.low()
    const sh = dd.multiply(nh, nl, nh, nl)
    const sl = dd.low()
    const rh = dd.twoProduct(-rho, rho)
    const vh = dd.add(rh, dd.low(), 1, 0)
    const uh = dd.divide(sh, sl, vh, dd.low())
    h = dd.add(h, l, uh, dd.low())
    l = dd.low()
  }
  exponent[0] = -0.5 * h
  exponent[1] = -0.5 * l
}

/** Integral over peak + [from, to] of phi(x) (1 - Phi(u)), without the factor exp(exponent) / sqrt(2 pi). */
function panel(from: number, to: number, peak: number, step: number, k: number, rho: number, sigma: number): number {
  const half = 0.5 * (to - from)
  const centre = 0.5 * (to + from)
  let sum = 0
  for (let i = 0; i < 32; i++) {
    const node = i < 16 ? -abscissas[15 - i]! : abscissas[i - 16]!
    const weight = i < 16 ? weights[15 - i]! : weights[i - 16]!
    const s = centre + half * node
    const e = -s * (peak + 0.5 * s)
    const u = argument(k, rho, sigma, peak + s)
    if (step > 0) {
      const d = (-rho * s) / sigma
      sum +=
        u >= 0
          ? weight * inverseSqrt2Pi * millsRatio(u) * Math.exp(e - d * (step + 0.5 * d))
          : weight * normalTail(1, u) * Math.exp(e + 0.5 * step * step)
    } else sum += weight * normalTail(1, u) * Math.exp(e)
  }
  return half * sum
}
