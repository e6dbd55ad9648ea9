import fc from 'fast-check'
import { expect, it } from 'vitest'
import { choleskyFactor, choleskySolve } from '../src/index.js'

const systems = fc
  .integer({ min: 1, max: 6 })
  .chain((n) =>
    fc.tuple(
      fc.constant(n),
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: n * n, maxLength: n * n }),
      fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: n, maxLength: n }),
    ),
  )

it('multiplies back to the matrix and solves the system', () => {
  fc.assert(
    fc.property(systems, ([n, entries, x]) => {
      // B B' + I is positive definite with a condition below 40.
      const matrix = new Float64Array(n * n)
      for (let i = 0; i < n; i += 1) {
        for (let j = 0; j < n; j += 1) {
          let value = i === j ? 1 : 0
          for (let k = 0; k < n; k += 1) value += entries[i * n + k]! * entries[j * n + k]!
          matrix[i * n + j] = value
        }
      }
      const factor = choleskyFactor(matrix, n)!
      const rightHandSide = new Float64Array(n)
      for (let i = 0; i < n; i += 1) {
        for (let j = 0; j < n; j += 1) {
          let product = 0
          for (let k = 0; k <= Math.min(i, j); k += 1) product += factor[i * n + k]! * factor[j * n + k]!
          expect(product).toBeCloseTo(matrix[i * n + j]!, 12)
          rightHandSide[i] = rightHandSide[i]! + matrix[i * n + j]! * x[j]!
        }
      }
      const solution = choleskySolve(factor, n, rightHandSide)
      for (let i = 0; i < n; i += 1) expect(solution[i]).toBeCloseTo(x[i]!, 10)
    }),
  )
})

it('works in place', () => {
  const matrix = Float64Array.of(4, 2, 2, 10)
  expect(choleskyFactor(matrix, 2, matrix)).toBe(matrix)
  const vector = Float64Array.of(6, 12)
  expect(choleskySolve(matrix, 2, vector, vector)).toBe(vector)
  expect(vector).toEqual(Float64Array.of(1, 1))
})

it('reads only the lower triangle', () => {
  expect(choleskyFactor(Float64Array.of(4, NaN, 2, 10), 2)).toEqual(Float64Array.of(2, 0, 1, 3))
})

it.each([
  ['indefinite', [1, 2, 2, 1]],
  ['singular', [1, 1, 1, 1]],
  ['zero', [0, 0, 0, 0]],
  ['negative', [-1, 0, 0, 1]],
  ['not a number', [NaN, 0, 0, 1]],
  ['infinite', [Infinity, 0, 0, 1]],
])('is null where the matrix is %s', (_, entries) => {
  expect(choleskyFactor(Float64Array.from(entries), 2)).toBeNull()
})

it('is empty for order 0', () => {
  expect(choleskyFactor(new Float64Array(0), 0)).toEqual(new Float64Array(0))
})

it('refuses arrays that are too short', () => {
  const two = new Float64Array(2)
  const four = Float64Array.of(1, 0, 0, 1)
  expect(() => choleskyFactor(two, 2)).toThrow('choleskyFactor: matrix must have at least 4 elements, got 2')
  expect(() => choleskyFactor(four, 2, two)).toThrow('choleskyFactor: factor must have at least 4 elements, got 2')
  expect(() => choleskySolve(two, 2, two)).toThrow('choleskySolve: factor must have at least 4 elements, got 2')
  expect(() => choleskySolve(four, 2, new Float64Array(1))).toThrow('choleskySolve: rightHandSide must have at least 2')
  expect(() => choleskySolve(four, 2, two, new Float64Array(1))).toThrow('choleskySolve: solution must have at least 2')
})
