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
  const shares = breaks === 0 ? fineOffsets : offsets
  const projections = shares.map((share) => excess(level, shift, share * least, weights))
  const straight = [new Float64Array(x.length).fill(1), x.map((value) => -value)]
  const bend = (at: number, width: number): Float64Array => x.map((value) => -width * softplus((value - at) / width))
  const cells: Cell[] = []
  const add = (
    index: readonly number[],
    solution: ReturnType<Projection>,
    a: number,
    place: readonly number[],
    width: number,
  ): void => {
    if (solution === null) return
    const { beta, rss } = solution
    const bends = place.flatMap((at, i) => [beta[2 + i]!, at, Math.log(width)])
    cells.push({ index, theta: Float64Array.of(beta[0]!, Math.log(a), beta[1]!, ...bends), rss })
  }
  const designs = choices(count, breaks)
  const bends = widths.map((width) => (breaks === 0 ? [] : places.map((at) => bend(at, width * range))))
  for (const [k, { a, log, weight }] of projections.entries()) {
    for (const [w, width] of (breaks === 0 ? [1] : widths).entries()) {
      const solve = projected([...straight, ...bends[w]!], log, weight)
      for (const chosen of designs) {
        const columns = [0, 1, ...chosen.map((place) => 2 + place)]
        const place = chosen.map((at) => places[at]!)
        add([...chosen, w, k], solve(columns), a, place, width * range)
      }
    }
  }
  const grid = apart(cells)
  if (breaks < manyBreaks) return grid
  cells.length = 0
  for (const [k, { a, log, weight }] of projections.entries()) {
    const place = segmentedLine(x, log, weight, breaks)
    if (place === null) continue
    for (const [w, width] of widths.entries()) {
      const columns = [...straight, ...place.map((at) => bend(at, width * range))]
      add([3 * w, 3 * k], projected(columns, log, weight)([...columns.keys()]), a, place, width * range)
    }
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

type Projection = (chosen: readonly number[]) => { readonly beta: Float64Array; readonly rss: number } | null

/**
 * Weighted least squares of a target on any of the columns: all products of columns are summed once, so that a choice of them costs a small system. The
 * residual sum of squares is for ranking.
 */
function projected(columns: readonly Float64Array[], target: Float64Array, weight: Float64Array): Projection {
  const m = columns.length
  const products = new Float64Array(m * m)
  const moments = new Float64Array(m)
  let squares = 0
  const weighted = new Float64Array(target.length)
  for (let i = 0; i < target.length; i += 1) squares += weight[i]! * target[i]! * target[i]!
  for (const [j, column] of columns.entries()) {
    for (let i = 0; i < target.length; i += 1) weighted[i] = weight[i]! * column[i]!
    for (let k = 0; k <= j; k += 1) products[j * m + k] = products[k * m + j] = dot(weighted, columns[k]!)
    moments[j] = dot(weighted, target)
  }
  return (chosen) => {
    const p = chosen.length
    const normal = new Float64Array(p * p)
    const right = new Float64Array(p)
    for (let j = 0; j < p; j += 1) {
      for (let k = 0; k < p; k += 1) normal[j * p + k] = products[chosen[j]! * m + chosen[k]!]!
      // Enough to keep a break between two points, which has almost no effect on either, from a huge coefficient.
      normal[j * p + j]! *= 1 + 1e-9
      right[j] = moments[chosen[j]!]!
    }
    const beta = solveLinear(normal, right, p)
    if (beta === null) return null
    let rss = squares
    for (let j = 0; j < p; j += 1) {
      rss -= 2 * beta[j]! * moments[chosen[j]!]!
      for (let k = 0; k < p; k += 1) rss += beta[j]! * beta[k]! * products[chosen[j]! * m + chosen[k]!]!
    }
    return { beta, rss }
  }
}

function dot(left: Float64Array, right: Float64Array): number {
  let total = 0
  for (let i = 0; i < left.length; i += 1) total += left[i]! * right[i]!
  return total
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
