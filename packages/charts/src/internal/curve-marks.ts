import { areaY, dot, line, ruleX, ruleY, text, type Markish } from '@observablehq/plot'
import type { CurveAxis, CurvePlace, CurveSeries, CurveThreshold } from '../curve-chart.js'
import { estimate, interval, seam, threshold, unknown } from './palette.js'

interface Where {
  readonly x: CurveAxis
  readonly y: CurveAxis
  /** What is shown of y, and over how many pixels: names at the ends of lines are moved apart. */
  readonly shown: readonly [number, number]
  readonly pixels: number
  /** Where points of unknown value are put. */
  readonly bottom: number
  readonly narrow: boolean
}

/** Lines of the second series on, so that no two are told apart by colour alone. */
const dashes = ['6 3', '2 3', '8 3 2 3', '1 4']

/** Bands, lines, whiskers, dots and names of all series. */
export function curveMarks(series: readonly CurveSeries[], where: Where): readonly Markish[] {
  const moves = labelMoves(
    series.map(({ line: curve = [] }) => curve.map((place) => drawable(place, where.y).y).findLast(Number.isFinite)),
    where,
  )
  return [
    ...series.flatMap((each, index) => oneSeries(each, index, where)),
    // Names last, so that no line of another series crosses them out. Narrow pictures have no room for them beside the lines: they stand above.
    ...(legendLines(series, where.narrow) > 0
      ? series.filter(hasLine).map((each, row) => legendLabel(each, series.indexOf(each), row))
      : series.map((each, index) => lineLabel(each, index, where, moves[index] ?? 0))),
  ]
}

/** By how many pixels each name is moved down, so that no two lie on each other and all stay in the picture. */
function labelMoves(
  ends: readonly (number | undefined)[],
  { y, shown, pixels }: Pick<Where, 'y' | 'shown' | 'pixels'>,
): readonly number[] {
  const on = y.scale === 'log' ? Math.log : (value: number): number => value
  const [low, high] = [on(shown[0]), on(shown[1])]
  const labels = ends
    .map((end, index) => ({ index, at: end === undefined ? NaN : ((high - on(end)) / (high - low)) * pixels }))
    .filter(({ at }) => Number.isFinite(at))
    .sort((one, other) => one.at - other.at)
  const places = labels.map(({ at }) => at)
  for (let k = 1; k < places.length; k += 1) places[k] = Math.max(places[k]!, places[k - 1]! + lineHeight)
  let below = pixels + lineHeight
  for (let k = places.length - 1; k >= 0; k -= 1) below = places[k] = Math.min(places[k]!, below - lineHeight)
  const moves = ends.map(() => 0)
  for (const [k, { index, at }] of labels.entries()) moves[index] = places[k]! - at
  return moves
}

/** Pixels between two lines of small type. */
const lineHeight = 13

function oneSeries(
  { name, points = [], line: curve = [], reference }: CurveSeries,
  index: number,
  where: Where,
): Markish[] {
  const colour = seriesColour(index, reference)
  const drawn = curve.map((place) => drawable(place, where.y))
  const known = points.map((place) => drawable(place, where.y)).filter(({ y }) => Number.isFinite(y))
  const notKnown = points.filter((place) => !Number.isFinite(drawable(place, where.y).y))
  return [
    areaY(drawn, {
      x: 'x',
      y1: 'lower',
      y2: 'upper',
      fill: index === 0 ? interval : colour,
      fillOpacity: 0.18,
      className: 'curve-interval',
    }),
    line(drawn, {
      x: 'x',
      y: 'y',
      stroke: colour,
      strokeWidth: reference === true ? 1.25 : 2,
      ...(colour === estimate ? {} : { strokeDasharray: dashes[(index + dashes.length - 1) % dashes.length] }),
      className: 'curve',
    }),
    ruleX(
      known.filter(({ lower, upper }) => Number.isFinite(lower) && Number.isFinite(upper)),
      {
        x: 'x',
        y1: 'lower',
        y2: 'upper',
        stroke: index === 0 ? interval : colour,
        strokeWidth: 3,
        strokeOpacity: 0.4,
        className: 'interval',
      },
    ),
    dot(known, {
      x: 'x',
      y: 'y',
      r: 3.5,
      fill: colour,
      symbol: index === 0 ? 'circle' : index === 1 ? 'square2' : 'triangle',
      title: (place: Drawable) => place.title ?? sentence(name, place, where),
      className: 'estimate',
    }),
    dot(notKnown, {
      x: 'x',
      y: () => where.bottom,
      r: 4,
      stroke: unknown,
      fill: 'none',
      strokeWidth: 1.5,
      title: (place: CurvePlace) => place.title ?? `${name} at ${print(where.x)(place.x)}: not known`,
      className: 'unknown',
    }),
  ]
}

function seriesColour(index: number, reference: boolean | undefined): string {
  return index === 0 && reference !== true ? estimate : 'currentColor'
}

const hasLine = ({ line: curve = [] }: CurveSeries): boolean => curve.length > 0

/** How many names stand above a narrow picture: none where one line needs no telling apart. */
export function legendLines(series: readonly CurveSeries[], narrow: boolean): number {
  const count = series.filter(hasLine).length
  return narrow && count > 1 ? count : 0
}

/** Signs that look like the dashes of the lines. */
const samples = ['──', '╌╌', '┈┈', '╌·', '··']

/** The name of a series above the picture, after a sample of its line. */
function legendLabel({ name, reference }: CurveSeries, index: number, row: number): Markish {
  const colour = seriesColour(index, reference)
  const sample = samples[colour === estimate ? 0 : 1 + ((index + dashes.length - 1) % dashes.length)]!
  return text([`${sample} ${name}`], {
    frameAnchor: 'top-right',
    dy: -lineHeight * (row + 1),
    fill: colour,
    className: 'line-label',
  })
}

/** The name of a series at the end of its line. */
function lineLabel(
  { name, line: curve = [], reference }: CurveSeries,
  index: number,
  where: Where,
  move: number,
): Markish {
  const last = curve.map((place) => drawable(place, where.y)).findLast(({ y }) => Number.isFinite(y))
  return text(last === undefined ? [] : [last], {
    x: 'x',
    y: 'y',
    text: () => name,
    textAnchor: where.narrow ? 'end' : 'start',
    dx: where.narrow ? -4 : 6,
    dy: move + (where.narrow ? -9 : 0),
    fill: seriesColour(index, reference),
    ...seam,
    className: 'line-label',
  })
}

/** Dashed lines with their names, inside what is shown. */
export function thresholdMarks(
  thresholds: readonly CurveThreshold[],
  shown: { readonly x: readonly [number, number]; readonly y: readonly [number, number] },
): readonly Markish[] {
  return thresholds
    .filter(({ axis, value }) => value >= shown[axis][0] && value <= shown[axis][1])
    .flatMap(({ axis, value, name }) => [
      axis === 'x'
        ? ruleX([value], { stroke: threshold, strokeDasharray: '5 3', className: 'threshold' })
        : ruleY([value], { stroke: threshold, strokeDasharray: '5 3', className: 'threshold' }),
      text([name], {
        ...(axis === 'x'
          ? { x: () => value, frameAnchor: 'top' as const, dx: 5, dy: 6 }
          : { y: () => value, frameAnchor: 'left' as const, dx: 5, dy: -7 }),
        textAnchor: 'start',
        fill: threshold,
        ...seam,
        className: 'threshold-label',
      }),
    ])
}

interface Drawable {
  readonly x: number
  readonly y: number
  readonly lower: number
  readonly upper: number
  readonly title: string | undefined
}

/** What cannot be drawn on the axis is left out; an interval that reaches to 0 on a logarithmic one is cut at the bottom by the picture. */
function drawable({ x, y, lower, upper, title }: CurvePlace, axis: CurveAxis): Drawable {
  const positive = (value: number | null | undefined, instead: number): number =>
    value === null || value === undefined || !Number.isFinite(value)
      ? NaN
      : axis.scale === 'log' && value <= 0
        ? instead
        : value
  const [at, up] = [positive(y, NaN), positive(upper, NaN)]
  const low = positive(lower, Math.min(at, up) / 1e3)
  return { x, y: at, lower: low, upper: up, title }
}

function sentence(name: string, { x, y, lower, upper }: Drawable, where: Where): string {
  const [printX, printY] = [print(where.x), print(where.y)]
  const range = Number.isFinite(lower) && Number.isFinite(upper) ? ` (${printY(lower)} to ${printY(upper)})` : ''
  return `${name} at ${printX(x)}: ${printY(y)}${range}`
}

function print(axis: CurveAxis): (value: number) => string {
  return axis.format ?? ((value) => String(Number(value.toPrecision(3))))
}
