// Small dense kernels on row-major Float64Array, without allocation where they are called in inner loops.

/** Overwrites the lower triangle of a symmetric n x n matrix by its Cholesky factor; false when it is not positive definite. */
export function choleskyInPlace(a: Float64Array, n: number): boolean {
  for (let j = 0; j < n; j += 1) {
    const rowJ = j * n
    let diagonal = a[rowJ + j]!
    for (let k = 0; k < j; k += 1) diagonal -= a[rowJ + k]! * a[rowJ + k]!
    if (!(diagonal > 0)) return false
    const root = Math.sqrt(diagonal)
    a[rowJ + j] = root
    for (let i = j + 1; i < n; i += 1) {
      const rowI = i * n
      let sum = a[rowI + j]!
      for (let k = 0; k < j; k += 1) sum -= a[rowI + k]! * a[rowJ + k]!
      a[rowI + j] = sum / root
    }
  }
  return true
}

/** Overwrites the n x columns matrix `b` by L^-1 b. */
export function forwardSolve(l: Float64Array, n: number, b: Float64Array, columns: number): void {
  for (let i = 0; i < n; i += 1) {
    const row = i * columns
    for (let k = 0; k < i; k += 1) {
      const factor = l[i * n + k]!
      if (factor === 0) continue
      const other = k * columns
      for (let c = 0; c < columns; c += 1) b[row + c] = b[row + c]! - factor * b[other + c]!
    }
    const diagonal = l[i * n + i]!
    for (let c = 0; c < columns; c += 1) b[row + c] = b[row + c]! / diagonal
  }
}

/** Overwrites the n x columns matrix `b` by L^-T b. */
export function backwardSolve(l: Float64Array, n: number, b: Float64Array, columns: number): void {
  for (let i = n - 1; i >= 0; i -= 1) {
    const row = i * columns
    for (let k = i + 1; k < n; k += 1) {
      const factor = l[k * n + i]!
      if (factor === 0) continue
      const other = k * columns
      for (let c = 0; c < columns; c += 1) b[row + c] = b[row + c]! - factor * b[other + c]!
    }
    const diagonal = l[i * n + i]!
    for (let c = 0; c < columns; c += 1) b[row + c] = b[row + c]! / diagonal
  }
}

/** The product of a (rows x inner) and b (inner x columns). */
export function multiply(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
  out: Float64Array = new Float64Array(rows * columns),
): Float64Array {
  out.fill(0, 0, rows * columns)
  for (let i = 0; i < rows; i += 1) {
    for (let k = 0; k < inner; k += 1) {
      const factor = a[i * inner + k]!
      if (factor === 0) continue
      for (let j = 0; j < columns; j += 1) out[i * columns + j] = out[i * columns + j]! + factor * b[k * columns + j]!
    }
  }
  return out
}

/** The product of the transpose of a (inner x rows) and b (inner x columns). */
export function multiplyTransposed(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
  out: Float64Array = new Float64Array(rows * columns),
): Float64Array {
  out.fill(0, 0, rows * columns)
  for (let k = 0; k < inner; k += 1) {
    for (let i = 0; i < rows; i += 1) {
      const factor = a[k * rows + i]!
      if (factor === 0) continue
      for (let j = 0; j < columns; j += 1) out[i * columns + j] = out[i * columns + j]! + factor * b[k * columns + j]!
    }
  }
  return out
}

/** The transpose of a rows x columns matrix. */
export function transpose(a: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i += 1) for (let j = 0; j < columns; j += 1) out[j * rows + i] = a[i * columns + j]!
  return out
}

/** Sum of 2 log L_ii: the log-determinant of L L'. */
export function logDeterminant(l: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i < n; i += 1) sum += Math.log(l[i * n + i]!)
  return 2 * sum
}

/** The inverse of L L' from its Cholesky factor, as a full symmetric matrix. */
export function inverseFromCholesky(l: Float64Array, n: number): Float64Array {
  const inverse = identity(n)
  forwardSolve(l, n, inverse, n)
  backwardSolve(l, n, inverse, n)
  return inverse
}

/** The inverse of a symmetric positive definite matrix, or null. */
export function invertSymmetric(a: Float64Array, n: number): Float64Array | null {
  const l = a.slice()
  return choleskyInPlace(l, n) ? inverseFromCholesky(l, n) : null
}

/** The n x n identity. */
export function identity(n: number): Float64Array {
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i += 1) out[i * n + i] = 1
  return out
}

/** p x (p - 1): an orthonormal basis of what is orthogonal to a unit vector (columns of a Householder reflection). */
export function orthogonalComplement(unit: Float64Array): Float64Array {
  const p = unit.length
  const v = unit.slice()
  v[0] = v[0]! + (unit[0]! >= 0 ? 1 : -1)
  const squares = v.reduce((sum, x) => sum + x * x, 0)
  const out = new Float64Array(p * (p - 1))
  for (let i = 0; i < p; i += 1) {
    for (let j = 1; j < p; j += 1) out[i * (p - 1) + j - 1] = (i === j ? 1 : 0) - (2 * v[i]! * v[j]!) / squares
  }
  return out
}

/** Rows of a row-major matrix as plain arrays: the JSON form of a result. */
export function toNested(a: Float64Array, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, i) => Array.from(a.subarray(i * columns, (i + 1) * columns)))
}
