import * as dd from './double-double.js'
import { log, log1p } from './double-double-log.js'
import { logBeta } from './double-double-log-gamma.js'
import { incompleteBeta } from './incomplete-beta.js'
import { normalTail } from './normal-tail.js'
import { other, scaledExp, type Tail } from './tail.js'

/** Above this many degrees of freedom Student's t is the normal distribution to every digit. */
export const normalFrom = 1e30

/** A face of Student's t distribution with df in (0, Infinity]. */
export function studentTTail(tail: Tail, t: number, df: number): number {
  if (df > normalFrom) return normalTail(tail, t)
  return t < 0 ? rightOfZero(other(tail), -t, df) : rightOfZero(tail, t, df)
}

function rightOfZero(tail: Tail, t: number, df: number): number {
  if (t === Infinity) return tail === 0 ? 1 : tail === 3 ? -Infinity : 0
  if (t > 1e100 || t * t > 1e30 * df) return farTail(tail, t, df)
  const th = dd.twoProduct(t, t)
  const tl = t < 1e-140 ? 0 : dd.low()
  const sh = dd.add(th, tl, df, 0)
  const sl = dd.low()
  const xh = dd.divide(df, 0, sh, sl)
  const xl = dd.low()
  const yh = dd.divide(th, tl, sh, sl)
  const yl = dd.low()
  const a = df / 2
  switch (tail) {
    case 0:
      return 1 - 0.5 * incompleteBeta(0, a, 0.5, xh, xl, yh, yl)
    case 1:
      return 0.5 * incompleteBeta(0, a, 0.5, xh, xl, yh, yl)
    case 2:
      return Math.log1p(-0.5 * incompleteBeta(0, a, 0.5, xh, xl, yh, yl))
    case 3:
      return incompleteBeta(2, a, 0.5, xh, xl, yh, yl) - Math.LN2
  }
}

/** Where t^2 / df > 1e30 the power law is exact: the upper tail is (df / t^2)^(df / 2) / (df B(df / 2, 1 / 2)). */
function farTail(tail: Tail, t: number, df: number): number {
  const a = df / 2
  const lh = log(df, 0)
  const ll = dd.low()
  const mh = log(t, 0)
  let eh = dd.add(lh, ll, -2 * mh, -2 * dd.low())
  eh = dd.multiply(eh, dd.low(), a, 0)
  const el = dd.low()
  const bh = logBeta(a, 0.5)
  eh = dd.add(eh, el, -bh, -dd.low())
  if (tail === 3) return eh + (dd.low() - Math.log(df))
  const upper = scaledExp(1 / df, eh, dd.low())
  return tail === 0 ? 1 - upper : tail === 1 ? upper : Math.log1p(-upper)
}

/** log of the density at t, its low word in `low()`, without the factor 1 / sqrt(df + t^2). */
export function logStudentTKernel(t: number, df: number): number {
  const qh = dd.twoProduct(t, t)
  const ql = dd.low()
  const rh = dd.divide(qh, ql, df, 0)
  const lh = log1p(rh, dd.low())
  const eh = dd.multiply(lh, dd.low(), -df / 2, 0)
  const el = dd.low()
  const bh = logBeta(df / 2, 0.5)
  return dd.add(eh, el, -bh, -dd.low())
}

/** log of the density where |t| > 1e100, so that t^2 may overflow. */
export function farLogDensity(t: number, df: number): number {
  const r = Math.abs(t) / Math.sqrt(df)
  const bh = logBeta(df / 2, 0.5)
  return r < 1e100
    ? -((df + 1) / 2) * Math.log1p(r * r) - bh - 0.5 * Math.log(df)
    : -(df + 1) * Math.log(r) - bh - 0.5 * Math.log(df)
}
