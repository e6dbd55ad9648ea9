import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { ComputeTrend } from './compute-trend.js'
import type { Flop } from './flops.js'
import { beyondWindow, crossingDates, lineCrossing } from './internal/line-crossing.js'
import { noEstimate } from './internal/no-estimate.js'
import { requireFraction, requirePositive } from './internal/require-number.js'
import type { IsoDate } from './iso-date.js'
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
  const result = (years: Estimate, warnings: readonly Finding[] = []): ThresholdDate => ({
    threshold,
    ...crossingDates(years, trend.origin),
    years,
    n: trend.n,
    method,
    assumptions: [...trend.assumptions, 'The trend goes on unchanged until the threshold is crossed.'],
    warnings: [...trend.warnings, ...warnings],
    version,
  })
  const { slopeOomPerYear: slope, interceptOom: intercept, residualSd, covariance } = trend
  if (slope === null || intercept === null || residualSd === null || covariance === null)
    return result(noEstimate(trend.refusal?.message ?? 'there is no trend'))
  if (slope === 0) return result(noEstimate('the line is level and never crosses'))
  const rise = Math.log10(threshold) - intercept
  return result(
    lineCrossing({
      rise,
      slope,
      covariance: kind === 'hc3' ? covariance.hc3! : covariance.classic,
      scatter: of === 'model' ? residualSd ** 2 : 0,
      n: trend.n,
      level,
      method,
    }),
    beyondWindow(trend.window, rise / slope, { date: 'crossing', data: 'data, which span' }, trend.origin),
  )
}
