import type { CrossedNode } from './crossed-structure.js'
import { multiply, multiplyTransposed } from './dense.js'

/** Scalar positions of a node. */
export const positions = (node: CrossedNode): number[] => Array.from({ length: node.q }, (_, c) => node.position + c)

/** out = Z[rows, rows] values, reading the lower triangle only; rows ascend. */
export function symmetricProduct(
  z: Float64Array,
  stride: number,
  rows: Int32Array,
  values: Float64Array,
  out: Float64Array,
): void {
  const count = rows.length
  for (let a = 0; a < count; a += 1) {
    const source = rows[a]! * stride
    const own = values[a]!
    let sum = 0
    for (let b = 0; b < a; b += 1) {
      const value = z[source + rows[b]!]!
      sum += value * values[b]!
      out[b] = out[b]! + value * own
    }
    out[a] = sum + z[source + rows[a]!]! * own
  }
}

/** target[row] += factor * source[from], rows of the given width. */
export function axpy(
  target: Float64Array,
  row: number,
  source: Float64Array,
  from: number,
  factor: number,
  width: number,
): void {
  if (factor === 0) return
  for (let k = 0; k < width; k += 1) {
    target[row * width + k] = target[row * width + k]! + factor * source[from * width + k]!
  }
}

/** Overwrites a (rows x q) by a L^-1. */
export function timesInverse(a: Float64Array, l: Float64Array, rows: number, q: number): void {
  for (let i = 0; i < rows; i += 1) {
    for (let c = q - 1; c >= 0; c -= 1) {
      let value = a[i * q + c]!
      for (let k = c + 1; k < q; k += 1) value -= a[i * q + k]! * l[k * q + c]!
      a[i * q + c] = value / l[c * q + c]!
    }
  }
}

/** left' block right. */
export function sandwich(
  left: Float64Array,
  block: Float64Array,
  right: Float64Array,
  rows: number,
  columns: number,
): Float64Array {
  return multiply(multiplyTransposed(left, block, rows, rows, columns), right, rows, columns, columns)
}
