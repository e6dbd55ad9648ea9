import type { Interval } from '@safety-portfolio/stats'
import { growthRate } from './growth-rate.js'

/** One interval on each of the scales a growth rate is quoted in. */
export interface TrendIntervals {
  /** Of the slope, orders of magnitude per year. */
  readonly slopeOomPerYear: Interval
  /** Of the factor per year. */
  readonly growthPerYear: Interval
  /** Of the doubling time in months; `null` when the slope's interval reaches 0, so that no finite upper end exists. */
  readonly doublingMonths: Interval | null
}

/** The interval of a slope on every scale; growth is monotone in the slope, so the ends carry over. */
export function onEveryScale(slope: Interval): TrendIntervals {
  const [low, high] = [growthRate(slope.lower, 'oom-per-year'), growthRate(slope.upper, 'oom-per-year')]
  return {
    slopeOomPerYear: slope,
    growthPerYear: { ...slope, lower: low.perYear, upper: high.perYear },
    doublingMonths:
      low.doublingMonths === null || high.doublingMonths === null
        ? null
        : { ...slope, lower: high.doublingMonths, upper: low.doublingMonths },
  }
}
