import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantile, quantileSorted } from '../src/index.js'
import oracle from './oracles/moments-and-quantiles.json' with { type: 'json' }

// NumPy interpolates from the same two order statistics with the same two roundings.
const tolerance = 2 * Number.EPSILON

describe('type 7 as in NumPy', () => {
  it.each(Object.entries(oracle.samples))('%s', (_, { values, quantiles }) => {
    const sorted = values.toSorted((a, b) => a - b)
    const scale = Math.max(...values.map(Math.abs))
    for (const [index, probability] of oracle.probabilities.entries()) {
      const expected = quantiles[index]!
      expect(Math.abs(quantile(values, probability) - expected)).toBeLessThanOrEqual(tolerance * scale)
      expect(quantileSorted(sorted, probability)).toBe(quantile(values, probability))
    }
  })
})

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })

it('is monotone, within the extremes, and leaves the values as they are', () => {
  fc.assert(
    fc.property(
      fc.array(finite, { minLength: 1, maxLength: 20 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, p, q) => {
        const before = [...values]
        const low = quantile(values, Math.min(p, q))
        const high = quantile(values, Math.max(p, q))
        // The two halves of a gap are measured from its two ends, so they meet to rounding only.
        const slack = Number.EPSILON * Math.max(...values.map(Math.abs))
        expect(low).toBeLessThanOrEqual(high + slack)
        expect(low).toBeGreaterThanOrEqual(Math.min(...values))
        expect(high).toBeLessThanOrEqual(Math.max(...values))
        expect(values).toEqual(before)
      },
    ),
  )
})

it('ends at the extremes', () => {
  expect(quantile([4, -2, 9], 0)).toBe(-2)
  expect(quantile([4, -2, 9], 1)).toBe(9)
  expect(quantile(Float64Array.of(4, -2, 9), 0.5)).toBe(4)
  expect(quantile([-1.7e308, 1.7e308], 0.5)).toBe(0)
})

it.each([
  [[], 0.5, 'quantile: values must not be empty'],
  [[1, NaN], 0.5, 'quantile: values must be finite, got NaN at index 1'],
  [[-Infinity, 1], 0.5, 'quantile: values must be finite, got -Infinity at index 0'],
  [[1], -0.1, 'quantile: probability must lie in [0, 1], got -0.1'],
  [[1], 1.1, 'quantile: probability must lie in [0, 1], got 1.1'],
  [[1], NaN, 'quantile: probability must lie in [0, 1], got NaN'],
])('quantile(%j, %d) is refused', (values, probability, message) => {
  expect(() => quantile(values, probability)).toThrow(new RangeError(message))
})

it('quantileSorted refuses nothing and probabilities outside [0, 1]', () => {
  expect(() => quantileSorted([], 0.5)).toThrow('quantileSorted: sorted must not be empty')
  expect(() => quantileSorted([1], 2)).toThrow('quantileSorted: probability must lie in [0, 1], got 2')
})
