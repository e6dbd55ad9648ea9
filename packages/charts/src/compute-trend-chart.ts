import {
  areaY,
  axisX,
  axisY,
  dot,
  gridY,
  line,
  ruleX,
  ruleY,
  text,
  type Markish,
  type PlotOptions,
} from '@observablehq/plot'
import type { ComputeModel, ComputeTrend, ThresholdDate } from '@safety-portfolio/scaling-laws'
import type { ChartSize } from './chart-size.js'
import { emptyChart, frame } from './internal/frame.js'
import { labelled, logTicks } from './internal/log-ticks.js'
import { estimate, interval, seam, threshold } from './internal/palette.js'
import { dateRange, datesBetween, yearsBetween } from './internal/time-axis.js'
import { powerLabel } from './number-labels.js'

/** Options of {@link computeTrendChart}. */
export interface ComputeTrendChartOptions extends ChartSize {
  /** Thresholds whose dates were computed; drawn as dashed lines, with the interval of the date as a bar. */
  readonly thresholds?: readonly ThresholdDate[]
  /** Names of the thresholds, in the same order. Default their FLOP. */
  readonly names?: readonly string[]
  /** Last date of the axis, ISO. Default: the last model, or the last date of a threshold if that is later. */
  readonly until?: string
}

/**
 * Training compute of models over time, the fitted line with the confidence band of the trend, and when it crosses thresholds. The line is dashed where it leaves the
 * window of the fit. A refused fit becomes a chart that says why.
 *
 * @example
 * ```ts
 * import { computeTrendChart } from '@safety-portfolio/charts'
 * import { fitComputeTrend } from '@safety-portfolio/scaling-laws'
 *
 * const models = [18, 19.2, 19.8, 21.1].map((log, k) => ({ name: `m${k}`, date: `201${k}-06-01`, compute: 10 ** log }))
 * computeTrendChart(models, fitComputeTrend(models, { snapshot: '2026-01-01' })).ariaLabel // => 'Training compute of models over time'
 * ```
 */
export function computeTrendChart(
  models: readonly ComputeModel[],
  trend: ComputeTrend,
  options: ComputeTrendChartOptions = {},
): PlotOptions {
  const label = 'Training compute of models over time'
  const { interceptOom, slopeOomPerYear } = trend
  const dated = models.flatMap(({ name, date, compute }) =>
    date === undefined || compute === undefined ? [] : [{ name, date, compute, at: new Date(date) }],
  )
  if (interceptOom === null || slopeOomPerYear === null || dated.length === 0) {
    return emptyChart(
      options,
      380,
      label,
      `No trend is drawn: ${trend.refusal?.message ?? 'no model has a date and a compute'}`,
    )
  }
  const thresholds = options.thresholds ?? []
  const [first, last] = dateRange(dated.map(({ date }) => date))
  const end = options.until ?? dateRange([last, ...thresholds.flatMap(({ date }) => date ?? [])])[1]
  const band = bandOf(trend, datesBetween(first, end, 60))
  const values = [
    ...dated.map(({ compute }) => compute),
    ...thresholds.map((each) => each.threshold),
    ...band.map(({ y }) => y),
  ]
  const domain = [Math.min(...values) / 2, Math.max(...values) * 2] as const
  const shared = frame(options, 380, { label, description: describe(trend, thresholds, options.names) })
  const inside = band.filter(({ date }) => date <= last)
  return {
    ...shared,
    marginLeft: 54,
    marginRight: 20,
    marginTop: 28,
    marginBottom: 36,
    x: { type: 'utc', domain: [new Date(first), new Date(end)], label: null },
    y: { type: 'log', domain, label: 'Training compute (FLOP)' },
    marks: [
      gridY({ ticks: logTicks(...domain, 8), strokeOpacity: 0.12 }),
      axisX({ ticks: shared.width < 480 ? 4 : 8, label: null }),
      axisY({ ticks: logTicks(...domain, 8), text: labelled(powerLabel), label: 'Training compute (FLOP)' }),
      areaY(band, { x: 'at', y1: 'lower', y2: 'upper', fill: interval, fillOpacity: 0.2, className: 'trend-interval' }),
      dot(dated, {
        x: 'at',
        y: 'compute',
        r: dated.length > 150 ? 2 : 2.75,
        fill: 'currentColor',
        fillOpacity: 0.55,
        title: ({ name, date, compute }: (typeof dated)[number]) => `${name}, ${date}: ${powerLabel(compute)} FLOP`,
        className: 'models',
      }),
      line(inside, { x: 'at', y: 'y', stroke: estimate, strokeWidth: 2.5, className: 'trend' }),
      line(band.slice(Math.max(0, inside.length - 1)), {
        x: 'at',
        y: 'y',
        stroke: estimate,
        strokeWidth: 2,
        strokeDasharray: '2 4',
        className: 'trend-extrapolated',
      }),
      ...thresholds.flatMap((each, index) => thresholdMarks(each, options.names?.[index], new Date(end))),
    ],
  }
}

interface BandPlace {
  readonly date: string
  readonly at: Date
  readonly y: number
  readonly lower: number
  readonly upper: number
}

/** Confidence band of the line: the covariance and the quantile are those of the result, of HC3 where it has them. */
function bandOf(trend: ComputeTrend, dates: readonly string[]): readonly BandPlace[] {
  const { interceptOom, slopeOomPerYear, covariance, intervals, origin } = trend
  const robust = covariance?.hc3 ?? null
  const matrix = robust ?? covariance?.classic ?? null
  const range = (robust === null ? intervals.classic : intervals.hc3)?.slopeOomPerYear ?? null
  const quantile = matrix === null || range === null ? NaN : (range.upper - slopeOomPerYear!) / Math.sqrt(matrix.slope)
  return dates.map((date) => {
    const t = yearsBetween(origin, date)
    const y = interceptOom! + slopeOomPerYear! * t
    const error =
      matrix === null ? NaN : quantile * Math.sqrt(matrix.intercept + 2 * t * matrix.both + t * t * matrix.slope)
    return { date, at: new Date(date), y: 10 ** y, lower: 10 ** (y - error), upper: 10 ** (y + error) }
  })
}

function thresholdMarks(each: ThresholdDate, name: string | undefined, end: Date): readonly Markish[] {
  const { date, interval: range } = each
  const cut = (iso: string): Date => (new Date(iso) > end ? end : new Date(iso))
  return [
    ruleY([each.threshold], { stroke: threshold, strokeDasharray: '5 3', className: 'threshold' }),
    text([name ?? `${powerLabel(each.threshold)} FLOP`], {
      y: () => each.threshold,
      frameAnchor: 'left',
      textAnchor: 'start',
      dx: 5,
      dy: -7,
      fill: threshold,
      ...seam,
      className: 'threshold-label',
    }),
    ...(range === null
      ? []
      : [
          ruleY([range], {
            x1: ({ lower }: typeof range) => cut(lower),
            x2: ({ upper }: typeof range) => cut(upper),
            y: () => each.threshold,
            stroke: threshold,
            strokeWidth: 6,
            strokeOpacity: 0.45,
            className: 'date-interval',
          }),
        ]),
    ...(date === null || new Date(date) > end
      ? []
      : [
          ruleX([new Date(date)], {
            y2: each.threshold,
            stroke: threshold,
            strokeWidth: 0.75,
            strokeDasharray: '1 3',
            className: 'crossing-line',
          }),
          dot([each], {
            x: () => new Date(date),
            y: 'threshold',
            r: 4.5,
            fill: threshold,
            symbol: 'diamond',
            title: () => sentence(each, name),
            className: 'crossing',
          }),
        ]),
  ]
}

function sentence({ threshold: value, date, interval: range, years }: ThresholdDate, name: string | undefined): string {
  const words = name === undefined ? `${powerLabel(value)} FLOP` : `${name} (${powerLabel(value)} FLOP)`
  if (date === null) return `${words}: no date, ${years.reason ?? 'the trend does not reach it'}`
  return `${words}: ${date}${range === null ? ' (no interval)' : ` (${range.lower} to ${range.upper})`}`
}

function describe(
  trend: ComputeTrend,
  thresholds: readonly ThresholdDate[],
  names: readonly string[] | undefined,
): string {
  const { estimate: growth, interval: range } = trend.growthPerYear
  const words = `${trend.n} models; compute grows ${(growth ?? NaN).toPrecision(3)} times a year${range === null ? '' : ` (${range.lower.toPrecision(3)} to ${range.upper.toPrecision(3)})`}.`
  return [words, ...thresholds.map((each, index) => `${sentence(each, names?.[index])}.`)].join(' ')
}
