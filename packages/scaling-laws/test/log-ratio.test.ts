import fc from 'fast-check'
import { expect, it } from 'vitest'
import { logRatio } from '../src/internal/log-ratio.js'

/** Rounding of the quotient and of a logarithm. */
const rounding = 1e-15

it('is the logarithm of a ratio', () => {
  const size = fc.double({ min: 1e-6, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(fc.double({ min: -0.3, max: 0.3, noNaN: true }), size, (u, right) => {
      // 1 + u is rounded, and what it was rounded to less 1 is exact.
      const exact = Math.log1p(1 + u - 1)
      expect(Math.abs(logRatio(1 + u, 1) - exact)).toBeLessThanOrEqual(rounding * Math.abs(exact))
      expect(logRatio(right * (1 + u), right)).toBeCloseTo(exact, 13)
      expect(logRatio(right, right)).toBe(0)
    }),
  )
})

it.each([
  [0, 1, -Infinity],
  [Infinity, 1, Infinity],
  [1e300, 1e-300, Math.log(1e300) - Math.log(1e-300)],
  [-1, 1, Number.NaN],
])('of %d to %d', (left, right, expected) => {
  expect(logRatio(left, right)).toEqual(expected)
})
