import { nestedProjection, type NestedProjection } from './nested-projection.js'
import { segmentedLine } from './segmented-line.js'
import { separateStarts, type StartCell } from './separate-starts.js'
import { softplus } from './softplus.js'

const offsets = [0.05, 0.3, 0.6, 0.8, 0.92, 0.98]
const widths = [0.01, 0.03, 0.08, 0.2]
const mostPlaces = [0, 18, 14, 11, 10]
const mostStarts = 8
/** A cell with so many times the squares of another is no start; below a sum of squares of this much a law is exact. */
const hopeless = 100
const exact = 1e-6
/** From so many breaks on, the places of the best broken line join those of the grid, which is too coarse for them. */
const manyBreaks = 3

/**
 * Variable projection: for a grid of offsets, places and widths of the breaks (one width for all), log b and the exponents by linear least
 * squares of log(y - a) with the weights ((y - a) / y)^2, which makes it the least squares of log y to first order. The best cells that are not
 * neighbours of a better one, as (log b, log a, c0, then c, log d, log f per break). At `most` so many places are tried.
 */
export function bnslStarts(
  x: Float64Array,
  level: Float64Array,
  shift: number,
  weights: Float64Array,
  breaks: number,
  most = 99,
): Float64Array[] {
  const low = Math.min(...x)
  const range = Math.max(...x) - low
  const least = Math.min(...level) - shift
  const count = Math.min(most, mostPlaces[breaks] ?? Math.max(9, breaks + 1))
  const places = Array.from({ length: count }, (_, k) => low + (range * (k + 0.5)) / count)
  const shares = breaks === 0 ? fineOffsets : offsets
  const projections = shares.map((share) => excess(level, shift, share * least, weights))
  const straight = [new Float64Array(x.length).fill(1), x.map((value) => -value)]
  const bend = (at: number, width: number): Float64Array => x.map((value) => -width * softplus((value - at) / width))
  const start = (
    projection: NestedProjection,
    columns: readonly number[],
    a: number,
    at: readonly number[],
    width: number,
  ) => {
    const beta = projection.solve(columns)
    if (beta === null) return null
    const bends = at.flatMap((place, i) => [beta[2 + i]!, place, Math.log(width)])
    return Float64Array.of(beta[0]!, Math.log(a), beta[1]!, ...bends)
  }
  const cells: StartCell[] = []
  let lowest = Infinity
  const bends = widths.map((width) => (breaks === 0 ? [] : places.map((at) => bend(at, width * range))))
  for (const [k, { a, log, weight }] of projections.entries()) {
    for (const [w, width] of (breaks === 0 ? [1] : widths).entries()) {
      const projection = nestedProjection([...straight, ...bends[w]!], log, weight)
      projection.each(2, breaks, breaks < 6 ? 2 : 1, (chosen, rss) => {
        if (rss > hopeless * lowest) return
        lowest = Math.max(exact, Math.min(lowest, rss))
        const columns = chosen.slice()
        const at = columns.slice(2)
        const theta = () =>
          start(
            projection,
            columns,
            a,
            at.map((column) => places[column - 2]!),
            width * range,
          )
        cells.push({ index: [...at, w, k], rss, theta })
      })
    }
  }
  const grid = separateStarts(cells, mostStarts)
  if (breaks < manyBreaks) return grid
  const broken: StartCell[] = []
  for (const [k, { a, log, weight }] of projections.entries()) {
    const at = segmentedLine(x, log, weight, breaks)
    if (at === null) continue
    for (const [w, width] of widths.entries()) {
      const columns = [...straight, ...at.map((place) => bend(place, width * range))]
      const projection = nestedProjection(columns, log, weight)
      const chosen = [...columns.keys()]
      const theta = () => start(projection, chosen, a, at, width * range)
      projection.each(2, breaks, 1, (_, rss) => broken.push({ index: [3 * w, 3 * k], rss, theta }))
    }
  }
  return [...separateStarts(broken, mostBroken), ...grid]
}

const mostBroken = 4

const fineOffsets = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.92, 0.96, 0.99]

function excess(
  level: Float64Array,
  shift: number,
  a: number,
  weights: Float64Array,
): { readonly a: number; readonly log: Float64Array; readonly weight: Float64Array } {
  const above = level.map((value) => value - shift - a)
  const weight = weights.map((value, i) => value * (above[i]! / level[i]!) ** 2)
  return { a, log: above.map((value) => Math.log(value)), weight }
}
