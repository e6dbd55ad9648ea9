import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { HorizonTrend } from './horizon-trend.js'
import { beyondWindow, crossingDates, lineCrossing } from './internal/line-crossing.js'
import { noEstimate } from './internal/no-estimate.js'
import { requireFraction, requirePositive } from './internal/require-number.js'
import type { IsoDate } from './iso-date.js'
import type { DateInterval } from './threshold-date.js'
import { version } from './version.js'

/** Options of `horizonDate`. */
export interface HorizonDateOptions {
  /** Coverage of the interval. Default 0.95. */
  readonly level?: number
  /** `'trend'` (default): when the line reaches the length. `'agent'`: when one state-of-the-art agent may, which adds the scatter of single agents. */
  readonly of?: 'trend' | 'agent'
}

/** When the time horizon reaches a length. JSON-safe. */
export interface HorizonDate {
  /** The length in minutes. */
  readonly minutes: number
  /** When the line reaches it; `null` when it never does within the years 0000 to 9999. */
  readonly date: IsoDate | null
  /** The interval of dates; `null` (with a reason in `years`) when it has no two ends. */
  readonly interval: DateInterval | null
  /** The same in years since 2010-01-01. */
  readonly years: Estimate
  /** Agents that the trend rests on. */
  readonly n: number
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Version of this package. */
  readonly version: string
}

/**
 * The date at which the trend of time horizons reaches a length of task, with Fieller's interval: every date at which the length lies inside the confidence band
 * of the line (Fieller 1954). It rests on the scatter of the agents about the line and knows nothing of a change of trend, nor that the agents share their tasks.
 *
 * @param trend - a result of `fitHorizonTrend`
 * @param minutes - length of the task in minutes of human time, e.g. 60 * 167 for a month of work
 * @throws RangeError when the length is not > 0.
 *
 * @example
 * ```ts
 * import { fitHorizonTrend, horizonDate } from '@safety-portfolio/scaling-laws'
 *
 * const trend = fitHorizonTrend([
 *   { agent: 'a', date: '2023-01-01', p50: 4 },
 *   { agent: 'b', date: '2024-01-01', p50: 9 },
 *   { agent: 'c', date: '2024-06-01', p50: 14 },
 *   { agent: 'd', date: '2025-01-01', p50: 30 },
 * ])
 * horizonDate(trend, 480).date // => '2027-11-28'
 * ```
 */
export function horizonDate(trend: HorizonTrend, minutes: number, options: HorizonDateOptions = {}): HorizonDate {
  requirePositive('horizonDate', 'minutes', minutes)
  const { level = 0.95, of = 'trend' } = options
  requireFraction('horizonDate', 'level', level)
  const method = `Fieller, t(${trend.n - 2}), of ${of === 'trend' ? 'the line' : 'a single agent'}`
  const { doublingsPerYear: slope, intercept, residualDoublings, covariance } = trend
  const result = (years: Estimate, warnings: readonly Finding[] = []): HorizonDate => ({
    minutes,
    ...crossingDates(years),
    years,
    n: trend.n,
    method,
    assumptions: [...trend.assumptions, 'The trend goes on unchanged until then.'],
    warnings: [...trend.warnings, ...warnings],
    version,
  })
  if (slope === null || intercept === null || residualDoublings === null || covariance === null)
    return result(noEstimate(trend.refusal?.message ?? 'there is no trend'))
  if (slope <= 0) return result(noEstimate('the horizons do not grow along the line'))
  const rise = Math.log2(minutes) - intercept
  const scatter = of === 'agent' ? residualDoublings ** 2 : 0
  return result(
    lineCrossing({ rise, slope, covariance, scatter, n: trend.n, level, method }),
    beyondWindow(trend.window, rise / slope, { date: 'date', data: 'agents, who span' }),
  )
}
