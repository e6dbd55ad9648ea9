import type { Estimate } from '@safety-portfolio/stats'

/** What is not estimable, and why. */
export function noEstimate(reason: string): Estimate {
  return { estimate: null, standardError: null, interval: null, reason }
}
