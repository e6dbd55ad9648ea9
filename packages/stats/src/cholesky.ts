/**
 * Cholesky factor L of a symmetric positive definite matrix A = L L', for the small dense systems of the optimisers.
 *
 * @param matrix - A, row-major, n x n; only its lower triangle is read
 * @param n - order, an integer from 0
 * @param factor - where to write L (row-major lower triangle; what lies above the diagonal is not touched); may be `matrix` itself.
 *   Default: a new array of zeros
 * @returns L, or `null` where a pivot is not positive: A is not numerically positive definite (`factor` then holds part of the work)
 * @throws RangeError if an array is shorter than n * n.
 *
 * @example
 * ```ts
 * import { choleskyFactor } from '@safety-portfolio/stats'
 *
 * choleskyFactor(Float64Array.of(4, 2, 2, 10), 2) // => Float64Array.of(2, 0, 1, 3)
 * choleskyFactor(Float64Array.of(1, 2, 2, 1), 2) // => null
 * ```
 */
export function choleskyFactor(
  matrix: Float64Array,
  n: number,
  factor: Float64Array = new Float64Array(n * n),
): Float64Array | null {
  requireLength('choleskyFactor', 'matrix', matrix, n * n)
  requireLength('choleskyFactor', 'factor', factor, n * n)
  for (let column = 0; column < n; column += 1) {
    let pivot = matrix[column * n + column]!
    for (let k = 0; k < column; k += 1) pivot -= factor[column * n + k]! ** 2
    if (!(pivot > 0 && pivot < Infinity)) return null
    const diagonal = Math.sqrt(pivot)
    factor[column * n + column] = diagonal
    for (let row = column + 1; row < n; row += 1) {
      let value = matrix[row * n + column]!
      for (let k = 0; k < column; k += 1) value -= factor[row * n + k]! * factor[column * n + k]!
      factor[row * n + column] = value / diagonal
    }
  }
  return factor
}

/**
 * Solves A x = b by the factor of `choleskyFactor`: L y = b, then L' x = y.
 *
 * @param factor - L, row-major, n x n
 * @param n - order
 * @param rightHandSide - b, n numbers
 * @param solution - where to write x; may be `rightHandSide` itself. Default: a new array
 * @returns x
 * @throws RangeError if an array is too short.
 *
 * @example
 * ```ts
 * import { choleskySolve } from '@safety-portfolio/stats'
 *
 * choleskySolve(Float64Array.of(2, 0, 1, 3), 2, Float64Array.of(6, 12)) // => Float64Array.of(1, 1)
 * ```
 */
export function choleskySolve(
  factor: Float64Array,
  n: number,
  rightHandSide: Float64Array,
  solution: Float64Array = new Float64Array(n),
): Float64Array {
  requireLength('choleskySolve', 'factor', factor, n * n)
  requireLength('choleskySolve', 'rightHandSide', rightHandSide, n)
  requireLength('choleskySolve', 'solution', solution, n)
  for (let row = 0; row < n; row += 1) {
    let value = rightHandSide[row]!
    for (let k = 0; k < row; k += 1) value -= factor[row * n + k]! * solution[k]!
    solution[row] = value / factor[row * n + row]!
  }
  for (let row = n - 1; row >= 0; row -= 1) {
    let value = solution[row]!
    for (let k = row + 1; k < n; k += 1) value -= factor[k * n + row]! * solution[k]!
    solution[row] = value / factor[row * n + row]!
  }
  return solution
}

function requireLength(caller: string, argument: string, array: Float64Array, needed: number): void {
  if (array.length < needed) {
    throw new RangeError(`${caller}: ${argument} must have at least ${needed} elements, got ${array.length}`)
  }
}
