import { cachedLogGamma, incompleteGamma } from './incomplete-gamma.js'
import { converged, logTailStep } from './log-tail-step.js'
import { centralInverse, tailInverse } from './normal-inverse.js'

/** Standard normal deviate whose upper tail is p <= 1/2. */
export function deviate(p: number): number {
  return p > 0.075 ? centralInverse(0.5 - p) : tailInverse(Math.log(p))
}

/** x > 0 where the lower (or upper) tail of the incomplete gamma function of shape a is p in (0, 1). */
export function inverseGamma(isUpper: boolean, a: number, p: number): number {
  if (p > 0.5) return inverseGamma(!isUpper, a, 1 - p)
  const z = isUpper ? deviate(p) : -deviate(p)
  const logGammaA = cachedLogGamma(a)
  const c = 1 - 1 / (9 * a) + z / (3 * Math.sqrt(a))
  let x = a * c * c * c
  const small = Math.exp((Math.log(isUpper ? 1 - p : p) + logGammaA + Math.log(a)) / a)
  if (!(c > 0.2) || a < 0.3) x = small
  if (isUpper && a < 1 && p < 0.1) {
    const t = -Math.log(p) - logGammaA
    x = Math.max(t + (a - 1) * Math.log(Math.max(t, 1e-3)), small * 0.5, 1e-3)
    if (p * Math.exp(logGammaA) > 0.2) x = small
  }
  if (!(x > 0)) return 0
  for (let i = 0; i < 100; i++) {
    const tail = incompleteGamma(isUpper ? 1 : 0, a, x, 0)
    const k = Math.exp(a * Math.log(x) - x - logGammaA)
    const step = logTailStep(isUpper, tail, p, k, a - x)
    x *= Math.exp(step)
    if (Math.abs(step) * Math.max(tail, k) < converged * tail) break
  }
  return x
}
