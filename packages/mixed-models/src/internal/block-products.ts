// Products of the small blocks that pairs of groups have in Z'Z.

import { multiply, multiplyTransposed } from './dense.js'

/** A symmetric diagonal block of a matrix of which the lower triangle is stored. */
export function readOwn(source: Float64Array, stride: number, position: number, q: number): Float64Array {
  const out = readBlock(source, stride, position, position, q, q)
  for (let i = 0; i < q; i += 1) for (let j = 0; j < i; j += 1) out[j * q + i] = out[i * q + j]!
  return out
}

/** A block of a row-major matrix. */
export function readBlock(
  source: Float64Array,
  stride: number,
  row: number,
  column: number,
  rows: number,
  columns: number,
): Float64Array {
  const out = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) out[i * columns + j] = source[(row + i) * stride + column + j]!
  }
  return out
}

/** target (rows x rows) += A lambda B, A rows x inner (stored transposed when `turned`), lambda inner x inner, B inner x rows. */
export function addProduct(
  target: Float64Array,
  a: Float64Array,
  lambda: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  turned: boolean,
): void {
  if (rows === 1 && inner === 1) {
    target[0] = target[0]! + a[0]! * lambda[0]! * b[0]!
    return
  }
  const right = multiply(lambda, b, inner, inner, rows)
  const product = turned ? multiplyTransposed(a, right, rows, inner, rows) : multiply(a, right, rows, inner, rows)
  for (let k = 0; k < product.length; k += 1) target[k] = target[k]! + product[k]!
}

/** out[at...] -= A effects[from...], A rows x inner (stored transposed when `turned`). */
export function subtractProduct(
  out: Float64Array,
  at: number,
  a: Float64Array,
  effects: Float64Array,
  from: number,
  rows: number,
  inner: number,
  width: number,
  turned: boolean,
): void {
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < inner; j += 1) {
      const value = turned ? a[j * rows + i]! : a[i * inner + j]!
      if (value === 0) continue
      const target = (at + i) * width
      const source = (from + j) * width
      for (let k = 0; k < width; k += 1) out[target + k] = out[target + k]! - value * effects[source + k]!
    }
  }
}
