import {
  brentRoot,
  noncentralTCdf,
  noncentralTSurvival,
  normalQuantile,
  studentTQuantile,
} from '@safety-portfolio/stats'

const quantile = (p: number, df: number | null): number => (df === null ? normalQuantile(p) : studentTQuantile(p, df))

/** Probability that a two-sided t test rejects 0, the true effect being `ncp` standard errors. */
export function testPower(ncp: number, df: number | null, alpha: number): number {
  const critical = quantile(1 - alpha / 2, df)
  return Math.min(
    1,
    noncentralTSurvival(critical, df ?? Infinity, ncp) + noncentralTCdf(-critical, df ?? Infinity, ncp),
  )
}

/** Probability that both one-sided tests reject at a true effect of 0, the margin being `ncp` standard errors (approximation by one side). */
export function equivalencePower(ncp: number, df: number | null, alpha: number): number {
  return Math.max(0, 2 * noncentralTSurvival(quantile(1 - alpha, df), df ?? Infinity, ncp) - 1)
}

/** The noncentrality at which a power that increases with it reaches the target. */
export function smallestNoncentrality(power: (ncp: number) => number, target: number): number {
  let high = 4
  while (power(high) < target && high < 1e6) high *= 2
  return brentRoot((ncp) => power(ncp) - target, 0, high, { relativeTolerance: 1e-10 }).x
}
