import { segmentedLine } from './segmented-line.js'
import { softplus } from './softplus.js'
import { solveLinear } from './solve-linear.js'

const offsets = [0.05, 0.3, 0.6, 0.8, 0.92, 0.98]
const widths = [0.01, 0.03, 0.08, 0.2]
const mostPlaces = [0, 18, 14, 11, 10]
const mostStarts = 8
/** From so many breaks on, the places of the best broken line join those of the grid, which is too coarse for them. */
const manyBreaks = 3

interface Cell {
  readonly index: readonly number[]
  readonly theta: Float64Array
  readonly rss: number
}

/**
 * Variable projection: for a grid of offsets, places and widths of the breaks (one width for all), log b and the exponents by linear least
 * squares of log(y - a) with the weights ((y - a) / y)^2, which makes it the least squares of log y to first order. The best cells that are not
 * neighbours of a better one, as (log b, log a, c0, then c, log d, log f per break).
 */
export function bnslStarts(
  x: Float64Array,
  level: Float64Array,
  shift: number,
  weights: Float64Array,
  breaks: number,
): readonly Float64Array[] {
  const low = Math.min(...x)
  const range = Math.max(...x) - low
  const least = Math.min(...level) - shift
  const count = mostPlaces[breaks] ?? Math.max(9, breaks + 1)
  const places = Array.from({ length: count }, (_, k) => low + (range * (k + 0.5)) / count)
  const designs = choices(count, breaks).flatMap((chosen) =>
    (breaks === 0 ? [1] : widths).map((width, w) => ({
      index: [...chosen, w],
      place: chosen.map((k) => places[k]!),
      width: width * range,
    })),
  )
  const projections = (breaks === 0 ? fineOffsets : offsets).map((share) =>
    excess(level, shift, share * least, weights),
  )
  const cells: Cell[] = []
  const solve = (index: readonly number[], place: readonly number[], width: number, from: readonly number[]): void => {
    const columns = [
      new Float64Array(x.length).fill(1),
      x.map((value) => -value),
      ...place.map((at) => x.map((value) => -width * softplus((value - at) / width))),
    ]
    for (const k of from) {
      const { a, log, weight } = projections[k]!
      const solution = leastSquares(columns, log, weight)
      if (solution === null) continue
      const { beta, rss } = solution
      const logOffset = Math.log(a)
      const bends = place.flatMap((at, i) => [beta[2 + i]!, at, Math.log(width)])
      cells.push({ index: [...index, k], theta: Float64Array.of(beta[0]!, logOffset, beta[1]!, ...bends), rss })
    }
  }
  const every = Array.from(projections.keys())
  for (const { index, place, width } of designs) solve(index, place, width, every)
  const grid = apart(cells)
  if (breaks < manyBreaks) return grid
  cells.length = 0
  for (const k of every) {
    const { log, weight } = projections[k]!
    const place = segmentedLine(x, log, weight, breaks)
    if (place === null) continue
    for (const [w, width] of widths.entries()) solve([3 * w, 3 * k], place, width * range, [k])
  }
  return [...apart(cells, mostBroken), ...grid]
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

/** All ascending choices of `size` out of `count` numbers, with a gap of at least two between neighbours. */
function choices(count: number, size: number): readonly (readonly number[])[] {
  if (size === 0) return [[]]
  return choices(count, size - 1).flatMap((chosen) => {
    const first = chosen.length === 0 ? 0 : chosen.at(-1)! + (size < 5 ? 2 : 1)
    return Array.from({ length: Math.max(0, count - first) }, (_, k) => [...chosen, first + k])
  })
}

function leastSquares(
  columns: readonly Float64Array[],
  target: Float64Array,
  weight: Float64Array,
): { readonly beta: Float64Array; readonly rss: number } | null {
  const p = columns.length
  const normal = new Float64Array(p * p)
  const right = new Float64Array(p)
  for (let j = 0; j < p; j += 1) {
    const left = columns[j]!
    for (let k = 0; k <= j; k += 1) {
      const other = columns[k]!
      let total = 0
      for (let i = 0; i < target.length; i += 1) total += weight[i]! * left[i]! * other[i]!
      normal[j * p + k] = total
      normal[k * p + j] = total
    }
    for (let i = 0; i < target.length; i += 1) right[j]! += weight[i]! * left[i]! * target[i]!
  }
  // Enough to keep a break between two points, which has almost no effect on either, from a huge coefficient.
  for (let j = 0; j < p; j += 1) normal[j * p + j]! *= 1 + 1e-9
  const beta = solveLinear(normal, right, p)
  if (beta === null) return null
  let rss = 0
  for (let i = 0; i < target.length; i += 1) {
    let residual = target[i]!
    for (let j = 0; j < p; j += 1) residual -= beta[j]! * columns[j]![i]!
    rss += weight[i]! * residual * residual
  }
  return { beta, rss }
}

function apart(cells: readonly Cell[], most: number = mostStarts): readonly Float64Array[] {
  const chosen: Cell[] = []
  for (const cell of cells.toSorted((left, right) => left.rss - right.rss)) {
    if (chosen.some(({ index }) => index.every((value, k) => Math.abs(value - cell.index[k]!) <= 1))) continue
    chosen.push(cell)
    if (chosen.length === most) break
  }
  return chosen.map(({ theta }) => theta)
}
