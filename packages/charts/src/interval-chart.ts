import { axisX, dot, gridX, ruleX, ruleY, text, type Markish, type PlotOptions } from '@observablehq/plot'
import type { ChartSize } from './chart-size.js'
import { axisLines, thinned, tickCount } from './internal/axis-room.js'
import { frame } from './internal/frame.js'
import { placing } from './internal/interval-placing.js'
import { rowSentence, valueText } from './internal/interval-text.js'
import { labelled, logTicks } from './internal/log-ticks.js'
import { estimate, interval, threshold } from './internal/palette.js'

/** One line of {@link intervalChart}. */
export interface IntervalRow {
  /** What was estimated; the name at the left. Labels must differ. */
  readonly label: string
  /** The point estimate, or `null` when it is not estimable. */
  readonly estimate: number | null
  /** Lower end of the interval, or `null` when there is none. */
  readonly lower: number | null
  /** Upper end of the interval, or `null` when there is none. */
  readonly upper: number | null
  /** The true value, where it is known because the data were simulated; drawn as a diamond. */
  readonly truth?: number
  /** Why something is `null`; printed in the place of the point. */
  readonly reason?: string
}

/** Options of {@link intervalChart}. */
export interface IntervalChartOptions extends ChartSize {
  /** Name of the horizontal axis. Default none. */
  readonly axis?: string
  /** Scale of the horizontal axis. Default `'linear'`; `'log'` wants positive numbers. */
  readonly scale?: 'linear' | 'log'
  /** A value to compare with, drawn as a vertical line: 0 for a difference, 1 for a ratio. Default none. */
  readonly reference?: number
  /** A line that somebody drew and results are held against, such as that of a policy; drawn as a threshold with its name. Default none. */
  readonly threshold?: { readonly value: number; readonly name: string }
  /** How numbers are printed. Default: three significant digits. */
  readonly format?: (value: number) => string
}

/**
 * Estimates with their intervals, one a line (a forest plot), and the truth beside them where it is known. The numbers are printed at the right,
 * or, on charts narrower than 480 pixels, under the names; there names that would take half the picture stand above their lines. What could not be estimated keeps its line and says why.
 *
 * @throws RangeError when two rows have the same label.
 *
 * @example
 * ```ts
 * import { intervalChart } from '@safety-portfolio/charts'
 *
 * const rows = [{ label: 'alpha', estimate: 0.348, lower: 0.317, upper: 0.373, truth: 0.35 }]
 * intervalChart(rows).ariaDescription // => 'alpha: 0.348 (0.317 to 0.373), truth 0.35.'
 * ```
 */
export function intervalChart(rows: readonly IntervalRow[], options: IntervalChartOptions = {}): PlotOptions {
  const labels = rows.map((row) => row.label)
  const twice = labels.find((label, index) => labels.indexOf(label) !== index)
  if (twice !== undefined) throw new RangeError(`intervalChart: labels must differ, got '${twice}' twice`)
  const format = options.format ?? ((value: number) => String(Number(value.toPrecision(3))))
  const log = options.scale === 'log'
  const domain = horizontalDomain(rows, [options.reference, options.threshold?.value], log)
  const place = placing(rows, options.width ?? 680, format)
  const axis = axisLines(options.axis, options.width ?? 680)
  const belowAxis = 14 * Math.max(0, axis.length - 1)
  const shared = frame(options, 58 + belowAxis + place.band * rows.length, {
    label: options.axis === undefined ? 'Estimates with intervals' : `Estimates with intervals: ${options.axis}`,
    description: [
      ...rows.map((row) => `${row.label}: ${rowSentence(row, format)}.`),
      ...(options.threshold === undefined ? [] : [`${options.threshold.name} at ${format(options.threshold.value)}.`]),
    ].join(' '),
  })
  const { marginLeft, marginRight } = place
  const ticks = ticksOf(domain, log, shared.width - marginLeft - marginRight, format)
  return {
    ...shared,
    marginLeft,
    marginRight,
    marginTop: options.threshold === undefined ? 8 : 24,
    marginBottom: 40 + belowAxis,
    x: { type: log ? 'log' : 'linear', domain, label: options.axis === undefined ? null : axis.join('\n') },
    y: { type: 'band', domain: labels, label: null, axis: null },
    marks: [
      gridX({ ticks, strokeOpacity: 0.12 }),
      axisX({ ticks, text: labelled(format) }),
      ...(options.reference === undefined
        ? []
        : [ruleX([options.reference], { stroke: 'currentColor', strokeDasharray: '3 3', className: 'reference' })]),
      ...(options.threshold === undefined ? [] : thresholdLine(options.threshold)),
      text(rows, {
        y: 'label',
        text: 'label',
        ...place.name,
        fill: 'currentColor',
        className: 'interval-label',
      }),
      text(rows, {
        y: 'label',
        text: (row: IntervalRow) => valueText(row, format),
        ...place.value,
        fill: 'currentColor',
        fillOpacity: 0.8,
        fontVariant: 'tabular-nums',
        className: 'interval-value',
      }),
      ...intervalMarks(rows, format),
    ],
  }
}

function thresholdLine(line: { readonly value: number; readonly name: string }): readonly Markish[] {
  const style = { className: 'threshold' }
  return [
    ruleX([line.value], { stroke: threshold, strokeWidth: 1.75, strokeDasharray: '6 3', ...style }),
    text([line.name], {
      x: line.value,
      frameAnchor: 'top',
      dy: -12,
      text: (name: string) => name,
      fill: threshold,
      ...style,
    }),
  ]
}

function intervalMarks(rows: readonly IntervalRow[], format: (value: number) => string): readonly Markish[] {
  return [
    ruleY(
      rows.filter((row) => row.lower !== null && row.upper !== null),
      {
        x1: 'lower',
        x2: 'upper',
        y: 'label',
        stroke: interval,
        strokeWidth: 5,
        strokeOpacity: 0.45,
        className: 'interval',
      },
    ),
    dot(
      rows.filter((row) => row.estimate !== null),
      {
        x: 'estimate',
        y: 'label',
        r: 4.5,
        fill: estimate,
        title: (row: IntervalRow) => rowSentence(row, format),
        className: 'estimate',
      },
    ),
    dot(
      rows.filter((row) => row.truth !== undefined),
      {
        x: 'truth',
        y: 'label',
        r: 6,
        symbol: 'diamond',
        stroke: 'currentColor',
        strokeWidth: 1.5,
        className: 'truth',
      },
    ),
    text(
      rows.filter((row) => row.estimate === null),
      {
        y: 'label',
        frameAnchor: 'middle',
        text: (row: IntervalRow) => row.reason ?? 'not estimable',
        fill: 'currentColor',
        fontStyle: 'italic',
        className: 'not-estimable',
      },
    ),
  ]
}

function horizontalDomain(
  rows: readonly IntervalRow[],
  lines: readonly (number | undefined)[],
  log: boolean,
): readonly [number, number] {
  const values = rows
    .flatMap((row) => [row.estimate, row.lower, row.upper, row.truth])
    .concat(lines)
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value) && (!log || value > 0))
  if (values.length === 0) return log ? [0.1, 10] : [-1, 1]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  if (log) {
    const factor = (most / least) ** 0.06 * (most === least ? 2 : 1)
    return [least / factor, most * factor]
  }
  const margin = 0.06 * (most - least) || Math.abs(most) || 1
  return [least - margin, most + margin]
}

/** Plot chooses well on linear axes; on logarithmic ones the chart does. */
function ticksOf(
  domain: readonly [number, number],
  log: boolean,
  plotWidth: number,
  format: (value: number) => string,
): number | readonly number[] {
  return log ? thinned(logTicks(domain[0], domain[1], 6), plotWidth, format) : tickCount(5, plotWidth, domain, format)
}
