import { logGamma, normalCdf, normalSurvival } from '@safety-portfolio/stats'

const nodes = 400

/**
 * P(T > t) for Student's t with noncentrality: T = (Z + shift) / S, with S = sqrt(chi-squared / df). Integrated over the distribution of S by Simpson's
 * rule, which converges fast because the integrand and its derivatives vanish at both ends.
 *
 * @param t - Threshold, > 0.
 * @param df - Degrees of freedom, at least 1.
 * @param shift - Noncentrality.
 * @throws RangeError when an argument is out of range.
 * @example
 * ```ts
 * import { noncentralTTail } from '@safety-portfolio/discrimination'
 *
 * noncentralTTail(2.262, 9, 3) // => ~0.7612
 * ```
 */
export function noncentralTTail(t: number, df: number, shift: number): number {
  if (!(t > 0 && t < Infinity)) throw new RangeError(`noncentralTTail: t must be > 0 and finite, got ${t}`)
  if (!(df >= 1 && df < Infinity)) throw new RangeError(`noncentralTTail: df must be >= 1 and finite, got ${df}`)
  if (!Number.isFinite(shift)) throw new RangeError(`noncentralTTail: shift must be finite, got ${shift}`)
  if (df > 1e6) return normalSurvival(t - shift)
  // In u = log S the density is log-concave, with mode at 0 and falling faster than a normal of sd 1 / sqrt(2 df) to the right.
  const constant = Math.LN2 + (df / 2) * Math.log(df / 2) - logGamma(df / 2)
  const logDensity = (u: number): number => constant + df * u - (df / 2) * Math.exp(2 * u)
  const floor = logDensity(0) - 45
  const reach = (direction: 1 | -1): number => {
    let step = 1 / Math.sqrt(df)
    while (logDensity(direction * step) > floor) step *= 1.2
    return direction * step
  }
  const [from, to] = [reach(-1), reach(1)]
  const h = (to - from) / nodes
  let [sum, mass] = [0, 0]
  for (let k = 0; k <= nodes; k += 1) {
    const u = from + k * h
    const weight = k === 0 || k === nodes ? 1 : k % 2 === 1 ? 4 : 2
    const density = weight * Math.exp(logDensity(u))
    mass += density
    sum += density * normalCdf(shift - t * Math.exp(u))
  }
  return Math.min(1, sum / mass)
}
