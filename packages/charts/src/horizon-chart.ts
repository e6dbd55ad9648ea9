import { axisX, axisY, dot, gridY, line, ruleX, type PlotOptions } from '@observablehq/plot'
import type { AgentHorizon, HorizonTrend } from '@safety-portfolio/scaling-laws'
import type { ChartSize } from './chart-size.js'
import { emptyChart, frame } from './internal/frame.js'
import { labelled } from './internal/log-ticks.js'
import { estimate, interval, unknown } from './internal/palette.js'
import { dateRange, datesBetween, yearsBetween } from './internal/time-axis.js'

/** Options of {@link horizonChart}. */
export interface HorizonChartOptions extends ChartSize {
  /** The trend of the horizons, as a line over its window. Default none. */
  readonly trend?: HorizonTrend
}

/**
 * Task-length time horizons of agents over their release dates, on a logarithmic axis of human time. Filled dots are agents the trend counts, hollow ones it leaves out (not state of the
 * art, outside the window, too long to be reliable); whiskers are their intervals.
 *
 * @example
 * ```ts
 * import { horizonChart } from '@safety-portfolio/charts'
 *
 * const agents = [
 *   { agent: 'a', date: '2024-01-01', p50: 8 },
 *   { agent: 'b', date: '2025-01-01', p50: 64, p50Interval: { lower: 30, upper: 130 } },
 * ]
 * horizonChart(agents).ariaDescription // => 'a, 2024-01-01: 8 min. b, 2025-01-01: 1.1 h (30 min to 2.2 h).'
 * ```
 */
export function horizonChart(horizons: readonly AgentHorizon[], options: HorizonChartOptions = {}): PlotOptions {
  const label = 'Task-length time horizons over release dates'
  const { trend } = options
  if (horizons.length === 0) return emptyChart(options, 380, label, 'No agent has a time horizon.')
  const counted = new Set(trend?.agents ?? horizons.map(({ agent }) => agent))
  const rows = [...horizons]
    .sort((one, other) => one.date.localeCompare(other.date))
    .map((each) => ({ ...each, at: new Date(each.date), isCounted: counted.has(each.agent) }))
  const values = rows
    .flatMap(({ p50, p50Interval }) => [p50, p50Interval?.lower ?? p50, p50Interval?.upper ?? p50])
    .filter((value) => value > 0)
  const domain = [Math.min(...values) / 1.5, Math.max(...values) * 1.5] as const
  const shared = frame(options, 380, { label, description: describe(rows, trend) })
  const minutes = minuteTicks(domain)
  const kept = rows.filter(({ isCounted }) => isCounted)
  return {
    ...shared,
    marginLeft: 54,
    marginRight: 20,
    marginTop: 28,
    marginBottom: 36,
    x: { type: 'utc', label: null },
    y: { type: 'log', domain, label: 'Human time of tasks done half the time' },
    marks: [
      gridY({ ticks: minutes, strokeOpacity: 0.12 }),
      axisX({ ticks: shared.width < 480 ? 4 : 8, label: null }),
      axisY({ ticks: minutes, text: labelled(durationLabel), label: 'Human time of tasks done half the time' }),
      ruleX(
        rows.filter(({ p50Interval }) => p50Interval !== undefined),
        {
          x: 'at',
          y1: ({ p50Interval }: AgentHorizon) => Math.max(p50Interval!.lower, domain[0]),
          y2: ({ p50Interval }: AgentHorizon) => p50Interval!.upper,
          stroke: interval,
          strokeWidth: 3,
          strokeOpacity: 0.35,
          className: 'interval',
        },
      ),
      line(trend === undefined ? [] : lineOf(trend, dateRange(kept.map(({ date }) => date))), {
        x: 'at',
        y: 'minutes',
        stroke: estimate,
        strokeWidth: 2.5,
        className: 'trend',
      }),
      dot(
        rows.filter(({ isCounted }) => !isCounted),
        {
          x: 'at',
          y: 'p50',
          r: 4,
          stroke: unknown,
          strokeWidth: 1.5,
          fill: 'none',
          title: sentence,
          className: 'left-out',
        },
      ),
      dot(kept, { x: 'at', y: 'p50', r: 4, fill: estimate, title: sentence, className: 'estimate' }),
    ],
  }
}

/** Minutes as people say them: `30 s`, `30 min`, `2.2 h`; two significant digits at most. */
function durationLabel(minutes: number): string {
  const short = (value: number): string => String(Number(value.toPrecision(2)))
  if (minutes < 1 - 1e-9) return `${short(minutes * 60)} s`
  if (minutes < 60 - 1e-9) return `${short(minutes)} min`
  return `${short(minutes / 60)} h`
}

function minuteTicks([lower, upper]: readonly [number, number]): readonly number[] {
  const usual = [1 / 60, 1 / 12, 0.5, 2, 8, 30, 120, 480, 1920, 7680, 30_720, 122_880]
  const inside = usual.filter((minutes) => minutes >= lower && minutes <= upper)
  return inside.length >= 2 ? inside : [lower * 1.3, upper / 1.3]
}

function lineOf(
  { intercept, doublingsPerYear, window }: HorizonTrend,
  [first, last]: readonly [string, string],
): readonly { readonly at: Date; readonly minutes: number }[] {
  if (intercept === null || doublingsPerYear === null || first === '') return []
  return datesBetween(window.first ?? first, window.last ?? last, 2).map((date) => ({
    at: new Date(date),
    minutes: 2 ** (intercept + doublingsPerYear * yearsBetween(horizonOrigin, date)),
  }))
}

/** Where the line of a horizon trend has its intercept. */
const horizonOrigin = '2010-01-01'

function sentence({ agent, date, p50, p50Interval }: AgentHorizon): string {
  const range =
    p50Interval === undefined ? '' : ` (${durationLabel(p50Interval.lower)} to ${durationLabel(p50Interval.upper)})`
  return `${agent}, ${date}: ${durationLabel(p50)}${range}`
}

function describe(rows: readonly AgentHorizon[], trend: HorizonTrend | undefined): string {
  const words = rows.map((row) => `${sentence(row)}.`).join(' ')
  if (trend === undefined) return words
  const { estimate: days, interval: range } = trend.doublingDays
  const doubling =
    days === null
      ? 'no doubling time'
      : `doubling in ${days.toPrecision(3)} days${range === null ? '' : ` (${range.lower.toPrecision(3)} to ${range.upper.toPrecision(3)})`}`
  return `${trend.n} agents in the trend, ${doubling}. ${words}`
}
