import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exponential } from '../src/internal/exponential.js'

/** Rounding of t by half a unit changes exp(t) by |t| of them; a few more are lost in the table and the sum. */
const relativeError = (t: number): number => (Math.abs(t) + 4) * Number.EPSILON

it('is Math.exp as far as the rounding of t allows', () => {
  fc.assert(
    fc.property(fc.double({ min: -40, max: 40, noNaN: true }), (t) => {
      expect(Math.abs(exponential(t) / Math.exp(t) - 1)).toBeLessThanOrEqual(relativeError(t))
    }),
    { numRuns: 2000 },
  )
})

it.each([
  [0, 1],
  [-0, 1],
  [1e-300, 1],
  [-745, Math.exp(-745)],
  [-1e4, 0],
  [-Infinity, 0],
  [700, Math.exp(700)],
  [710, Infinity],
  [Infinity, Infinity],
  [Number.NaN, Number.NaN],
])('of %s is %s', (t, expected) => {
  expect(exponential(t)).toBe(expected)
})

it('is continuous where the table ends', () => {
  for (const edge of [-2048, -2047.5, 2046.5, 2047, 2047.5, 2048]) {
    const t = (edge * Math.LN2) / 64
    for (const near of [t - 1e-9, t, t + 1e-9])
      expect(Math.abs(exponential(near) / Math.exp(near) - 1)).toBeLessThanOrEqual(relativeError(near))
  }
})
