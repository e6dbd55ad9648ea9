import * as dd from './double-double.js'
import { log } from './double-double-log.js'
import { logGamma } from './double-double-log-gamma.js'
import { saddleTail } from './saddle-quadrature.js'
import { atLowerEnd, fromLower, other, scaledExp, type Tail } from './tail.js'

let lastShape = NaN
let lastHigh = NaN
let lastLow = NaN

/** log Gamma(a), the last one remembered, since callers repeat their parameters; its low word in `low()`. */
export function cachedLogGamma(a: number): number {
  if (a !== lastShape) {
    lastHigh = logGamma(a, 0)
    lastLow = dd.low()
    lastShape = a
  }
  return dd.add(lastHigh, lastLow, 0, 0)
}

/** log of the density x^(a - 1) e^-x / Gamma(a), its low word in `low()`. */
export function logGammaDensity(a: number, xh: number, xl: number): number {
  const lh = log(xh, xl)
  const ll = dd.low()
  const bh = dd.twoSum(a, -1)
  let eh = dd.multiply(lh, ll, bh, dd.low())
  eh = dd.add(eh, dd.low(), -xh, -xl)
  const el = dd.low()
  const gh = cachedLogGamma(a)
  return dd.add(eh, el, -gh, -dd.low())
}

/** log of x^a e^-x / Gamma(a), its low word in `low()`. */
function logGammaKernel(a: number, xh: number, xl: number): number {
  const lh = log(xh, xl)
  let eh = dd.multiply(lh, dd.low(), a, 0)
  eh = dd.add(eh, dd.low(), -xh, -xl)
  const el = dd.low()
  const gh = cachedLogGamma(a)
  return dd.add(eh, el, -gh, -dd.low())
}

/** Sum over n >= 0 of x^n / (a (a + 1) ... (a + n)) (DLMF 8.11.4). */
function risingSeries(a: number, x: number): number {
  let term = 1 / a
  let s = term
  for (let n = 1; n < 1e8; n++) {
    term *= x / (a + n)
    s += term
    if (term <= 1e-17 * s) break
  }
  return s
}

/** Legendre's continued fraction of Gamma(a, x) / (x^a e^-x) (DLMF 8.9.2, even part), by Lentz's method. */
function legendreFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let h = d
  for (let n = 1; n < 1e8; n++) {
    const an = -n * (n - a)
    b += 2
    d = 1 / (an * d + b)
    c = b + an / c
    const factor = d * c
    h *= factor
    if (Math.abs(factor - 1) <= 1.2e-16) break
  }
  return h
}

/** From here quadrature, whose work does not grow, is faster near the mean than series and continued fraction. */
const largeShape = 2e4

/** A face of the regularised incomplete gamma function P(a, x) for a in (0, Infinity) and x = xh + xl. */
export function incompleteGamma(tail: Tail, a: number, xh: number, xl: number): number {
  if (!(xh > 0)) return atLowerEnd(tail)
  if (xh === Infinity) return atLowerEnd(other(tail))
  if (a < 1 && xh < 1) return smallShape(tail, a, xh, xl)
  const gh = cachedLogGamma(a)
  const t = a * Math.log(xh)
  let eh = t - xh - gh
  let el = (a / xh - 1) * xl
  // Below 24 in all, the terms of the exponent lose no more than 3e-15 in doubles.
  if (Math.abs(t) + xh + Math.abs(gh) > 24) {
    eh = logGammaKernel(a, xh, xl)
    el = dd.low()
  }
  if (a > largeShape) {
    const slope = (xh - a + 1 + xl) / xh
    return xh < a
      ? fromLower(tail, saddleTail(a - 1, -1 / xh, 0, 0, -slope) / xh, eh, el)
      : fromLower(other(tail), saddleTail(a - 1, 1 / xh, 0, 0, slope) / xh, eh, el)
  }
  if (xh < a + 0.5) return fromLower(tail, risingSeries(a, xh), eh, el)
  return fromLower(other(tail), legendreFraction(a, xh), eh, el)
}

/** For a < 1 and x < 1 either tail may be the small one; both come from P = x^a (1 + a s) / Gamma(a + 1) (DLMF 8.7.1). */
function smallShape(tail: Tail, a: number, xh: number, xl: number): number {
  let c = 1
  let s = 0
  for (let n = 1; n < 60; n++) {
    c *= -xh / n
    const term = c / (a + n)
    s += term
    if (Math.abs(term) <= 1e-18) break
  }
  const lh = log(xh, xl)
  let eh = dd.multiply(lh, dd.low(), a, 0)
  let el = dd.low()
  const gh = cachedLogGamma(a)
  eh = dd.add(eh, el, -gh, -dd.low())
  el = dd.low()
  const p = scaledExp(1 / a + s, eh, el)
  if (p <= 0.9) return fromLower(tail, 1 / a + s, eh, el)
  const ah = log(a, 0)
  eh = dd.add(eh, el, -ah, -dd.low())
  const g = Math.exp(eh)
  return fromLower(other(tail), -(Math.expm1(eh) + dd.low() * g) - g * a * s, 0, 0)
}
