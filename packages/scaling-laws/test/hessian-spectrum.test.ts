import { expect, it } from 'vitest'
import { scaledExtremes } from '../src/internal/hessian-spectrum.js'

it.each([
  ['two by two, 1 - r and 1 + r in any unit', [4, 3, 3, 9], 0.5, 1.5],
  ['all correlations r: 1 - r and 1 + 2 r', [1, 0.2, 0.2, 0.2, 1, 0.2, 0.2, 0.2, 1], 0.8, 1.4],
  ['a saddle', [1, 2, 2, 1], -1, 3],
  ['a constant that takes no part', [4, 0, 3, 0, 0, 0, 3, 0, 9], 0.5, 1.5],
  ['a ridge', [1, 1 - 1e-9, 1 - 1e-9, 1], 1e-9, 2 - 1e-9],
])('%s', (_, matrix, smallest, largest) => {
  const [low, high] = scaledExtremes(Float64Array.from(matrix), Math.sqrt(matrix.length))
  // Rounding of a matrix of order one.
  expect(Math.abs(low - smallest)).toBeLessThan(1e-15 * 4)
  expect(Math.abs(high - largest)).toBeLessThan(1e-15 * 4)
})
