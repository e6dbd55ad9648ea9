import { normalSurvival } from '@safety-portfolio/stats'
import { studentTHalfWidth } from './student-t-half-width.js'

/**
 * Share of the replicates to leave out on each side of a percentile interval for it to be as long as a t interval would be. Replicates of a law with k
 * constants spread as the square root of (n - k) / n too little, and percentiles of them are normal quantiles where the spread is not known but estimated:
 * at 40 runs and 5 constants a plain 90 % percentile interval is a tenth too short.
 *
 * Source: Hesterberg 2015 (The American Statistician 69, 371-386), the expanded percentile interval, with n - k for n - 1.
 *
 * @param level - Coverage of the interval.
 * @param degrees - Degrees of freedom of the t: n - k, or clusters less one where these are fewer.
 * @param ratio - Variance of the estimate over that of the replicates: n / (n - k) for drawn data, clusters over clusters less one for these, 1 where what
 * was drawn already has the right spread (residuals divided by what leverage left of them).
 */
export function expandedTail(level: number, degrees: number, ratio: number): number {
  if (!(degrees >= 1)) return (1 - level) / 2
  return normalSurvival(Math.sqrt(ratio) * studentTHalfWidth((1 - level) / 2, degrees))
}
