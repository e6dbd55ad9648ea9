import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { orthogonalColumns, solveUpper } from '../src/internal/orthogonal-columns.js'

it('makes an orthonormal basis of the columns that are independent, and gives them back', () => {
  const random = createRandom(3)
  const [n, size] = [12, 4]
  const weights = Float64Array.from({ length: n }, () => random.uniform())
  const matrix = Float64Array.from({ length: n * size }, () => random.normal())
  // The third column is zero.
  for (let i = 0; i < n; i += 1) matrix[i * size + 2] = 0
  const { free, rows, upper } = orthogonalColumns(n, size, weights, matrix)
  expect(free).toEqual([0, 1, 3])
  for (let j = 0; j < 3; j += 1) {
    for (let k = 0; k < 3; k += 1) {
      const product = weights.reduce((total, w, i) => total + w * rows[i * 3 + j]! * rows[i * 3 + k]!, 0)
      expect(product).toBeCloseTo(j === k ? 1 : 0, 12)
    }
  }
  for (let i = 0; i < n; i += 1) {
    for (const [j, column] of free.entries()) {
      let value = 0
      for (let k = 0; k <= j; k += 1) value += rows[i * 3 + k]! * upper[k * 3 + j]!
      expect(value).toBeCloseTo(matrix[i * size + column]!, 12)
    }
  }
  const solved = solveUpper(Float64Array.of(2, 1, 0, 4), Float64Array.of(4, 8))
  expect([...solved]).toEqual([1, 2])
})
