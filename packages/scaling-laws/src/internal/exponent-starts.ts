import { absoluteCell } from './absolute-cell.js'
import { lowestMinima } from './lowest-minima.js'
import { nonnegativeLine } from './weighted-line.js'

/** E + B exp(-c x) at one exponent. */
export interface ExponentCell {
  readonly B: number
  readonly E: number
  readonly c: number
  /** Weighted squares that it leaves, or absolute deviations. */
  readonly rss: number
}

const exponents = /* @__PURE__ */ Array.from({ length: 80 }, (_, k) => 0.004 * (3 / 0.004) ** (k / 79))
const mostStarts = 3
/** Where points are at most this many, a robust loss has optima of its own. */
const few = 20
/** Log of an offset that is as good as zero, and of the least from which Newton steps come down to a small one. */
const none = -17
const small = /* @__PURE__ */ Math.log(0.03)

/**
 * Variable projection in one exponent: for each of a grid, E and B of the loss E + B exp(-c x) by nonnegative least squares with weights
 * w / loss^2; for few points by least absolute deviations too. The lowest local minima, as (log B, log E, c). Where the lowest is next to the exponents
 * that leave no E, the optimum may have none: the way there is long and flat, so that one start is without.
 */
export function exponentStarts(x: Float64Array, level: Float64Array, weights: Float64Array): readonly Float64Array[] {
  const weight = weights.map((value, i) => value / level[i]! ** 2)
  const squares = exponents.map((c) => squaresCell(x, level, weight, c))
  const found = lowestMinima([squares], mostStarts)
  const bare = squares.filter(({ E }, k) => E === 0 && squares.slice(Math.max(0, k - 1), k + 2).includes(found[0]!))
  const starts = [
    ...found.map((cell) => start(cell, small)),
    ...lowestMinima([bare], 1).map((cell) => start(cell, none)),
  ]
  if (x.length > few) return starts
  const absolute = lowestMinima([exponents.map((c) => absoluteCell(x, level, weights, c))], mostStarts)
  return [...starts, ...absolute.map((cell) => start(cell, none))]
}

function start({ B, E, c }: ExponentCell, least: number): Float64Array {
  return Float64Array.of(Math.log(Math.max(B, 1e-3)), Math.max(Math.log(E), least), c)
}

function squaresCell(x: Float64Array, level: Float64Array, weight: Float64Array, c: number): ExponentCell {
  const u = x.map((value) => Math.exp(-c * value))
  const { slope: B, intercept: E, rss } = nonnegativeLine(u, level, weight)
  return { B, E, c, rss }
}
