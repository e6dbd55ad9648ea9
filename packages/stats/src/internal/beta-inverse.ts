import { logBeta } from './double-double-log-gamma.js'
import { deviate } from './gamma-inverse.js'
import { incompleteBeta } from './incomplete-beta.js'
import { logTailStep } from './log-tail-step.js'

/** 1 - x of the last `inverseBeta`, with its own relative accuracy. */
export let complement = 0

/** x in [0, 1] where the lower (or upper) tail of the incomplete beta function is p in (0, 1); 1 - x is left in `complement`. */
export function inverseBeta(isUpper: boolean, a: number, b: number, p: number): number {
  if (p > 0.5) return inverseBeta(!isUpper, a, b, 1 - p)
  const lowerP = isUpper ? 1 - p : p
  const logB = logBeta(a, b)
  let logit: number
  if (a >= 1 && b >= 1) {
    const z = isUpper ? -deviate(p) : deviate(p)
    const l = (z * z - 3) / 6
    const h = 2 / (1 / (2 * a - 1) + 1 / (2 * b - 1))
    const w = (z * Math.sqrt(Math.max(h + l, 0))) / h - (1 / (2 * b - 1) - 1 / (2 * a - 1)) * (l + 5 / 6 - 2 / (3 * h))
    logit = Math.log(a / b) - 2 * w
  } else {
    const t = Math.exp(a * Math.log(a / (a + b))) / a
    const u = Math.exp(b * Math.log(b / (a + b))) / b
    const w = t + u
    if (lowerP < t / w) {
      const lx = (Math.log(a * w) + Math.log(lowerP)) / a
      logit = lx - Math.log1p(-Math.min(Math.exp(lx), 0.999))
    } else {
      const ly = (Math.log(b * w) + Math.log(isUpper ? p : 1 - p)) / b
      logit = Math.log1p(-Math.min(Math.exp(ly), 0.999)) - ly
    }
  }
  if (!(logit > -700)) logit = -700
  if (logit > 700) logit = 700
  let x = 1 / (1 + Math.exp(-logit))
  let y = 1 / (1 + Math.exp(logit))
  for (let i = 0; i < 100; i++) {
    const tail = incompleteBeta(isUpper ? 1 : 0, a, b, x, 0, y, 0)
    const lx = y < 0.5 ? Math.log1p(-y) : Math.log(x)
    const ly = x < 0.5 ? Math.log1p(-x) : Math.log(y)
    const k = Math.exp(a * lx + b * ly - logB)
    const step = logTailStep(isUpper, tail, p, k, a * y - b * x)
    const e = Math.exp(step)
    const d = x * e + y
    x = (x * e) / d
    y = y / d
    if (Math.abs(step) < 1e-6) break
  }
  complement = y
  return x
}
