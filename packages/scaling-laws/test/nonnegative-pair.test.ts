import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nonnegativePair } from '../src/internal/nonnegative-pair.js'

const column = fc.array(fc.double({ min: 0.01, max: 10, noNaN: true }), { minLength: 5, maxLength: 5 })
const product = (left: readonly number[], right: readonly number[]): number =>
  left.reduce((total, value, i) => total + value * right[i]!, 0)

it('leaves no more squares than any pair of multiples that are not negative', () => {
  fc.assert(
    fc.property(column, column, column, fc.double({ min: 0, max: 3, noNaN: true }), (u, v, t, other) => {
      const squares = (a: number, b: number): number =>
        t.reduce((total, value, i) => total + (value - a * u[i]! - b * v[i]!) ** 2, 0)
      const found = nonnegativePair(product(u, u), product(u, v), product(v, v), product(u, t), product(v, t))
      expect(Math.min(...found)).toBeGreaterThanOrEqual(0)
      const rounding = 1e-9 * product(t, t)
      for (const [a, b] of [
        [other, 0],
        [0, other],
        [other, other],
      ] as const) {
        expect(squares(...found)).toBeLessThanOrEqual(squares(a, b) + rounding)
      }
    }),
  )
})

it('finds planted multiples, and leaves a column out that would be taken off', () => {
  // u = (1, 0, 1), v = (0, 1, 1): t = 2 u + 3 v, then t = 2 u - v.
  expect(nonnegativePair(2, 1, 2, 7, 8)).toEqual([2, 3])
  expect(nonnegativePair(2, 1, 2, 3, 0)).toEqual([1.5, 0])
})
