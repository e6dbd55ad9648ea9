import * as dd from './double-double.js'
import { log } from './double-double-log.js'
import { logBeta } from './double-double-log-gamma.js'
import { complement, inverseBeta } from './beta-inverse.js'
import { deviate } from './gamma-inverse.js'
import { normalFrom } from './student-t-tail.js'

/** t >= 0 whose upper tail is p in [0, 1/2]. */
export function inverseStudentT(p: number, df: number): number {
  if (p === 0) return Infinity
  if (p === 0.5) return 0
  if (df > normalFrom) return deviate(p)
  const a = df / 2
  // Where x = df / (df + t^2) falls below 1e-17 the power law of the tail is exact.
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
  if (eh < -40) {
    const h = dd.add(dh, dl, -eh, -el)
    return Math.exp(h / 2) * (1 + dd.low() / 2)
  }
  if (p > 0.25) {
    const y = inverseBeta(false, 0.5, a, 1 - 2 * p)
    return Math.sqrt((df * y) / complement)
  }
  const x = inverseBeta(false, a, 0.5, 2 * p)
  return Math.sqrt((df * complement) / x)
}
