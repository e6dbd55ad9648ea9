import { brentRoot, normalCdf, normalQuantile, studentTQuantile } from '@safety-portfolio/stats'
import { noncentralTCdf } from './noncentral-t.js'

const cdf = (t: number, df: number | null, ncp: number): number =>
  df === null ? normalCdf(t - ncp) : noncentralTCdf(t, df, ncp)
const quantile = (p: number, df: number | null): number => (df === null ? normalQuantile(p) : studentTQuantile(p, df))

/** Probability that a two-sided t test rejects 0, the true effect being `ncp` standard errors. */
export function testPower(ncp: number, df: number | null, alpha: number): number {
  const critical = quantile(1 - alpha / 2, df)
  return 1 - cdf(critical, df, ncp) + cdf(-critical, df, ncp)
}

/** Probability that both one-sided tests reject at a true effect of 0, the margin being `ncp` standard errors (approximation by one side). */
export function equivalencePower(ncp: number, df: number | null, alpha: number): number {
  return Math.max(0, 2 * (1 - cdf(quantile(1 - alpha, df), df, ncp)) - 1)
}

/** The noncentrality at which a power that increases with it reaches the target. */
export function smallestNoncentrality(power: (ncp: number) => number, target: number): number {
  let high = 4
  while (power(high) < target && high < 1e6) high *= 2
  return brentRoot((ncp) => power(ncp) - target, 0, high, { relativeTolerance: 1e-10 }).x
}
