import { axisX, axisY, gridY, type PlotOptions } from '@observablehq/plot'
import type { ChartSize } from './chart-size.js'
import { curveMarks, legendLines, thresholdMarks } from './internal/curve-marks.js'
import { emptyChart, frame } from './internal/frame.js'
import { labelled, logTicks } from './internal/log-ticks.js'

/** A place on a curve, with the interval there. */
export interface CurvePlace {
  readonly x: number
  /** The value, or `null` where it is unknown: the line has a gap there, a point is drawn hollow at the bottom. */
  readonly y: number | null
  /** Lower end of the interval, or `null` when there is none. */
  readonly lower?: number | null
  /** Upper end of the interval, or `null` when there is none. */
  readonly upper?: number | null
  /** What is said of a point that is pointed at. Default its numbers. */
  readonly title?: string
}

/** What was measured, what was fitted, or both. */
export interface CurveSeries {
  /** Printed at the end of the line. */
  readonly name: string
  /** Measured places, drawn as dots with whiskers. */
  readonly points?: readonly CurvePlace[]
  /** A curve by places in order of x, drawn as a line with a band. */
  readonly line?: readonly CurvePlace[]
  /** Whether the line is a comparison (a truth, another law), which is drawn in ink and dashed. Default `false`. */
  readonly reference?: boolean
}

/** A value that something is compared with; drawn as a dashed line with its name. */
export interface CurveThreshold {
  readonly axis: 'x' | 'y'
  readonly value: number
  readonly name: string
}

/** An axis of {@link curveChart}. */
export interface CurveAxis {
  readonly label: string
  /** Default `'linear'`. On a logarithmic axis what is not positive is left out. */
  readonly scale?: 'linear' | 'log'
  readonly format?: (value: number) => string
  /** What is shown at least. Default: everything drawn. */
  readonly domain?: readonly [number, number]
}

/** Options of {@link curveChart}. */
export interface CurveChartOptions extends ChartSize {
  readonly x: CurveAxis
  readonly y: CurveAxis
  readonly thresholds?: readonly CurveThreshold[]
  /** What the picture shows, for those who do not see it. Default made of the axes. */
  readonly label?: string
}

/**
 * Measured points with their intervals and fitted curves with their bands, on linear or logarithmic axes: power laws, broken laws, pass\@k, calibration, accuracy over scale.
 * The first series has the colour of estimates, others are told apart by their dashes and the name at their end, so that the picture survives a grey print.
 *
 * @example
 * ```ts
 * import { curveChart } from '@safety-portfolio/charts'
 *
 * const points = [1, 10, 100].map((x) => ({ x, y: 2 + 3 / x, lower: 2, upper: 2 + 4 / x }))
 * const chart = curveChart([{ name: 'loss', points, line: points }], {
 *   x: { label: 'Steps', scale: 'log' },
 *   y: { label: 'Loss' },
 * })
 * chart.ariaDescription // => 'loss: 5 at 1, 2.03 at 100.'
 * ```
 */
export function curveChart(series: readonly CurveSeries[], options: CurveChartOptions): PlotOptions {
  const { x, y, thresholds = [] } = options
  const label = options.label ?? `${y.label} over ${x.label.toLowerCase()}`
  const places = series.flatMap((each) => [...(each.points ?? []), ...(each.line ?? [])])
  const xs = inDomain([...places.map((place) => place.x), ...valuesOf(thresholds, 'x')], x)
  const ys = inDomain(
    [...places.flatMap((place) => [place.y, place.lower, place.upper]), ...valuesOf(thresholds, 'y')],
    y,
  )
  if (xs === null || ys === null) return emptyChart(options, 340, label, 'Nothing can be drawn: no value is known.')
  const shared = frame(options, 340, { label, description: describe(series, x, y, thresholds) })
  const narrow = shared.width < 480
  const names = series.filter((each) => (each.line ?? []).length > 0).map(({ name }) => name.length)
  const marginTop = 28 + 13 * Math.max(0, legendLines(series, narrow) - 1)
  return {
    ...shared,
    marginLeft: 54,
    marginRight: narrow || names.length < 2 ? 20 : Math.min(150, 14 + 6.4 * Math.max(...names)),
    marginTop,
    marginBottom: 42,
    x: { type: x.scale ?? 'linear', domain: xs, label: x.label },
    y: { type: y.scale ?? 'linear', domain: ys, label: y.label },
    marks: [
      gridY({ ticks: ticks(ys, y, 6), strokeOpacity: 0.12 }),
      axisX({ ticks: ticks(xs, x, narrow ? 4 : 8), text: labelled(x.format ?? plain), label: x.label }),
      axisY({ ticks: ticks(ys, y, 6), text: labelled(y.format ?? plain), label: y.label }),
      ...thresholdMarks(thresholds, { x: xs, y: ys }),
      ...curveMarks(series, {
        x,
        y,
        shown: ys,
        pixels: (shared.height ?? 340) - marginTop - 42,
        bottom: ys[0],
        narrow,
      }),
    ],
  }
}

function valuesOf(thresholds: readonly CurveThreshold[], axis: 'x' | 'y'): readonly number[] {
  return thresholds.filter((threshold) => threshold.axis === axis).map(({ value }) => value)
}

/** The domain of everything that can be drawn on the axis, with a little room; `null` when nothing can. */
function inDomain(values: readonly (number | null | undefined)[], axis: CurveAxis): readonly [number, number] | null {
  const log = axis.scale === 'log'
  const drawn = [...values, ...(axis.domain ?? [])].filter(
    (value): value is number => typeof value === 'number' && Number.isFinite(value) && (!log || value > 0),
  )
  if (drawn.length === 0) return null
  const least = drawn.reduce((one, other) => Math.min(one, other))
  const most = drawn.reduce((one, other) => Math.max(one, other))
  if (axis.domain !== undefined && least >= axis.domain[0] && most <= axis.domain[1]) return axis.domain
  if (log) {
    const factor = least === most ? 2 : (most / least) ** 0.03
    return [least / factor, most * factor]
  }
  const room = 0.03 * (most - least) || Math.abs(most) / 2 || 1
  return [least - room, most + room]
}

function ticks(domain: readonly [number, number], axis: CurveAxis, count: number): number | readonly number[] {
  return axis.scale === 'log' ? logTicks(domain[0], domain[1], count) : count
}

function plain(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−')
}

function describe(
  series: readonly CurveSeries[],
  x: CurveAxis,
  y: CurveAxis,
  thresholds: readonly CurveThreshold[],
): string {
  const [printX, printY] = [x.format ?? plain, y.format ?? plain]
  const lines = series.map(({ name, points = [], line = [] }) => {
    const known = (line.length > 0 ? line : points).filter((place) => place.y !== null)
    const ends = [known[0], known.length > 1 ? known.at(-1) : undefined]
    const words = ends.flatMap((place) =>
      place === undefined ? [] : [`${printY(place.y ?? NaN)} at ${printX(place.x)}`],
    )
    return `${name}: ${words.length === 0 ? 'not known' : words.join(', ')}.`
  })
  return [
    ...lines,
    ...thresholds.map(({ name, axis, value }) => `${name}: ${(axis === 'x' ? printX : printY)(value)}.`),
  ].join(' ')
}
