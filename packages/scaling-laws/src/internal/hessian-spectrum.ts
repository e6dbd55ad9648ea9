import { product } from './sandwich-covariance.js'

/**
 * Smallest and largest eigenvalue of a symmetric matrix scaled to unit diagonal. A row with zero diagonal belongs to a constant that takes no part; it gets the
 * eigenvalue 1, which is never outside the others, whose mean is 1.
 *
 * Powers of size I + M and size I - M tend to the projection onto the eigenvectors of the largest and of the smallest one; the trace of M times it is the
 * eigenvalue.
 */
export function scaledExtremes(matrix: Float64Array, size: number): readonly [smallest: number, largest: number] {
  // Squarings after which a power of a matrix holds nothing but its dominant eigenvectors.
  const squarings = 30
  const onDiagonal = (at: number): boolean => at % (size + 1) === 0
  const diagonal = (row: number): number => matrix[row * (size + 1)]!
  const scaled = matrix.map((value, at) =>
    value === 0
      ? Number(onDiagonal(at))
      : value / Math.sqrt(Math.abs(diagonal(Math.floor(at / size)) * diagonal(at % size))),
  )
  const extreme = (sign: number): number => {
    let power: Float64Array = scaled.map((value, at) => sign * value + (onDiagonal(at) ? size : 0))
    for (let step = 0; step < squarings; step += 1) {
      const square = product(power, power, size)
      let trace = 0
      for (let j = 0; j < square.length; j += size + 1) trace += square[j]!
      for (let j = 0; j < square.length; j += 1) square[j]! /= trace
      power = square
    }
    return power.reduce((total, value, at) => total + value * scaled[at]!, 0)
  }
  return [extreme(-1), extreme(1)]
}
