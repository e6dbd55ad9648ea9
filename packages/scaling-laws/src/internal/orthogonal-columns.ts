/** A column that the ones before it explain but for this share of its squares has no direction of its own. */
const dependent = 1e-20

/** The independent columns of a matrix as an orthonormal basis. */
export interface OrthogonalColumns {
  /** The columns that have a direction of their own. */
  readonly free: readonly number[]
  /** Their orthonormal basis, n x free, row-major. */
  readonly rows: Float64Array
  /** Upper triangle (row-major) whose product with the basis from the left is the free columns. */
  readonly upper: Float64Array
}

/** Gram and Schmidt's modified process with weights of the rows; columns are those of a row-major n x size matrix. */
export function orthogonalColumns(
  n: number,
  size: number,
  weights: Float64Array,
  matrix: Float64Array,
): OrthogonalColumns {
  const free: number[] = []
  const basis: Float64Array[] = []
  const parts: Float64Array[] = []
  for (let j = 0; j < size; j += 1) {
    const column = new Float64Array(n)
    let whole = 0
    for (let i = 0; i < n; i += 1) {
      const value = matrix[i * size + j]!
      column[i] = value
      whole += weights[i]! * value * value
    }
    const part = new Float64Array(size)
    for (let k = 0; k < basis.length; k += 1) {
      const unit = basis[k]!
      let share = 0
      for (let i = 0; i < n; i += 1) share += weights[i]! * unit[i]! * column[i]!
      for (let i = 0; i < n; i += 1) column[i]! -= share * unit[i]!
      part[k] = share
    }
    let squares = 0
    for (let i = 0; i < n; i += 1) squares += weights[i]! * column[i]! * column[i]!
    if (!(squares > dependent * whole)) continue
    const length = Math.sqrt(squares)
    part[basis.length] = length
    for (let i = 0; i < n; i += 1) column[i]! /= length
    basis.push(column)
    parts.push(part)
    free.push(j)
  }
  const p = free.length
  const rows = new Float64Array(n * p)
  const upper = new Float64Array(p * p)
  for (let j = 0; j < p; j += 1) {
    const unit = basis[j]!
    for (let i = 0; i < n; i += 1) rows[i * p + j] = unit[i]!
    for (let k = 0; k <= j; k += 1) upper[k * p + j] = parts[j]![k]!
  }
  return { free, rows, upper }
}

/** Solves an upper triangular system. */
export function solveUpper(upper: Float64Array, right: Float64Array): Float64Array {
  const p = right.length
  const result = right.slice()
  for (let j = p - 1; j >= 0; j -= 1) {
    for (let k = j + 1; k < p; k += 1) result[j]! -= upper[j * p + k]! * result[k]!
    result[j]! /= upper[j * p + j]!
  }
  return result
}
