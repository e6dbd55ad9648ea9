import { standardDeviation, type Estimate } from '@safety-portfolio/stats'
import { percentileEnds } from './percentile-ends.js'

/** Ends of an interval of a rate, in doublings a year, and its standard error. */
export interface RateEnds {
  readonly lower: number
  readonly upper: number
  readonly error: number
}

/**
 * A doubling time in months with the interval that its rate has: intervals are made on the scale of the rate, 1 / T, which may be 0, and a doubling time then
 * has no upper end.
 */
export function doublingEstimate(months: number, ends: RateEnds | null, level: number, method: string): Estimate {
  if (ends === null)
    return { estimate: months, standardError: null, interval: null, reason: 'no covariance can be computed' }
  const standardError = (months * ends.error) / doublingRate(months)
  if (!(ends.lower > 0)) {
    const reason = 'progress cannot be told from none: the doubling time has no upper end'
    return { estimate: months, standardError, interval: null, reason }
  }
  return {
    estimate: months,
    standardError,
    interval: { lower: 12 / ends.upper, upper: 12 / ends.lower, level, method },
  }
}

/** Doublings a year; none without a doubling time. */
export function doublingRate(months: number | null): number {
  return months === null ? 0 : 12 / months
}

/** Percentiles of rates that were drawn; `null` for fewer than two. */
export function ratePercentiles(rates: readonly number[], level: number): RateEnds | null {
  if (rates.length < 2) return null
  const sorted = rates.toSorted((left, right) => left - right)
  return { ...percentileEnds(sorted, (1 - level) / 2), error: standardDeviation(sorted) }
}
