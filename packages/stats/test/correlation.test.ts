import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { correlation, rank } from '../src/index.js'
import oracle from './oracles/moments-and-quantiles.json' with { type: 'json' }

// SciPy and we round differently; both keep about fifteen digits on these samples.
const tolerance = 1e-14

describe('against SciPy', () => {
  it.each(oracle.pairs)('n = $x.length', ({ x, y, pearson, spearman }) => {
    expect(Math.abs(correlation(x, y)! - pearson)).toBeLessThanOrEqual(tolerance)
    expect(Math.abs(correlation(rank(x), rank(y))! - spearman)).toBeLessThanOrEqual(tolerance)
  })
})

const sample = fc.array(fc.tuple(fc.integer({ min: -100, max: 100 }), fc.integer({ min: -100, max: 100 })), {
  minLength: 2,
  maxLength: 30,
})

it('is symmetric, within [-1, 1], and blind to shift and scale', () => {
  fc.assert(
    fc.property(sample, (cases) => {
      const x = cases.map(([value]) => value)
      const y = cases.map(([, value]) => value)
      const r = correlation(x, y)
      expect(correlation(y, x)).toBe(r)
      if (r === null) return
      expect(Math.abs(r)).toBeLessThanOrEqual(1)
      const moved = correlation(
        x.map((value) => 1e6 - 3 * value),
        y,
      )!
      expect(Math.abs(moved + r)).toBeLessThanOrEqual(1e-9)
    }),
  )
})

it.each([
  ['itself', [1, 2, 4], [1, 2, 4], 1],
  ['its negative', [1, 2, 4], [-1, -2, -4], -1],
  ['huge', [1e307, -1.7e308, 1.7e308], [1e307, -1.7e308, 1.7e308], 1],
  ['tiny', [1e-310, 3e-310, 2e-310], [1, 3, 2], 1],
  ['on a large mean', [1e15, 1e15 + 1, 1e15 + 2], [0, 1, 2], 1],
])('%s', (_, x, y, expected) => {
  expect(correlation(x, y)).toBeCloseTo(expected, 12)
})

it('is null where a sample does not vary', () => {
  expect(correlation([0.1, 0.1, 0.1], [1, 2, 3])).toBeNull()
  expect(correlation([1, 2, 3], [7, 7, 7])).toBeNull()
})

it.each([
  [[1], [2], 'correlation: first must have at least 2 elements, got 1'],
  [[1, 2], [2, NaN], 'correlation: second must be finite, got NaN at index 1'],
  [[1, 2], [1, 2, 3], 'correlation: got 2 values in first and 3 in second'],
])('refuses %j and %j', (x, y, message) => {
  expect(() => correlation(x, y)).toThrow(new RangeError(message))
})
