/** Solves A x = b in place by elimination with partial pivoting; `matrix` is row-major n x n and is destroyed. `null` where A is singular. */
export function solveLinear(matrix: Float64Array, right: Float64Array, n: number): Float64Array | null {
  let largest = 0
  for (const value of matrix) largest = Math.max(largest, Math.abs(value))
  for (let column = 0; column < n; column += 1) {
    let pivot = column
    for (let row = column + 1; row < n; row += 1) {
      if (Math.abs(matrix[row * n + column]!) > Math.abs(matrix[pivot * n + column]!)) pivot = row
    }
    if (!(Math.abs(matrix[pivot * n + column]!) > 1e-14 * largest)) return null
    if (pivot !== column) {
      for (let k = 0; k < n; k += 1) {
        const value = matrix[column * n + k]!
        matrix[column * n + k] = matrix[pivot * n + k]!
        matrix[pivot * n + k] = value
      }
      const value = right[column]!
      right[column] = right[pivot]!
      right[pivot] = value
    }
    for (let row = column + 1; row < n; row += 1) {
      const factor = matrix[row * n + column]! / matrix[column * n + column]!
      if (factor === 0) continue
      for (let k = column; k < n; k += 1) matrix[row * n + k]! -= factor * matrix[column * n + k]!
      right[row]! -= factor * right[column]!
    }
  }
  for (let row = n - 1; row >= 0; row -= 1) {
    let total = right[row]!
    for (let k = row + 1; k < n; k += 1) total -= matrix[row * n + k]! * right[k]!
    right[row] = total / matrix[row * n + row]!
  }
  return right
}
