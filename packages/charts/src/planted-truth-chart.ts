import { axisX, dot, rect, ruleX, ruleY, text, type PlotOptions } from '@observablehq/plot'
import type { ChartSize } from './chart-size.js'
import { emptyChart, frame } from './internal/frame.js'
import { estimate, interval, threshold, unknown } from './internal/palette.js'

/** One line of {@link plantedTruthChart}. */
export interface PlantedTruthRow {
  /** What was estimated; the name at the left. Labels must differ. */
  readonly label: string
  /** The true value, known because the data were simulated. */
  readonly truth: number
  /** The point estimate, or `null` when it is not estimable. */
  readonly estimate: number | null
  /** Its interval, or `null` when there is none. */
  readonly interval: { readonly lower: number; readonly upper: number } | null
}

/**
 * Where planted truths lie in the intervals that were to hold them, for quantities of different units on one axis: 0 is the estimate, -1 and 1 are the ends of
 * the interval, so that a truth is at (truth - estimate) / (end - estimate), with the end on its own side. A filled diamond lies inside, a cross outside; what
 * has no interval keeps its line and says so. Truths further out than 3 are drawn at the edge, with their place in words.
 *
 * @throws RangeError when two rows have the same label.
 *
 * @example
 * ```ts
 * import { plantedTruthChart } from '@safety-portfolio/charts'
 *
 * const rows = [{ label: 'alpha', truth: 0.35, estimate: 0.34, interval: { lower: 0.3, upper: 0.36 } }]
 * plantedTruthChart(rows).ariaDescription // => '1 of 1 intervals hold their truth. alpha: 0.5 half-widths above the estimate.'
 * ```
 */
export function plantedTruthChart(rows: readonly PlantedTruthRow[], options: ChartSize = {}): PlotOptions {
  const label = 'Planted truths within their intervals'
  const labels = rows.map((row) => row.label)
  const twice = labels.find((name, index) => labels.indexOf(name) !== index)
  if (twice !== undefined) throw new RangeError(`plantedTruthChart: labels must differ, got '${twice}' twice`)
  if (rows.length === 0) return emptyChart(options, 100, label, 'Nothing was planted.')
  const placed = rows.map((row) => {
    const place = truthPlace(row)
    const shown = place === null ? null : Math.max(-limit, Math.min(limit, place))
    return { label: row.label, place, shown }
  })
  const known = placed.filter(({ place }) => place !== null)
  const inside = known.filter(({ place }) => Math.abs(place!) <= 1)
  const outside = known.filter(({ place }) => Math.abs(place!) > 1)
  const marginLeft = 16 + 6.2 * Math.max(4, ...labels.map((name) => name.length))
  return {
    ...frame(options, 60 + 24 * rows.length, {
      label,
      description: `${inside.length} of ${known.length} intervals hold their truth. ${placed.map(({ label: name, place }) => `${name}: ${placeWords(place)}.`).join(' ')}`,
    }),
    marginLeft,
    marginRight: 16,
    marginTop: 8,
    marginBottom: 42,
    x: {
      domain: [-limit, limit],
      label: 'Truth, in half-widths of the interval from the estimate',
      labelAnchor: 'right',
    },
    y: { type: 'band', domain: labels, label: null, axis: null },
    marks: [
      rect([0], { x1: -1, x2: 1, fill: interval, fillOpacity: 0.16, className: 'interval' }),
      ruleX([-1, 1], { stroke: interval, strokeOpacity: 0.6 }),
      ruleX([0], { stroke: 'currentColor', strokeDasharray: '3 3', className: 'reference' }),
      ruleY(placed, { y: 'label', stroke: 'currentColor', strokeOpacity: 0.1 }),
      axisX({ ticks: [-limit, -1, 0, 1, limit], tickFormat: tickText }),
      text(placed, {
        y: 'label',
        frameAnchor: 'left',
        text: 'label',
        textAnchor: 'end',
        dx: -10,
        fill: 'currentColor',
        className: 'row-label',
      }),
      dot(inside, { x: 'shown', y: 'label', r: 5, symbol: 'diamond', fill: estimate, className: 'inside' }),
      dot(outside, {
        x: 'shown',
        y: 'label',
        r: 5,
        symbol: 'times',
        stroke: threshold,
        strokeWidth: 2.5,
        className: 'outside',
      }),
      text(
        placed.filter(({ place }) => place === null),
        { y: 'label', x: 0, text: () => 'no interval', fill: unknown, fontStyle: 'italic', className: 'not-estimable' },
      ),
    ],
  }
}

/** Truths beyond this many half-widths are drawn at the edge. */
const limit = 3

/** `null` where there is no interval; a truth on the estimate is at 0 even where the interval ends there. */
function truthPlace({ truth, estimate: from, interval: range }: PlantedTruthRow): number | null {
  if (from === null || range === null) return null
  if (truth === from) return 0
  const half = truth > from ? range.upper - from : from - range.lower
  return half > 0 ? (truth - from) / half : truth > from ? Infinity : -Infinity
}

function placeWords(place: number | null): string {
  if (place === null) return 'no interval'
  if (place === 0) return 'on the estimate'
  const side = place > 0 ? 'above' : 'below'
  if (!Number.isFinite(place)) return `outside, ${side} the interval`
  const words = `${Number(Math.abs(place).toPrecision(3))} half-widths ${side} the estimate`
  return Math.abs(place) > 1 ? `outside, ${words}` : words
}

function tickText(tick: number): string {
  if (tick === 0) return 'estimate'
  if (tick === -1) return 'lower'
  return tick === 1 ? 'upper' : String(tick).replace('-', '−')
}
