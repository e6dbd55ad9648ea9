/** Solves A X = B (n x n, n x m, row-major) by Gaussian elimination with partial pivoting, in place of B; A is overwritten. */
export function solveInPlace(a: Float64Array, n: number, b: Float64Array, m: number): void {
  for (let k = 0; k < n; k += 1) {
    let pivot = k
    for (let i = k + 1; i < n; i += 1) if (Math.abs(a[i * n + k]!) > Math.abs(a[pivot * n + k]!)) pivot = i
    if (pivot !== k) {
      swapRows(a, n, k, pivot)
      swapRows(b, m, k, pivot)
    }
    for (let i = k + 1; i < n; i += 1) {
      const factor = a[i * n + k]! / a[k * n + k]!
      if (factor === 0) continue
      for (let j = k; j < n; j += 1) a[i * n + j] = a[i * n + j]! - factor * a[k * n + j]!
      for (let j = 0; j < m; j += 1) b[i * m + j] = b[i * m + j]! - factor * b[k * m + j]!
    }
  }
  for (let k = n - 1; k >= 0; k -= 1) {
    for (let j = 0; j < m; j += 1) {
      let value = b[k * m + j]!
      for (let i = k + 1; i < n; i += 1) value -= a[k * n + i]! * b[i * m + j]!
      b[k * m + j] = value / a[k * n + k]!
    }
  }
}

function swapRows(a: Float64Array, width: number, i: number, j: number): void {
  for (let k = 0; k < width; k += 1) {
    const value = a[i * width + k]!
    a[i * width + k] = a[j * width + k]!
    a[j * width + k] = value
  }
}

/** A B for square matrices of size n, the second transposed if asked for. */
export function product(a: Float64Array, b: Float64Array, n: number, transposed = false): Float64Array {
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      let sum = 0
      for (let k = 0; k < n; k += 1) sum += a[i * n + k]! * (transposed ? b[j * n + k]! : b[k * n + j]!)
      out[i * n + j] = sum
    }
  }
  return out
}
