import { studentTQuantile } from '@safety-portfolio/stats'
import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { ComputeTrend } from './compute-trend.js'
import type { Flop } from './flops.js'
import { fieller } from './internal/fieller.js'
import { requireFraction, requirePositive } from './internal/require-number.js'
import { dateAfter, yearsSince, type IsoDate } from './iso-date.js'
import { version } from './version.js'

/** Options of `thresholdDate`. */
export interface ThresholdDateOptions {
  /** Coverage of the interval. Default 0.9. */
  readonly level?: number
  /** `'hc3'` (default, where available) or `'classic'` covariance of the line. */
  readonly covariance?: 'classic' | 'hc3'
  /**
   * `'trend'` (default): when the line crosses the threshold. `'model'`: the dates at which one model drawn from the
   * trend could be exactly at the threshold, which adds the scatter of single models and is much wider.
   */
  readonly of?: 'trend' | 'model'
}

/** An interval of dates. */
export interface DateInterval {
  /** Earliest date. */
  readonly lower: IsoDate
  /** Latest date. */
  readonly upper: IsoDate
  /** Nominal coverage. */
  readonly level: number
  /** How it was made. */
  readonly method: string
}

/** A date with an interval of dates. JSON-safe. */
export interface ThresholdDate {
  /** The threshold in FLOP. */
  readonly threshold: Flop
  /** When it is crossed, `null` when the line never does so within the years 0000 to 9999. */
  readonly date: IsoDate | null
  /** The interval of dates; `null` (with a reason in `years`) when it has no two ends. */
  readonly interval: DateInterval | null
  /** The same in years since the origin of the trend. */
  readonly years: Estimate
  /** Number of models the trend rests on. */
  readonly n: number
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know, extrapolation above all. */
  readonly warnings: readonly Finding[]
  /** Version of this package. */
  readonly version: string
}

/**
 * The date at which a trend of training compute crosses a threshold, with Fieller's interval: every date at which the
 * threshold lies inside the line's confidence band (Fieller 1954; inverse prediction). It is exact under the model, not
 * symmetric, and has no finite end when the slope is not distinguishable from 0, which is then said.
 *
 * @param trend - a result of `fitComputeTrend`
 * @param threshold - FLOP, e.g. 1e26
 * @throws RangeError when the threshold is not > 0.
 *
 * @example
 * ```ts
 * import { fitComputeTrend, thresholdDate } from '@safety-portfolio/scaling-laws'
 *
 * const models = [
 *   { name: 'A', date: '2018-01-01', compute: 1e21 },
 *   { name: 'B', date: '2019-01-01', compute: 6e21 },
 *   { name: 'C', date: '2020-01-01', compute: 1.5e22 },
 *   { name: 'D', date: '2021-01-01', compute: 9e22 },
 * ]
 * const crossing = thresholdDate(fitComputeTrend(models), 1e26, { covariance: 'classic' })
 * crossing.date // => '2025-12-05'
 * crossing.interval!.lower // => '2024-08-13'
 * crossing.interval!.upper // => '2028-02-05'
 * ```
 */
export function thresholdDate(trend: ComputeTrend, threshold: Flop, options: ThresholdDateOptions = {}): ThresholdDate {
  requirePositive('thresholdDate', 'threshold', threshold)
  const { level = 0.9, of = 'trend' } = options
  requireFraction('thresholdDate', 'level', level)
  const kind = (options.covariance ?? 'hc3') === 'hc3' && trend.covariance?.hc3 ? 'hc3' : 'classic'
  const method = `Fieller, ${kind} covariance, t(${trend.n - 2}), of ${of === 'trend' ? 'the line' : 'a single model'}`
  const result = (years: Estimate, warnings: readonly Finding[]): ThresholdDate => {
    const at = (value: number | undefined): IsoDate | null =>
      value === undefined ? null : dateAfter(value, trend.origin)
    const [lower, upper] = [at(years.interval?.lower), at(years.interval?.upper)]
    return {
      threshold,
      date: years.estimate === null ? null : at(years.estimate),
      interval: lower === null || upper === null ? null : { lower, upper, level, method },
      years,
      n: trend.n,
      method,
      assumptions: [...trend.assumptions, 'The trend goes on unchanged until the threshold is crossed.'],
      warnings: [...trend.warnings, ...warnings],
      version,
    }
  }
  const { slopeOomPerYear: slope, interceptOom: intercept, residualSd, covariance } = trend
  if (slope === null || intercept === null || residualSd === null || covariance === null)
    return result(none(trend.refusal?.message ?? 'there is no trend'), [])
  if (slope === 0) return result(none('the line is level and never crosses'), [])
  const estimate = (Math.log10(threshold) - intercept) / slope
  const ends = fieller(
    Math.log10(threshold) - intercept,
    slope,
    kind === 'hc3' ? covariance.hc3! : covariance.classic,
    studentTQuantile((1 + level) / 2, trend.n - 2),
    of === 'model' ? residualSd ** 2 : 0,
  )
  const warnings = extrapolation(trend, estimate)
  return result(
    ends === null
      ? {
          estimate,
          standardError: null,
          interval: null,
          reason: `at level ${level} the slope cannot be told from 0: the date has no two-sided interval`,
        }
      : { estimate, standardError: null, interval: { lower: ends[0], upper: ends[1], level, method } },
    warnings,
  )
}

function extrapolation(trend: ComputeTrend, years: number): readonly Finding[] {
  const last = trend.window.last === null ? NaN : yearsSince(trend.window.last, trend.origin)
  const first = trend.window.first === null ? NaN : yearsSince(trend.window.first, trend.origin)
  const beyond = years > last ? years - last : years < first ? first - years : 0
  if (beyond === 0) return []
  return [
    {
      code: 'extrapolation',
      message: `The crossing lies ${beyond.toFixed(1)} years outside the data, which span ${(last - first).toFixed(1)} years; the interval covers the uncertainty of the line, not a change of trend.`,
    },
  ]
}

function none(reason: string): Estimate {
  return { estimate: null, standardError: null, interval: null, reason }
}
