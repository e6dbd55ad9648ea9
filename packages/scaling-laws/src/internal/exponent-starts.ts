import { absoluteCell } from './absolute-profile.js'

/** E + B exp(-c x) at one exponent, and how far it is from the points. */
export interface ExponentCell {
  readonly B: number
  readonly E: number
  readonly c: number
  readonly value: number
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
  const squares = exponents.map((c) => squaresCell(x, level, weights, c))
  const found = lowest(squares)
  const bare = squares.filter(({ E }, k) => E === 0 && squares.slice(Math.max(0, k - 1), k + 2).includes(found[0]!))
  const starts = [
    ...found.map((cell) => start(cell, small)),
    ...lowest(bare)
      .slice(0, 1)
      .map((cell) => start(cell, none)),
  ]
  if (x.length > few) return starts
  const absolute = lowest(exponents.map((c) => absoluteCell(x, level, weights, c)))
  return [...starts, ...absolute.map((cell) => start(cell, none))]
}

function start({ B, E, c }: ExponentCell, least: number): Float64Array {
  return Float64Array.of(Math.log(Math.max(B, 1e-3)), Math.max(Math.log(E), least), c)
}

/** The lowest local minima along the exponent. */
function lowest(cells: readonly ExponentCell[]): readonly ExponentCell[] {
  return cells
    .filter(({ value }, k) => value <= (cells[k - 1]?.value ?? Infinity) && value <= (cells[k + 1]?.value ?? Infinity))
    .toSorted((left, right) => left.value - right.value)
    .slice(0, mostStarts)
}

function squaresCell(x: Float64Array, level: Float64Array, weights: Float64Array, c: number): ExponentCell {
  const u = x.map((value) => Math.exp(-c * value))
  let w = 0
  let wu = 0
  let wy = 0
  let wuu = 0
  let wuy = 0
  for (let i = 0; i < x.length; i += 1) {
    const weight = weights[i]! / level[i]! ** 2
    w += weight
    wu += weight * u[i]!
    wy += weight * level[i]!
    wuu += weight * u[i]! * u[i]!
    wuy += weight * u[i]! * level[i]!
  }
  let B = (w * wuy - wu * wy) / (w * wuu - wu * wu)
  let E = (wy - B * wu) / w
  if (!(E >= 0)) {
    E = 0
    B = wuy / wuu
  } else if (!(B >= 0)) {
    B = 0
    E = wy / w
  }
  let value = 0
  for (let i = 0; i < x.length; i += 1) value += (weights[i]! / level[i]! ** 2) * (level[i]! - E - B * u[i]!) ** 2
  return { B, E, c, value }
}
