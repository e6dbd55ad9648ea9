import * as dd from './double-double.js'
import { log } from './double-double-log.js'
import { logBeta } from './double-double-log-gamma.js'
import { complement, inverseBeta } from './beta-inverse.js'
import { deviate } from './gamma-inverse.js'
import { normalFrom } from './student-t-tail.js'

/** Logit of x = df / (df + t^2) from the expansion of Abramowitz and Stegun 26.7.5, or from the power law of the tail. */
function guess(p: number, df: number, logX: number): number {
  const z = deviate(p)
  const s = z * z
  if (s > 0.7 * df) return logX - Math.log1p(-Math.min(Math.exp(logX), 0.9))
  const g1 = (s + 1) / 4
  const g2 = ((5 * s + 16) * s + 3) / 96
  const g3 = (((3 * s + 19) * s + 17) * s - 15) / 384
  const t = z * (1 + (g1 + (g2 + g3 / df) / df) / df)
  return -Math.log((t * t) / df)
}

/** t >= 0 whose upper tail is p in [0, 1/2]. */
export function inverseStudentT(p: number, df: number): number {
  if (p === 0) return Infinity
  if (p === 0.5) return 0
  if (df > normalFrom) return deviate(p)
  const a = df / 2
  const logX = (Math.log(p) + logBeta(a, 0.5) + Math.log(df)) / a
  if (logX < -40) return farQuantile(p, df)
  const start = guess(p, df, logX)
  if (p > 0.25) {
    const y = inverseBeta(false, 0.5, a, 1 - 2 * p, -start)
    return Math.sqrt((df * y) / complement)
  }
  const x = inverseBeta(false, a, 0.5, 2 * p, start)
  return Math.sqrt((df * complement) / x)
}

/** Where x = df / (df + t^2) falls below 1e-17 the power law of the tail, p = x^a / (df B(a, 1 / 2)), is exact. */
function farQuantile(p: number, df: number): number {
  const a = df / 2
  const ph = log(p, 0)
  const pl = dd.low()
  const bh = logBeta(a, 0.5)
  let eh = dd.add(ph, pl, bh, dd.low())
  let el = dd.low()
  const dh = log(df, 0)
  const dl = dd.low()
  eh = dd.add(eh, el, dh, dl)
  eh = dd.divide(eh, dd.low(), a, 0)
  el = dd.low()
  const h = dd.add(dh, dl, -eh, -el)
  return Math.exp(h / 2) * (1 + dd.low() / 2)
}
