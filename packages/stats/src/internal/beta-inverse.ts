import * as dd from './double-double.js'
import { logBeta } from './double-double-log-gamma.js'
import { deviate } from './gamma-inverse.js'
import { incompleteBeta } from './incomplete-beta.js'
import { converged, logTailStep } from './log-tail-step.js'

/** 1 - x of the last `inverseBeta`, with its own relative accuracy. */
export let complement = 0

/** Logit of a first guess where the smaller tail is p: Abramowitz and Stegun 26.5.22, or the power laws of the two ends. */
function guess(isUpper: boolean, a: number, b: number, p: number): number {
  if (a >= 1 && b >= 1) {
    const z = isUpper ? -deviate(p) : deviate(p)
    const l = (z * z - 3) / 6
    const h = 2 / (1 / (2 * a - 1) + 1 / (2 * b - 1))
    const w = (z * Math.sqrt(Math.max(h + l, 0))) / h - (1 / (2 * b - 1) - 1 / (2 * a - 1)) * (l + 5 / 6 - 2 / (3 * h))
    return Math.log(a / b) - 2 * w
  }
  const t = Math.exp(a * Math.log(a / (a + b))) / a
  const u = Math.exp(b * Math.log(b / (a + b))) / b
  const w = t + u
  const lower = isUpper ? 1 - p : p
  if (lower < t / w) {
    const lx = (Math.log(a * w) + Math.log(lower)) / a
    return lx - Math.log1p(-Math.min(Math.exp(lx), 0.999))
  }
  const ly = (Math.log(b * w) + Math.log(isUpper ? p : 1 - p)) / b
  return Math.log1p(-Math.min(Math.exp(ly), 0.999)) - ly
}

/**
 * x in [0, 1] where the lower (or upper) tail of the incomplete beta function is p in (0, 1), with 1 - x left in
 * `complement`; `start` is the logit of a first guess, where the caller has a better one.
 */
export function inverseBeta(isUpper: boolean, a: number, b: number, p: number, start?: number): number {
  if (p > 0.5) return inverseBeta(!isUpper, a, b, 1 - p, start)
  const logB = logBeta(a, b)
  const first = start ?? guess(isUpper, a, b, p)
  const logit = Math.max(-700, Math.min(700, first))
  let x = 1 / (1 + Math.exp(-logit))
  let y = 1 / (1 + Math.exp(logit))
  for (let i = 0; i < 100; i++) {
    // The smaller of x and y is the variable; the other is its exact complement.
    const swap = x > y
    const small = swap ? y : x
    const large = dd.twoSum(1, -small)
    const rest = dd.low()
    const tail = swap
      ? incompleteBeta(isUpper ? 1 : 0, a, b, large, rest, small, 0)
      : incompleteBeta(isUpper ? 1 : 0, a, b, small, 0, large, rest)
    const ls = Math.log(small)
    const ll = Math.log1p(-small)
    const k = Math.exp(swap ? a * ll + b * ls - logB : a * ls + b * ll - logB)
    const step = logTailStep(isUpper, tail, p, k, swap ? a * small - b * large : a * large - b * small)
    const e = Math.exp(step)
    const d = x * e + y
    x = (x * e) / d
    y = y / d
    if (Math.abs(step) * Math.max(tail, k) < converged * tail) break
  }
  complement = y
  return x
}
