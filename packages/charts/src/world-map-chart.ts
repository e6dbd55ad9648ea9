import { dot, geo, sphere, text, type Markish, type PlotOptions } from '@observablehq/plot'
import type { ChartSize } from './chart-size.js'
import { frame } from './internal/frame.js'
import { estimate, threshold, unknown } from './internal/palette.js'

/** A shape of a map: a GeoJSON feature with a code. */
export interface MapShape {
  readonly type: 'Feature'
  /** The code that rows are joined by; `null` for a shape without one, which is drawn as without data. */
  readonly id: string | null
  /** What the shape is called. */
  readonly name: string
  /** GeoJSON geometry in degrees. */
  readonly geometry: object
}

/** A value on a map. */
export interface MapRow {
  /** The code of its shape. */
  readonly id: string
  /** What the value belongs to. */
  readonly label: string
  /** The value, or `null` when there is none. */
  readonly value: number | null
  /** Words after the value: its interval, its floor. */
  readonly note?: string
}

/** Options of {@link worldMapChart}. */
export interface WorldMapChartOptions extends ChartSize {
  /** What the values are: "Similarity". */
  readonly title: string
  /** Values at the ends of the scale. Default: the least and the largest value. */
  readonly domain?: readonly [number, number]
  /** How numbers are printed. Default: three significant digits. */
  readonly format?: (value: number) => string
  /** Code of a shape to outline. */
  readonly selected?: string
}

const steps = 5
const narrow = 480

/**
 * A map of the world whose shapes are filled in five steps of value, the more solid the larger. Shapes without data have a dashed outline and no fill, so that nothing unknown
 * looks like a small value. The shapes are passed in (any GeoJSON with codes); what has no shape has to be listed beside the map, because a
 * map cannot show it. The projection is Equal Earth, which keeps areas.
 *
 * @throws RangeError when two rows have the same code, or the domain is no interval.
 *
 * @example
 * ```ts
 * import { worldMapChart } from '@safety-portfolio/charts'
 *
 * const square = { type: 'Polygon', coordinates: [[[0, 0], [0, 10], [10, 10], [10, 0], [0, 0]]] }
 * const shapes = [{ type: 'Feature' as const, id: 'AAA', name: 'Aland', geometry: square }]
 * const chart = worldMapChart(shapes, [{ id: 'AAA', label: 'Aland', value: 0.7 }], { title: 'Similarity' })
 * chart.ariaDescription // => 'Similarity of 1 of 1 shapes. Aland: 0.7.'
 * ```
 */
export function worldMapChart(
  shapes: readonly MapShape[],
  rows: readonly MapRow[],
  options: WorldMapChartOptions,
): PlotOptions {
  const byCode = new Map<string, MapRow>()
  for (const row of rows) {
    if (byCode.has(row.id)) throw new RangeError(`worldMapChart: codes must differ, got '${row.id}' twice`)
    byCode.set(row.id, row)
  }
  const format = options.format ?? ((value: number) => String(Number(value.toPrecision(3))))
  const valueOf = ({ id }: MapShape): number | null => (id === null ? null : (byCode.get(id)?.value ?? null))
  const values = shapes.flatMap((shape) => valueOf(shape) ?? [])
  const domain = options.domain ?? domainOf(values)
  if (!(domain[1] > domain[0]))
    throw new RangeError(`worldMapChart: domain must be an interval, got ${domain.join(' to ')}`)
  const width = options.width ?? 680
  const below = width < narrow ? 52 : 34
  const shared = frame(options, Math.round(0.5 * width) + below, {
    label: `Map of the world: ${options.title}`,
    description: describe(shapes, byCode, options.title, format),
  })
  const opacity = (value: number): number => opacityOf(stepOf(value, domain))
  const known = shapes.filter((shape) => valueOf(shape) !== null)
  return {
    ...shared,
    projection: { type: 'equal-earth', inset: 1 },
    marginLeft: 1,
    marginRight: 1,
    marginTop: 1,
    marginBottom: below,
    marks: [
      geo(
        shapes.filter((shape) => valueOf(shape) === null),
        { fill: 'none', stroke: unknown, strokeWidth: 0.5, strokeDasharray: '1.5 1.5', className: 'unknown' },
      ),
      geo(known, {
        fill: estimate,
        fillOpacity: (shape: MapShape) => opacity(valueOf(shape)!),
        stroke: 'currentColor',
        strokeWidth: 0.4,
        strokeOpacity: 0.7,
        title: (shape: MapShape) => sentence(byCode.get(shape.id!)!, format),
        className: 'shapes',
      }),
      geo(
        shapes.filter(({ id }) => id !== null && id === options.selected),
        { fill: 'none', stroke: threshold, strokeWidth: 2, className: 'selected' },
      ),
      sphere({ stroke: 'currentColor', strokeOpacity: 0.25 }),
      ...legend(domain, format, width),
    ],
    opacity: { type: 'identity' },
  }
}

function domainOf(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return least === most ? [least - 0.5, most + 0.5] : [least, most]
}

function stepOf(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(steps - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * steps)))
}

/** From a tint to the full colour. */
function opacityOf(step: number): number {
  return 0.12 + (0.88 * step) / (steps - 1)
}

/** Five steps and "no data" in a row, on narrow charts in two. */
function legend(
  [low, high]: readonly [number, number],
  format: (value: number) => string,
  width: number,
): readonly Markish[] {
  const columns = width < narrow ? 3 : steps + 1
  const gap = Math.min(96, width / columns)
  const entries = Array.from({ length: steps }, (_, step) => `≥ ${format(low + ((high - low) * step) / steps)}`)
  return [...entries, 'no data'].flatMap((words, index) => {
    const known = index < steps
    const at = { frameAnchor: 'bottom-left' as const, dy: 20 + 18 * Math.floor(index / columns) }
    const left = 9 + (index % columns) * gap
    const paint = known
      ? { fill: estimate, fillOpacity: opacityOf(index), stroke: 'currentColor', strokeWidth: 0.4 }
      : { fill: 'none', stroke: unknown, strokeDasharray: '1.5 1.5' }
    return [
      dot([index], {
        ...at,
        ...paint,
        dx: left,
        symbol: 'square',
        r: 7,
        className: known ? 'legend' : 'legend-unknown',
      }),
      text([words], {
        ...at,
        dx: left + 11,
        textAnchor: 'start',
        fontSize: 11,
        fill: 'currentColor',
        className: 'legend-text',
      }),
    ]
  })
}

const named = 5

function describe(
  shapes: readonly MapShape[],
  byCode: ReadonlyMap<string, MapRow>,
  title: string,
  format: (value: number) => string,
): string {
  const rows = shapes
    .flatMap(({ id }) => (id === null ? [] : (byCode.get(id) ?? [])))
    .filter(({ value }) => value !== null)
    .sort((a, b) => b.value! - a.value!)
  const shown = rows.length <= 2 * named ? rows : [...rows.slice(0, named), ...rows.slice(-named)]
  const which = rows.length <= 2 * named ? '' : ` The ${named} largest and smallest:`
  return [
    `${title} of ${rows.length} of ${shapes.length} shapes.${which}`,
    ...shown.map((row) => `${sentence(row, format)}.`),
  ].join(' ')
}

function sentence({ label, value, note }: MapRow, format: (value: number) => string): string {
  return `${label}: ${value === null ? 'no data' : format(value)}${note === undefined ? '' : ` ${note}`}`
}
