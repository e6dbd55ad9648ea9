import { normalLogQuantile, normalLogSurvival } from '@safety-portfolio/stats'
import { requireAtLeast, requireFinite } from './internal/require.js'
import type { Tail } from './tail.js'

/**
 * The score that a share 1/n of all queries exceeds, Q_psi(n): the worst of n queries in the sense of Jones et al. (2025), equation of section 3. `Infinity`
 * where the log-normal baseline puts it beyond p = 1.
 *
 * @param n - number of queries at deployment, >= 1; need not be an integer
 * @throws RangeError if `n` is not finite and >= 1.
 *
 * @example
 * ```ts
 * import { logProbabilityOfScore, tailQuantile } from '@safety-portfolio/risk'
 *
 * const psi = tailQuantile({ form: 'linear', a: -3, b: -8.4 }, 1e4)
 * psi // => ~0.270113
 * Math.exp(logProbabilityOfScore(psi)) // => ~0.466129
 * ```
 */
export function tailQuantile(tail: Tail, n: number): number {
  requireAtLeast('tailQuantile', 'n', n, 1)
  return quantileAtLog(tail, Math.log(n))
}

/** The same from log n. */
export function quantileAtLog(tail: Tail, logN: number): number {
  if (tail.form === 'linear') return (-logN - tail.b) / tail.a
  if (tail.form === 'pareto') {
    const excess = logN + Math.log(tail.exceedance)
    return tail.threshold + tail.scale * (tail.shape === 0 ? excess : Math.expm1(tail.shape * excess) / tail.shape)
  }
  const logP = tail.mean - tail.sd * normalLogQuantile(-logN)
  return logP >= 0 ? Infinity : -Math.log(-logP)
}

/**
 * log Pr(Psi > psi) along a fitted tail, at most 0: the natural logarithm of the behaviour frequency at the threshold whose score is `psi`.
 * `-Infinity` beyond the end of a generalised Pareto tail of negative shape.
 *
 * @throws RangeError if `psi` is not finite.
 *
 * @example
 * ```ts
 * import { elicitationScore, tailLogSurvival } from '@safety-portfolio/risk'
 *
 * const tail = { form: 'linear', a: -3, b: -8.4 } as const
 * Math.exp(tailLogSurvival(tail, elicitationScore(Math.log(0.5)))) // => ~7.488636e-5
 * ```
 */
export function tailLogSurvival(tail: Tail, psi: number): number {
  requireFinite('tailLogSurvival', 'psi', psi)
  if (tail.form === 'linear') return Math.min(0, tail.a * psi + tail.b)
  if (tail.form === 'normal') return normalLogSurvival(-Math.exp(-psi), tail.mean, tail.sd)
  const standard = (psi - tail.threshold) / tail.scale
  if (tail.shape === 0) return Math.min(0, Math.log(tail.exceedance) - standard)
  const base = 1 + tail.shape * standard
  if (base <= 0) return tail.shape < 0 ? -Infinity : 0
  return Math.min(0, Math.log(tail.exceedance) - Math.log(base) / tail.shape)
}
