import { studentTQuantile } from '@safety-portfolio/stats'
import type { Estimate, Finding, Interval } from '@safety-portfolio/stats'
import type { AgentHorizon } from './agent-horizon.js'
import type { LineCovariance } from './compute-trend.js'
import type { DateWindow } from './date-window.js'
import { daysPerYear } from './growth-rate.js'
import { heteroscedasticCovariance, ordinaryLeastSquares } from './internal/ordinary-least-squares.js'
import { requireFraction, requirePositive } from './internal/require-number.js'
import { yearsSince, type IsoDate } from './iso-date.js'
import { stateOfTheArt } from './state-of-the-art.js'
import { version } from './version.js'
import { noEstimate } from './internal/no-estimate.js'

/** Options of `fitHorizonTrend`. */
export interface HorizonTrendOptions {
  /** First release date taken. Default: the first in the table. */
  readonly from?: IsoDate
  /** Last release date taken. Default: the last in the table. */
  readonly to?: IsoDate
  /**
   * Which agents the line is drawn through: `'published'` those the source marks as state of the art, `'computed'` those
   * that `stateOfTheArt` picks from the whole table, `'all'` every agent. Default: `'published'` where every agent
   * carries the mark, otherwise `'computed'`.
   */
  readonly agents?: 'published' | 'computed' | 'all'
  /** Longest p50 taken, in minutes. Default 960 (16 hours), beyond which METR calls its own measurements unreliable. */
  readonly maximumMinutes?: number
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
}

/** Doubling of the time horizon. JSON-safe. */
export interface HorizonTrend {
  /** Number of agents the line is drawn through. */
  readonly n: number
  /** Their names, by date. */
  readonly agents: readonly string[]
  /** The window asked for (`null`: open) and the first and last release in it. */
  readonly window: DateWindow
  /** Which agents were taken, in words. */
  readonly filter: string
  /** Agents of the table that were not used. */
  readonly excluded: {
    /** Not state of the art. */
    readonly notStateOfTheArt: number
    /** Released outside the window. */
    readonly outsideWindow: number
    /** p50 above `maximumMinutes`: their names. */
    readonly tooLong: readonly string[]
  }
  /**
   * Days in which p50 doubles, with the interval of Student's t, which is exact for normal errors of one variance: with
   * a dozen agents nothing weaker gives a useful one.
   */
  readonly doublingDays: Estimate
  /** The interval that allows each agent its own variance (HC3); wide for few agents. `null` when the slope may be 0. */
  readonly hc3Interval: Interval | null
  /** Doublings per year. */
  readonly doublingsPerYear: number | null
  /** Classic standard error of `doublingsPerYear`. */
  readonly se: number | null
  /** HC3 standard error of `doublingsPerYear`. */
  readonly seHc3: number | null
  /** log2 minutes of the line on 2010-01-01. */
  readonly intercept: number | null
  /** Classic covariance of intercept and slope. */
  readonly covariance: LineCovariance | null
  /** Share of the variance of log2 p50 that the line accounts for. */
  readonly rSquared: number | null
  /** Residual standard deviation in doublings. */
  readonly residualDoublings: number | null
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Why there is no trend. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}

const assumptions = [
  'log2 of p50 is linear in the release date, with independent errors of mean 0.',
  'The minutes people need measure the difficulty of a task for an agent.',
  'Agents are measured on the same tasks, so their errors are correlated; the interval does not know that.',
] as const

/**
 * Trend of task-length time horizons: ordinary least squares of log2 p50 on the release date over state-of-the-art
 * agents (METR, Kwa et al. 2025, arXiv 2503.14499); the doubling time is the reciprocal slope.
 *
 * The interval rests on the scatter of the agents about the line. METR's own interval resamples tasks instead, for which
 * the runs are needed: `fitTimeHorizons` has the same resampling.
 *
 * @param horizons - the whole table, e.g. from `parseMetrResults`
 * @throws RangeError for a bad option or date, a p50 that is not > 0, or `'published'` where an agent carries no mark.
 *
 * @example
 * ```ts
 * import { fitHorizonTrend } from '@safety-portfolio/scaling-laws'
 *
 * const horizons = [
 *   { agent: 'a', date: '2023-01-01', p50: 4 },
 *   { agent: 'b', date: '2024-01-01', p50: 9 },
 *   { agent: 'c', date: '2024-06-01', p50: 7 },
 *   { agent: 'd', date: '2025-01-01', p50: 30 },
 * ]
 * const trend = fitHorizonTrend(horizons)
 * trend.agents // => ['a', 'b', 'd']
 * trend.doublingDays.estimate // => ~251.4
 * ```
 */
export function fitHorizonTrend(horizons: readonly AgentHorizon[], options: HorizonTrendOptions = {}): HorizonTrend {
  const { from, to, maximumMinutes = 960, level = 0.95 } = options
  requireFraction('fitHorizonTrend', 'level', level)
  requirePositive('fitHorizonTrend', 'maximumMinutes', maximumMinutes)
  for (const { agent, p50 } of horizons) requirePositive('fitHorizonTrend', `p50 of ${agent}`, p50)
  const marked = horizons.every((horizon) => horizon.stateOfTheArt !== undefined)
  const rule = options.agents ?? (marked ? 'published' : 'computed')
  if (rule === 'published' && !marked)
    throw new RangeError("fitHorizonTrend: agents 'published' needs stateOfTheArt on every agent")
  const low = from === undefined ? -Infinity : yearsSince(from)
  const high = to === undefined ? Infinity : yearsSince(to)
  const frontier =
    rule === 'published'
      ? horizons.filter((horizon) => horizon.stateOfTheArt)
      : rule === 'computed'
        ? stateOfTheArt(horizons)
        : horizons
  const windowed = frontier.filter(({ date }) => yearsSince(date) >= low && yearsSince(date) <= high)
  const used = windowed
    .filter(({ p50 }) => p50 <= maximumMinutes)
    .sort((a, b) => yearsSince(a.date) - yearsSince(b.date))
  const tooLong = windowed.filter(({ p50 }) => p50 > maximumMinutes).map(({ agent }) => agent)
  const sample = {
    n: used.length,
    agents: used.map(({ agent }) => agent),
    window: { from: from ?? null, to: to ?? null, first: used[0]?.date ?? null, last: used.at(-1)?.date ?? null },
    filter: `${{ published: 'state of the art as published', computed: 'state of the art at release', all: 'all agents' }[rule]}, p50 <= ${maximumMinutes} minutes`,
    excluded: {
      notStateOfTheArt: horizons.length - frontier.length,
      outsideWindow: frontier.length - windowed.length,
      tooLong,
    },
    method: 'ordinary least squares of log2 p50 minutes on the release date; doubling time = 1 / slope',
    assumptions,
    version,
  }
  const warnings = [...(tooLong.length > 0 ? [truncated(tooLong, maximumMinutes)] : []), ...fewAgents(used.length)]
  const t = Float64Array.from(used, ({ date }) => yearsSince(date))
  const y = Float64Array.from(used, ({ p50 }) => Math.log2(p50))
  const columns = [t.map(() => 1), t]
  const line = used.length < 3 ? null : ordinaryLeastSquares(columns, y)
  if (line === null) return { ...sample, ...refusal(used.length), warnings }

  const [intercept, slope] = line.coefficients as unknown as [number, number]
  const df = used.length - 2
  const scale = line.rss / df
  const se = Math.sqrt(scale * line.inverse[3]!)
  const robust = heteroscedasticCovariance(columns, line)
  const seHc3 = robust === null ? null : Math.sqrt(robust[3]!)
  const quantile = studentTQuantile((1 + level) / 2, df)
  const around = (sd: number, method: string): Interval | null =>
    slope - quantile * sd > 0
      ? { lower: daysPerYear / (slope + quantile * sd), upper: daysPerYear / (slope - quantile * sd), level, method }
      : null
  const interval = around(se, `t(${df})`)
  const estimate = slope > 0 ? daysPerYear / slope : null
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length
  const total = y.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return {
    ...sample,
    doublingDays: {
      estimate,
      standardError: estimate === null ? null : (estimate * se) / slope,
      interval,
      ...(interval === null
        ? {
            reason:
              estimate === null ? 'horizons do not grow along the line' : 'the slope may be 0: no finite upper end',
          }
        : {}),
    },
    hc3Interval: seHc3 === null ? null : around(seHc3, `HC3, t(${df})`),
    doublingsPerYear: slope,
    se,
    seHc3,
    intercept,
    covariance: {
      intercept: scale * line.inverse[0]!,
      both: scale * line.inverse[1]!,
      slope: scale * line.inverse[3]!,
    },
    rSquared: total > 0 ? 1 - line.rss / total : null,
    residualDoublings: Math.sqrt(line.rss / df),
    warnings,
  }
}

function truncated(agents: readonly string[], minutes: number): Finding {
  return {
    code: 'truncated-horizons',
    message: `Left out for a p50 above ${minutes} minutes: ${agents.join(', ')}. Dropping the longest horizons biases the slope downwards.`,
  }
}

function fewAgents(n: number): readonly Finding[] {
  return n >= 10 || n < 3
    ? []
    : [{ code: 'few-agents', message: `Only ${n} agents: the interval rests on the errors being normal.` }]
}

function refusal(
  n: number,
): Pick<
  HorizonTrend,
  | 'doublingDays'
  | 'hc3Interval'
  | 'doublingsPerYear'
  | 'se'
  | 'seHc3'
  | 'intercept'
  | 'covariance'
  | 'rSquared'
  | 'residualDoublings'
  | 'refusal'
> {
  const message =
    n < 3
      ? `A trend with an interval needs 3 agents, got ${n}.`
      : 'All agents carry the same date, so there is no trend.'
  return {
    doublingDays: noEstimate(message),
    hc3Interval: null,
    doublingsPerYear: null,
    se: null,
    seHc3: null,
    intercept: null,
    covariance: null,
    rSquared: null,
    residualDoublings: null,
    refusal: { code: n < 3 ? 'too-few-agents' : 'one-date', message },
  }
}
