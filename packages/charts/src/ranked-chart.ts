import { axisX, barX, dot, gridX, ruleX, ruleY, text, tickX, type PlotOptions } from '@observablehq/plot'
import type { ChartSize } from './chart-size.js'
import { tickCount } from './internal/axis-room.js'
import { frame } from './internal/frame.js'
import { estimate, interval, threshold, unknown } from './internal/palette.js'

/** One bar of {@link rankedChart}. */
export interface RankedRow {
  /** What was measured. Labels must differ. */
  readonly label: string
  /** The length of the bar, or `null` when it is unknown. */
  readonly estimate: number | null
  /** Lower end of the interval, or `null` when there is none. */
  readonly lower: number | null
  /** Upper end of the interval, or `null` when there is none. */
  readonly upper: number | null
  /** What a guesser, an untouched copy or another reference would get here; drawn as a dashed tick. */
  readonly floor?: number
  /** Why something is `null`; printed in the place of the bar. */
  readonly reason?: string
}

/** Options of {@link rankedChart}. */
export interface RankedChartOptions extends ChartSize {
  /** Name of the axis. Default none. */
  readonly axis?: string
  /** Order of the bars. Unknown ones are last. Default `'descending'`. */
  readonly order?: 'descending' | 'ascending' | 'given'
  /** A reference for all rows (chance, a limit), drawn as a dashed line with its name. Default none. */
  readonly floor?: { readonly value: number; readonly name: string }
  /** What the axis shows at least, for instance `[0, 1]`. Default: 0 and everything drawn. */
  readonly domain?: readonly [number, number]
  /** How numbers are printed. Default: three significant digits. */
  readonly format?: (value: number) => string
}

/**
 * Bars in order of their estimates, each with its interval and the floor it has to be compared with. What is unknown keeps its row, hatched by an outline, and says why: it
 * is never drawn as zero.
 *
 * @throws RangeError when two rows have the same label.
 *
 * @example
 * ```ts
 * import { rankedChart } from '@safety-portfolio/charts'
 *
 * const rows = [
 *   { label: 'Japan', estimate: 0.42, lower: 0.38, upper: 0.46 },
 *   { label: 'Chile', estimate: 0.61, lower: 0.55, upper: 0.66 },
 *   { label: 'Malta', estimate: null, lower: null, upper: null, reason: 'not asked' },
 * ]
 * rankedChart(rows).ariaDescription // => 'Chile: 0.61 (0.55 to 0.66). Japan: 0.42 (0.38 to 0.46). Malta: not asked.'
 * ```
 */
export function rankedChart(rows: readonly RankedRow[], options: RankedChartOptions = {}): PlotOptions {
  const labels = rows.map(({ label }) => label)
  const twice = labels.find((label, index) => labels.indexOf(label) !== index)
  if (twice !== undefined) throw new RangeError(`rankedChart: labels must differ, got '${twice}' twice`)
  const format = options.format ?? ((value: number) => String(Number(value.toPrecision(3))))
  const ranked = inOrder(rows, options.order ?? 'descending')
  const domain = domainOf(ranked, options)
  const { floor } = options
  const shared = frame(options, 58 + 24 * rows.length + (floor === undefined ? 0 : 14), {
    label: options.axis === undefined ? 'Estimates in order' : `Estimates in order: ${options.axis}`,
    description: [
      ...ranked.map((row) => `${row.label}: ${sentence(row, format)}.`),
      ...(floor === undefined ? [] : [`${floor.name}: ${format(floor.value)}.`]),
    ].join(' '),
  })
  const known = ranked.filter((row) => row.estimate !== null)
  const zero = Math.min(Math.max(0, domain[0]), domain[1])
  const marginLeft = Math.min(0.45 * shared.width, 16 + 6.6 * Math.max(4, ...labels.map((label) => label.length)))
  const plotWidth = shared.width - marginLeft - 24
  const ticks = tickCount(5, plotWidth, domain, format)
  return {
    ...shared,
    marginLeft,
    marginRight: 24,
    marginTop: floor === undefined ? 8 : 22,
    marginBottom: 40,
    x: { type: 'linear', domain, label: options.axis ?? null },
    y: { type: 'band', domain: ranked.map(({ label }) => label), label: null, axis: null, padding: 0.3 },
    marks: [
      gridX({ ticks, strokeOpacity: 0.12 }),
      axisX({ ticks, tickFormat: format, label: options.axis ?? null }),
      text(ranked, {
        y: 'label',
        frameAnchor: 'left',
        text: 'label',
        textAnchor: 'end',
        dx: -8,
        fill: 'currentColor',
        className: 'bar-label',
      }),
      barX(known, {
        x1: () => zero,
        x2: 'estimate',
        y: 'label',
        fill: estimate,
        fillOpacity: 0.3,
        title: (row: RankedRow) => `${row.label}: ${sentence(row, format)}`,
        className: 'bars',
      }),
      ruleY(
        known.filter(({ lower, upper }) => lower !== null && upper !== null),
        {
          x1: 'lower',
          x2: 'upper',
          y: 'label',
          stroke: interval,
          strokeWidth: 4,
          strokeOpacity: 0.55,
          className: 'interval',
        },
      ),
      dot(known, { x: 'estimate', y: 'label', r: 3.5, fill: estimate, className: 'estimate' }),
      tickX(
        ranked.filter((row) => row.floor !== undefined),
        { x: 'floor', y: 'label', stroke: threshold, strokeWidth: 2, strokeDasharray: '3 2', className: 'floor' },
      ),
      ...(floor === undefined
        ? []
        : [
            ruleX([floor.value], { stroke: threshold, strokeDasharray: '5 3', className: 'threshold' }),
            text([floor.name], {
              x: () => floor.value,
              frameAnchor: 'top',
              dy: -12,
              fill: threshold,
              className: 'threshold-label',
            }),
          ]),
      barX(
        ranked.filter((row) => row.estimate === null),
        {
          x1: () => domain[0],
          x2: () => domain[1],
          y: 'label',
          fill: 'none',
          stroke: unknown,
          strokeDasharray: '2 3',
          className: 'unknown',
        },
      ),
      text(
        ranked.filter((row) => row.estimate === null),
        {
          y: 'label',
          frameAnchor: 'middle',
          text: (row: RankedRow) => row.reason ?? 'not known',
          fill: 'currentColor',
          fontStyle: 'italic',
          lineWidth: plotWidth / 12,
          lineHeight: 1,
          fontSize: 11,
          className: 'not-estimable',
        },
      ),
    ],
  }
}

function inOrder(rows: readonly RankedRow[], order: 'descending' | 'ascending' | 'given'): readonly RankedRow[] {
  if (order === 'given') return rows
  const sign = order === 'descending' ? -1 : 1
  const known = rows
    .filter((row) => row.estimate !== null)
    .sort((one, other) => sign * (one.estimate! - other.estimate!))
  return [...known, ...rows.filter((row) => row.estimate === null)]
}

function domainOf(rows: readonly RankedRow[], { floor, domain }: RankedChartOptions): readonly [number, number] {
  const values = rows
    .flatMap((row) => [row.estimate, row.lower, row.upper, row.floor])
    .concat(domain ?? [0], floor?.value)
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value))
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
  return least === most ? [least, least + 1] : [least, most]
}

function sentence(row: RankedRow, format: (value: number) => string): string {
  const floor = row.floor === undefined ? '' : `, reference ${format(row.floor)}`
  if (row.estimate === null) return `${(row.reason ?? 'not known').replace(/\.$/, '')}${floor}`
  const range =
    row.lower === null || row.upper === null ? 'no interval' : `${format(row.lower)} to ${format(row.upper)}`
  return `${format(row.estimate)} (${range})${floor}`
}
