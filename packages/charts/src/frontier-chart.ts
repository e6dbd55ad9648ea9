import { areaY, axisY, dot, line, text, type Markish, type PlotOptions } from '@observablehq/plot'
import type { Allocation, ChinchillaFit } from '@safety-portfolio/scaling-laws'
import type { ChartSize } from './chart-size.js'
import { emptyChart, frame, note } from './internal/frame.js'
import { labelled, logTicks } from './internal/log-ticks.js'
import { estimate, seam } from './internal/palette.js'
import { countLabel, powerLabel } from './number-labels.js'

/** Options of {@link frontierChart}. */
export interface FrontierChartOptions extends ChartSize {
  /** What to draw over compute: optimal parameters and tokens together, their ratio, or the loss that is reached. Default `'params-and-tokens'`. */
  readonly quantity?: 'params-and-tokens' | 'tokens-per-param' | 'loss'
}

/**
 * The compute-optimal allocation over budgets, with the bands of the intervals of `fit.allocation`: optimal parameters N and tokens D (both as counts on one
 * logarithmic axis), or their ratio, or the loss.
 *
 * It draws exactly the budgets the fit was made with, joined by straight lines on logarithmic axes. A refused fit, or a fit without budgets, becomes a chart that says so.
 *
 * @example
 * ```ts
 * import { frontierChart } from '@safety-portfolio/charts'
 * import { allocationAt, caseBootstrap, fitChinchilla, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const truth = { A: 480, B: 2100, E: 1.8, alpha: 0.35, beta: 0.37 }
 * const runs = simulateRuns({ parameters: truth, budgets: [1e19, 1e20, 1e21], noise: 0.005, seed: 1 })
 * const fit = fitChinchilla(runs, {
 *   allocation: allocationAt([1e21, 1e22, 1e23]),
 *   bootstrap: caseBootstrap({ replicates: 50, seed: 1 }),
 * })
 * frontierChart(fit, { quantity: 'loss' }).ariaLabel // => 'Compute-optimal loss'
 * ```
 */
export function frontierChart(fit: ChinchillaFit, options: FrontierChartOptions = {}): PlotOptions {
  const quantity = options.quantity ?? 'params-and-tokens'
  const { label, axis, series, format } = quantities[quantity]
  if (fit.parameters === null || fit.allocation.length === 0) {
    const reason = fit.refusal?.message ?? 'the fit was made without budgets'
    return emptyChart(options, 380, label, `No allocation is drawn: ${reason}`)
  }
  const rows = [...fit.allocation].sort((left, right) => left.compute - right.compute)
  const points = series.map(({ name, of }) => ({
    name,
    rows: rows.map((row) => pointOf(row.compute, of(row))).filter(({ estimate }) => Number.isFinite(estimate)),
  }))
  const shared = frame(options, 380, { label, description: describe(points, format) })
  const all = points.flatMap((each) => each.rows).flatMap(({ estimate, lower, upper }) => [estimate, lower, upper])
  const finite = all.filter((value) => Number.isFinite(value))
  const domain = [Math.min(...finite), Math.max(...finite)] as const
  const computes = rows.map((row) => row.compute)
  const withBand = points.some((each) => each.rows.some(({ lower }) => Number.isFinite(lower)))
  return {
    ...shared,
    marginLeft: 48,
    marginRight: 64,
    marginTop: 28,
    marginBottom: 42,
    x: {
      type: 'log',
      label: 'Training compute (FLOP)',
      ticks: logTicks(Math.min(...computes), Math.max(...computes), shared.width < 480 ? 4 : 10),
      tickFormat: powerLabel,
    },
    y: { type: 'log', label: axis },
    marks: [
      axisY({ ticks: logTicks(...domain, 8), text: labelled(format), label: axis }),
      ...points.flatMap((each, index) => seriesMarks(each, index === 0 ? estimate : 'currentColor', format)),
      ...(withBand ? [] : [note('no bands: the fit was made without intervals')]),
    ],
  }
}

interface FrontierPoint {
  readonly compute: number
  readonly estimate: number
  readonly lower: number
  readonly upper: number
}

interface FrontierSeries {
  readonly name: string
  readonly rows: readonly FrontierPoint[]
}

type Quantity = NonNullable<FrontierChartOptions['quantity']>

const quantities: Readonly<
  Record<
    Quantity,
    {
      readonly label: string
      readonly axis: string
      readonly series: readonly { readonly name: string; readonly of: (row: Allocation) => Allocation['params'] }[]
      readonly format: (value: number) => string
    }
  >
> = {
  'params-and-tokens': {
    label: 'Compute-optimal parameters and tokens',
    axis: 'Count',
    series: [
      { name: 'parameters', of: (row) => row.params },
      { name: 'tokens', of: (row) => row.tokens },
    ],
    format: countLabel,
  },
  'tokens-per-param': {
    label: 'Compute-optimal tokens per parameter',
    axis: 'Tokens per parameter',
    series: [{ name: 'tokens per parameter', of: (row) => row.tokensPerParam }],
    format: countLabel,
  },
  loss: {
    label: 'Compute-optimal loss',
    axis: 'Loss',
    series: [{ name: 'loss', of: (row) => row.loss }],
    format: (value) => String(Number(value.toPrecision(4))),
  },
}

function pointOf(compute: number, { estimate, interval }: Allocation['params']): FrontierPoint {
  return { compute, estimate: estimate ?? NaN, lower: interval?.lower ?? NaN, upper: interval?.upper ?? NaN }
}

function seriesMarks(series: FrontierSeries, colour: string, format: (value: number) => string): readonly Markish[] {
  return [
    areaY(series.rows, {
      x: 'compute',
      y1: 'lower',
      y2: 'upper',
      fill: colour,
      fillOpacity: 0.2,
      className: 'frontier-interval',
    }),
    line(series.rows, { x: 'compute', y: 'estimate', stroke: colour, strokeWidth: 2, className: 'frontier' }),
    dot(series.rows.length <= 12 ? series.rows : [], {
      x: 'compute',
      y: 'estimate',
      r: 3,
      fill: colour,
      title: (point: FrontierPoint) => sentence(series.name, point, format),
      className: 'optimum',
    }),
    text(series.rows.slice(-1), {
      x: 'compute',
      y: 'estimate',
      text: () => series.name,
      textAnchor: 'start',
      dx: 8,
      fill: colour,
      ...seam,
      lineWidth: 6,
      className: 'line-label',
    }),
  ]
}

function sentence(
  name: string,
  { compute, estimate, lower, upper }: FrontierPoint,
  format: (value: number) => string,
): string {
  const range = Number.isFinite(lower) ? `interval ${format(lower)} to ${format(upper)}` : 'no interval'
  return `${powerLabel(compute)} FLOP: ${format(estimate)} ${name} (${range})`
}

function describe(points: readonly FrontierSeries[], format: (value: number) => string): string {
  return points
    .flatMap(({ name, rows }) => [rows[0], rows.length > 1 ? rows.at(-1) : undefined].map((point) => ({ name, point })))
    .flatMap(({ name, point }) => (point === undefined ? [] : [`${sentence(name, point, format)}.`]))
    .join(' ')
}
