import { studentTQuantile, type Estimate, type Finding } from '@safety-portfolio/stats'
import type { LineCovariance } from '../compute-trend.js'
import { dateAfter, yearsSince, type IsoDate } from '../iso-date.js'
import type { DateInterval } from '../threshold-date.js'
import { fieller } from './fieller.js'

/** The years at which a fitted line has risen by `rise` over its intercept, with Fieller's interval. */
export function lineCrossing(line: {
  readonly rise: number
  readonly slope: number
  readonly covariance: LineCovariance
  /** Variance of a single observation about the line, where its own crossing is asked for; 0 for the line itself. */
  readonly scatter: number
  readonly n: number
  readonly level: number
  readonly method: string
}): Estimate {
  const { rise, slope, covariance, scatter, n, level, method } = line
  const ends = fieller(rise, slope, covariance, studentTQuantile((1 + level) / 2, n - 2), scatter)
  const estimate = rise / slope
  if (ends === null)
    return {
      estimate,
      standardError: null,
      interval: null,
      reason: `at level ${level} the slope cannot be told from 0: the date has no two-sided interval`,
    }
  return { estimate, standardError: null, interval: { lower: ends[0], upper: ends[1], level, method } }
}

/** The dates of a crossing; `null` where there is none, or none within the calendar. */
export function crossingDates(
  years: Estimate,
  origin?: IsoDate,
): { readonly date: IsoDate | null; readonly interval: DateInterval | null } {
  const at = (value: number | null | undefined): IsoDate | null =>
    value === null || value === undefined ? null : dateAfter(value, origin)
  const [lower, upper] = [at(years.interval?.lower), at(years.interval?.upper)]
  const { level, method } = years.interval ?? {}
  return {
    date: at(years.estimate),
    interval:
      lower === null || upper === null || level === undefined || method === undefined
        ? null
        : { lower, upper, level, method },
  }
}

/**
 * A warning where a date lies outside what the line was fitted to.
 *
 * @param what - the date and the data, in words
 */
export function beyondWindow(
  window: { readonly first: IsoDate | null; readonly last: IsoDate | null },
  years: number,
  what: { readonly date: string; readonly data: string },
  origin?: IsoDate,
): readonly Finding[] {
  if (window.first === null || window.last === null) return []
  const [first, last] = [yearsSince(window.first, origin), yearsSince(window.last, origin)]
  const beyond = Math.max(years - last, first - years)
  if (!(beyond > 0)) return []
  return [
    {
      code: 'extrapolation',
      message: `The ${what.date} lies ${beyond.toFixed(1)} years outside the ${what.data} ${(last - first).toFixed(1)} years; the interval covers the uncertainty of the line, not a change of trend.`,
    },
  ]
}
