import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dotProduct } from '../src/internal/dot-product.js'

it('is the sum of the products, 0 where there are none', () => {
  expect(dotProduct(Float64Array.of(1, 2, 3), Float64Array.of(4, -5, 6))).toBe(12)
  expect(dotProduct(new Float64Array(0), new Float64Array(0))).toBe(0)
})

it('is symmetric', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer(), fc.integer())), (pairs) => {
      const left = Float64Array.from(pairs, ([value]) => value)
      const right = Float64Array.from(pairs, ([, value]) => value)
      expect(dotProduct(left, right)).toBe(dotProduct(right, left))
    }),
  )
})
