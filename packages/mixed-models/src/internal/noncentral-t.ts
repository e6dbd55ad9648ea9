import { logGamma, normalCdf, normalSurvival, regularizedBeta } from '@safety-portfolio/stats'

/** Noncentrality beyond which the distribution is, for any use in power, normal: the terms of the series underflow there. */
const largest = 37

/** P(T <= t) for Student's t with noncentrality: the series of Lenth (1989, Applied Statistics 38, algorithm AS 243), absolute error below 1e-12. */
export function noncentralTCdf(t: number, df: number, noncentrality: number): number {
  if (t < 0) return 1 - noncentralTCdf(-t, df, -noncentrality)
  const delta = noncentrality
  if (Math.abs(delta) > largest) {
    return normalCdf((t * (1 - 1 / (4 * df)) - delta) / Math.sqrt(1 + (t * t) / (2 * df)))
  }
  let sum = normalSurvival(delta)
  const x = (t * t) / (df + t * t)
  if (x === 0) return sum
  const half = (delta * delta) / 2
  let p = Math.exp(-half)
  // delta / (sqrt(2) Gamma(3/2))
  let q = (delta * Math.exp(-half)) / (Math.SQRT2 * Math.exp(logGamma(1.5)))
  for (let j = 0; j < 5000; j += 1) {
    const b = df / 2
    sum += (p * regularizedBeta(x, j + 0.5, b) + q * regularizedBeta(x, j + 1, b)) / 2
    p *= half / (j + 1)
    q *= half / (j + 1.5)
    if (j > half && p + Math.abs(q) < 1e-16) break
  }
  return Math.min(1, Math.max(0, sum))
}
