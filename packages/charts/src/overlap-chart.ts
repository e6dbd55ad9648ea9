import { barX, dot, link, text, type PlotOptions } from '@observablehq/plot'
import type { LayersResult } from '@safety-portfolio/risk'
import type { ChartSize } from './chart-size.js'
import { emptyChart, frame } from './internal/frame.js'
import { estimate, threshold } from './internal/palette.js'

/** Names of detectors that are longer, in characters, are cut. */
const longestName = 28
/** How wide a character of 12 pixels is at most, on average. */
const characterPixels = 6.4
/** How far names lean that are wider than their column, in degrees. */
const lean = 50

/** Options of {@link overlapChart}. */
export interface OverlapChartOptions extends ChartSize {
  /** The most combinations that are drawn, the most frequent ones and the one that all detectors missed. Default 12. */
  readonly rows?: number
}

/**
 * Which detectors missed the same positives (an UpSet plot, lying): a row is a combination, a filled dot says that the detector missed, the bar how many positives were
 * missed by exactly these. The combination that all missed is what gets through, and has the colour of thresholds.
 *
 * @example
 * ```ts
 * import { overlapChart } from '@safety-portfolio/charts'
 * import { analyseLayers, layerOutcomes } from '@safety-portfolio/risk'
 *
 * const items = [{ caught: [true, false] }, { caught: [false, false] }, { caught: [true, true] }]
 * const chart = overlapChart(analyseLayers(layerOutcomes(items, ['input', 'output'])))
 * chart.ariaDescription // => 'Of 3 positives, 1 missed by none. Missed by exactly output: 1; input, output: 1.'
 * ```
 */
export function overlapChart(
  result: Pick<LayersResult, 'overlaps' | 'n' | 'detectors'>,
  options: OverlapChartOptions = {},
): PlotOptions {
  const label = 'Positives by which detectors missed them'
  const { overlaps, n, detectors } = result
  const names = detectors.map(({ name }) => name)
  const missed = overlaps.filter(({ missedBy }) => missedBy.length > 0)
  if (missed.length === 0) {
    return emptyChart(
      options,
      160,
      label,
      n === 0 ? 'There is no positive.' : `None of ${n} positives was missed by any detector.`,
    )
  }
  const all = missed.find(({ missedBy }) => missedBy.length === names.length)
  const most = missed.slice(0, options.rows ?? 12)
  const kept = all === undefined || most.includes(all) ? most : [...most.slice(0, -1), all]
  const rows = kept.map(({ missedBy, count }, index) => ({
    key: String(index),
    missedBy,
    count,
    through: missedBy.length === names.length,
  }))
  const none = overlaps.find(({ missedBy }) => missedBy.length === 0)?.count ?? 0
  const left = missed.reduce((sum, { count }) => sum + count, 0) - kept.reduce((sum, { count }) => sum + count, 0)
  const more = left === 0 ? '' : ` ${left} more in rarer combinations.`
  const width = options.width ?? 680
  // The matrix takes a share of the width, the bars the rest: x runs from -1 (first detector) over 0 to 1 (largest count).
  const narrow = width < 480
  const matrix = Math.min(narrow ? 1.2 : 0.8, 0.16 * names.length + 0.1)
  const column = (j: number): number => -matrix + ((j + 0.5) * (matrix - 0.06)) / names.length
  // Names that are wider than their column lean.
  const columnPixels = ((width - 64) * (matrix - 0.06)) / names.length / (matrix + 1)
  const longest = Math.max(...names.map((name) => Math.min(name.length, longestName))) * characterPixels
  const leaning = longest > columnPixels
  const marginTop = leaning ? 26 + Math.ceil(longest * Math.sin((lean * Math.PI) / 180)) : 40
  const shared = frame(options, marginTop + 16 + 26 * rows.length, {
    label,
    description: `Of ${n} positives, ${none} missed by none. Missed by exactly ${rows.map(({ missedBy, count }) => `${missedBy.join(', ')}: ${count}`).join('; ')}.${more}`,
  })
  const largest = Math.max(...rows.map(({ count }) => count))
  const cells = rows.flatMap((row) =>
    names.map((name, j) => ({ ...row, name, x: column(j), missed: row.missedBy.includes(name) })),
  )
  const links = rows.flatMap((row) => {
    const own = names.flatMap((name, j) => (row.missedBy.includes(name) ? [column(j)] : []))
    return own.length < 2 ? [] : [{ key: row.key, x1: own[0]!, x2: own.at(-1)!, through: row.through }]
  })
  const colour = ({ through }: { readonly through: boolean }): string => (through ? threshold : estimate)
  const title = ({ missedBy, count }: { readonly missedBy: readonly string[]; readonly count: number }): string =>
    `missed by exactly ${missedBy.join(', ')}: ${count} of ${n}`
  return {
    ...shared,
    marginLeft: 8,
    marginRight: 56,
    marginTop,
    marginBottom: 16,
    x: { domain: [-matrix, 1], axis: null },
    y: { type: 'band', domain: rows.map(({ key }) => key), axis: null, padding: 0.25 },
    marks: [
      text(names, {
        x: (_, j: number) => column(j),
        text: (name: string) => shorten(name, longestName),
        frameAnchor: 'top',
        dy: -16,
        rotate: leaning ? -lean : 0,
        textAnchor: leaning ? 'start' : 'middle',
        fill: 'currentColor',
        title: (name: string) => name,
        className: 'detector',
      }),
      dot(cells, {
        x: 'x',
        y: 'key',
        r: 5,
        fill: (cell: (typeof cells)[number]) => (cell.missed ? colour(cell) : 'none'),
        stroke: 'currentColor',
        strokeOpacity: 0.45,
        className: 'matrix',
      }),
      link(links, {
        x1: 'x1',
        x2: 'x2',
        y1: 'key',
        y2: 'key',
        stroke: colour,
        strokeWidth: 2,
        className: 'missed-together',
      }),
      barX(rows, {
        x1: 0,
        x2: ({ count }: { count: number }) => count / largest,
        y: 'key',
        fill: colour,
        title,
        className: 'count',
      }),
      text(rows, {
        x: ({ count }: { count: number }) => count / largest,
        y: 'key',
        text: ({ count }: { count: number }) => String(count),
        textAnchor: 'start',
        dx: 6,
        fill: 'currentColor',
        fontVariant: 'tabular-nums',
        className: 'count-label',
      }),
    ],
  }
}

function shorten(name: string, length: number): string {
  return name.length <= length ? name : `${name.slice(0, length - 1)}…`
}
