import { orthogonalColumns, solveUpper } from './orthogonal-columns.js'
import { solveLinear } from './solve-linear.js'
import { weightedCrossing } from './weighted-crossing.js'
import { dotProduct } from './dot-product.js'

/** A linear problem of least absolute deviations: the sum of w |r + J d| over d. */
export interface LinearAbsolute {
  readonly n: number
  readonly size: number
  readonly weights: Float64Array
  readonly residuals: Float64Array
  /** n x size, row-major. */
  readonly jacobian: Float64Array
}

/** Its minimum at a vertex. */
export interface AbsoluteVertex {
  readonly move: Float64Array
  /** The sum at the minimum. */
  readonly value: number
  /** Rows that are met exactly: as many as there are independent columns. */
  readonly met: readonly number[]
  /** Subgradient of each |residual|: the sign of a residual that is not zero, a number within [-1, 1] for those met. */
  readonly multipliers: Float64Array
}

/**
 * Least absolute deviations by descent from vertex to vertex. In coordinates in which the squares of the columns are a unit matrix, the gradient is followed
 * until as many rows are met as there are columns; then the edge along which the sum falls most steeply is taken, to the weighted median of the places
 * where it bends, until no edge descends. `null` where this does not end. `start`: rows that are met already, to which others are added.
 *
 * Source: Barrodale and Roberts 1973; Bloomfield and Steiger 1983.
 */
export function linearAbsolute(
  { n, size, weights, residuals, jacobian }: LinearAbsolute,
  start: readonly number[] = [],
): AbsoluteVertex | null {
  const { free, rows, upper } = orthogonalColumns(n, size, weights, jacobian)
  const p = free.length
  const rest = residuals.slice()
  // A residual of weight zero never counts.
  const sign = rest.map((value) => (value < 0 ? -1 : 1))
  const move = new Float64Array(p)
  const along = new Float64Array(n)
  const place = new Float64Array(n)
  const jump = new Float64Array(n)
  const candidate = new Int32Array(n)
  const gradient = new Float64Array(p)
  for (let i = 0; i < n; i += 1) {
    const pull = weights[i]! * sign[i]!
    for (let j = 0; j < p; j += 1) gradient[j]! += pull * rows[i * p + j]!
  }
  const met: number[] = []
  const basis: Float64Array[] = []
  /** A row that is met has no sign of its own. */
  const take = (i: number): void => {
    const pull = -weights[i]! * sign[i]!
    for (let j = 0; j < p; j += 1) gradient[j]! += pull * rows[i * p + j]!
    sign[i] = 0
    rest[i] = 0
  }
  /** Adds a row to those that are met; whether it does not follow from them. */
  const meet = (i: number): boolean => {
    const row = rows.subarray(i * p, i * p + p)
    const own = across(row, basis)
    const length = Math.sqrt(dotProduct(own, own))
    if (!(length > 1e-12 * Math.sqrt(dotProduct(row, row)))) return false
    met.push(i)
    basis.push(own.map((value) => value / length))
    return true
  }
  for (const i of start) {
    if (met.length < p && meet(i)) take(i)
  }

  /** Goes along a direction as far as the sum falls; the row that is met there, or -1. `slope` is that of the sum at the start. */
  const descend = (direction: Float64Array, slope: number): number => {
    let count = 0
    for (let i = 0, at = 0; i < n; i += 1, at += p) {
      let change = 0
      for (let j = 0; j < p; j += 1) change += rows[at + j]! * direction[j]!
      along[i] = change
      if (sign[i]! * change < 0 && weights[i]! > 0) {
        place[count] = Math.max(0, -rest[i]! / change)
        jump[count] = 2 * weights[i]! * Math.abs(change)
        candidate[count] = i
        count += 1
      }
    }
    const reached = weightedCrossing(place, jump, candidate, count, -slope)
    if (reached === -1) return -1
    const far = place[reached]!
    const entering = candidate[reached]!
    for (let k = 0; k < reached; k += 1) {
      const i = candidate[k]!
      const pull = -2 * weights[i]! * sign[i]!
      sign[i] = -sign[i]!
      for (let j = 0; j < p; j += 1) gradient[j]! += pull * rows[i * p + j]!
    }
    for (let i = 0; i < n; i += 1) rest[i]! += far * along[i]!
    for (let j = 0; j < p; j += 1) move[j]! += far * direction[j]!
    take(entering)
    return entering
  }

  while (met.length < p) {
    const direction = across(gradient, basis).map((value) => -value)
    const slope = dotProduct(gradient, direction)
    const entering = slope < 0 ? descend(direction, slope) : -1
    if (entering === -1 || !meet(entering)) return null
  }
  const multipliers = sign
  for (let pivot = 0; pivot < 20 * p + n; pivot += 1) {
    const edges = edgesOf(met, rows, p)
    if (edges === null) return null
    let leaving = -1
    let steepest = 0
    let side = 1
    const shares = new Float64Array(p)
    for (const [k, edge] of edges.entries()) {
      const multiplier = -dotProduct(edge, gradient)
      const own = weights[met[k]!]!
      shares[k] = multiplier / own
      const slope = (own - Math.abs(multiplier)) / Math.sqrt(dotProduct(edge, edge))
      if (slope < steepest && Math.abs(multiplier) > own * (1 + 1e-9)) {
        steepest = slope
        leaving = k
        side = multiplier < 0 ? -1 : 1
      }
    }
    if (leaving === -1) {
      for (const [k, i] of met.entries()) multipliers[i] = Math.max(-1, Math.min(1, shares[k]!))
      let value = 0
      for (let i = 0; i < n; i += 1) value += weights[i]! * Math.abs(rest[i]!)
      const full = new Float64Array(size)
      for (const [k, part] of solveUpper(upper, move).entries()) full[free[k]!] = part
      return { move: full, value, met, multipliers }
    }
    const out = met[leaving]!
    const direction = edges[leaving]!.map((value) => side * value)
    // The row that is left behind goes to the side it is pulled to.
    sign[out] = side
    for (let j = 0; j < p; j += 1) gradient[j]! += weights[out]! * side * rows[out * p + j]!
    const entering = descend(direction, dotProduct(gradient, direction))
    if (entering === -1) return null
    met[leaving] = entering
  }
  return null
}

/** What is left of a vector after its parts along an orthonormal basis. */
function across(vector: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const left = vector.slice()
  for (const unit of basis) {
    const part = dotProduct(left, unit)
    for (let j = 0; j < left.length; j += 1) left[j]! -= part * unit[j]!
  }
  return left
}

/** For each of the rows that are met the direction in which it alone changes, by 1; `null` where they are dependent. */
function edgesOf(met: readonly number[], rows: Float64Array, p: number): readonly Float64Array[] | null {
  const matrix = Float64Array.from({ length: p * p }, (_, at) => rows[met[Math.floor(at / p)]! * p + (at % p)]!)
  const edges = met.map((_, k) => {
    const unit = new Float64Array(p)
    unit[k] = 1
    return solveLinear(matrix.slice(), unit, p)
  })
  return edges.every((edge) => edge !== null) ? edges : null
}
