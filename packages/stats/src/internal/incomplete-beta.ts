import * as dd from './double-double.js'
import { log, log1p } from './double-double-log.js'
import { logBeta } from './double-double-log-gamma.js'
import { saddleTail } from './saddle-quadrature.js'
import { atLowerEnd, fromLower, other, scaledExp, type Tail } from './tail.js'

/** Sum over n >= 1 of (1 - b)_n x^n / (n! (a + n)): I_x(a, b) = x^a (1 / a + sum) / B(a, b) (DLMF 8.17.7). */
function powerSeries(a: number, b: number, x: number): number {
  let c = 1
  let s = 0
  for (let n = 1; n < 20000; n++) {
    c *= ((n - b) / n) * x
    const term = c / (a + n)
    s += term
    if (Math.abs(term) <= 1e-17 * Math.abs(s + 1 / a) && n > (b - 1) * x) break
    if (c === 0) break
  }
  return s
}

/**
 * The continued fraction of Didonato and Morris (1992, ACM TOMS 18, 360-373, equation 9.1), the even part of DLMF 8.17.22:
 * I_x(a, b) = x^a (1 - x)^b / B(a, b) times this, where lambda = a y - b x.
 */
function continuedFraction(a: number, b: number, x: number, y: number, lambda: number): number {
  let p0 = 0
  let q0 = 1
  let p1 = 1
  let q1 = (a / (a + 1)) * (lambda + 1)
  p1 /= q1
  q0 /= q1
  q1 = 1
  let r = p1
  for (let n = 1; n < 1e8; n++) {
    const s = a + 2 * n - 1
    const w = n * (b - n) * x
    const alpha = ((a + n - 1) / s) * ((a + b + n - 1) / s) * w * x
    const beta = n + w / s + ((a + n) / (s + 2)) * (lambda + 1 + n * (1 + y))
    const p2 = beta * p1 + alpha * p0
    const q2 = beta * q1 + alpha * q0
    const inverse = 1 / q2
    const next = p2 * inverse
    if (Math.abs(next - r) <= 1.2e-16 * next) return next
    r = next
    p0 = p1 * inverse
    q0 = q1 * inverse
    p1 = next
    q1 = 1
  }
  return r
}

/**
 * A face of the regularised incomplete beta function I_x(a, b) for a, b in (0, Infinity) and x + y = 1, each with its low
 * word.
 */
export function incompleteBeta(
  tail: Tail,
  a: number,
  b: number,
  xh: number,
  xl: number,
  yh: number,
  yl: number,
): number {
  if (!(xh > 0)) return atLowerEnd(tail)
  if (!(yh > 0)) return atLowerEnd(other(tail))
  if (xh * (a + b + 2) > a + 1) return leftOfMean(other(tail), b, a, yh, yl, xh, xl)
  return leftOfMean(tail, a, b, xh, xl, yh, yl)
}

/**
 * Where the terms of an exponent add up to less than this, doubles carry it: 24 roundings of at most 2^-53 stay below 3e-15
 * of the value, and a logarithm beyond -0.1 below 3e-14.
 */
const small = 24

/** From here quadrature, whose work does not grow, is faster near the mean than the continued fraction. */
const largeShape = 2e5

function leftOfMean(tail: Tail, a: number, b: number, xh: number, xl: number, yh: number, yl: number): number {
  if (a >= 1 && (b * xh > 1 || xh > 0.3)) {
    const uh = dd.multiply(a, 0, yh, yl)
    const ul = dd.low()
    const vh = dd.multiply(b, 0, xh, xl)
    const lambda = dd.add(uh, ul, -vh, -dd.low())
    const factor =
      a > largeShape && b > largeShape
        ? saddleTail(a - 1, -1 / xh, b - 1, 1 / yh, (lambda - yh + xh) / (xh * yh)) / (xh * yh)
        : continuedFraction(a, b, xh, yh, lambda)
    const bh = logBeta(a, b)
    const s = a * (yh < 0.25 ? Math.log1p(-yh) : Math.log(xh))
    const t = b * (xh < 0.25 ? Math.log1p(-xh) : Math.log(yh))
    if (Math.abs(s) + Math.abs(t) + Math.abs(bh) < small) {
      const sl = yh < 0.25 ? -yl : xl
      const tl = xh < 0.25 ? -xl : yl
      return fromLower(tail, factor, s + t - bh, (a * sl) / xh + (b * tl) / yh)
    }
    const eh = logBetaKernel(a, b, 0, xh, xl, yh, yl)
    return fromLower(tail, factor, eh, dd.low())
  }
  const bh = logBeta(a, b)
  const bl = dd.low()
  const t = a * (yh < 0.25 ? Math.log1p(-yh) : Math.log(xh))
  let eh = t - bh
  let el = (a * (yh < 0.25 ? -yl : xl)) / xh
  if (Math.abs(t) + Math.abs(bh) >= small || a < 1) {
    const lh = logOf(xh, xl, yh, yl)
    eh = dd.multiply(lh, dd.low(), a, 0)
    eh = dd.add(eh, dd.low(), -bh, -bl)
    el = dd.low()
  }
  const s = powerSeries(a, b, xh)
  const factor = 1 / a + s
  if (a >= 1 || scaledExp(factor, eh, el) <= 0.9) return fromLower(tail, factor, eh, el)
  // 1 - x^a / (a B) (1 + a s): the first difference by expm1, so that a small upper tail keeps its digits.
  const ah = log(a, 0)
  eh = dd.add(eh, el, -ah, -dd.low())
  const g = Math.exp(eh)
  return fromLower(other(tail), -(Math.expm1(eh) + dd.low() * g) - g * a * s, 0, 0)
}

/** log x for x = 1 - y in (0, 1): relative also where x rounds to 1. */
function logOf(xh: number, xl: number, yh: number, yl: number): number {
  return yh < 0.25 ? log1p(-yh, -yl) : log(xh, xl)
}

/** log of x^(a + shift) y^(b + shift) / B(a, b) for a whole shift, its low word in `low()`. */
export function logBetaKernel(
  a: number,
  b: number,
  shift: number,
  xh: number,
  xl: number,
  yh: number,
  yl: number,
): number {
  let lh = logOf(xh, xl, yh, yl)
  let ll = dd.low()
  let ph = dd.twoSum(a, shift)
  let eh = dd.multiply(lh, ll, ph, dd.low())
  let el = dd.low()
  lh = logOf(yh, yl, xh, xl)
  ll = dd.low()
  ph = dd.twoSum(b, shift)
  ph = dd.multiply(lh, ll, ph, dd.low())
  eh = dd.add(eh, el, ph, dd.low())
  el = dd.low()
  const bh = logBeta(a, b)
  return dd.add(eh, el, -bh, -dd.low())
}

/** I_x(a, b) for a double x, whose complement is taken exactly. */
export function incompleteBetaAt(tail: Tail, x: number, a: number, b: number): number {
  const yh = dd.twoSum(1, -x)
  return incompleteBeta(tail, a, b, x, 0, yh, dd.low())
}
