import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mean, weightedMean } from '../src/index.js'
import oracle from './oracles/moments-and-quantiles.json' with { type: 'json' }

// The oracle is rounded once from exact arithmetic; the sum and the division round once more each.
const tolerance = 3 * Number.EPSILON

describe('mean', () => {
  it.each(Object.entries(oracle.samples))('%s', (_, { values, mean: expected }) => {
    expect(Math.abs(mean(values) - expected)).toBeLessThanOrEqual(tolerance * Math.abs(expected))
  })

  it.each([
    ['one', [-3], -3],
    ['all equal', [0.1, 0.1, 0.1], 0.1],
    ['at the end of the range', [1.7e308, 1.7e308, 1.7e308], 1.7e308],
    ['of both ends', [1.7e308, 1.7e308, -1.7e308, -1.7e308], 0],
  ])('%s', (_, values, expected) => {
    expect(Math.abs(mean(values) - expected)).toBeLessThanOrEqual(tolerance * Math.abs(expected))
  })

  it.each([
    [[], 'mean: values must not be empty'],
    [[1, NaN], 'mean: values must be finite, got NaN at index 1'],
    [[1, 2, -Infinity], 'mean: values must be finite, got -Infinity at index 2'],
  ])('refuses %j', (values, message) => {
    expect(() => mean(values)).toThrow(new RangeError(message))
  })

  it('lies between the extremes', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (values) => {
        const result = mean(values)
        const low = Math.min(...values)
        const high = Math.max(...values)
        const slack = tolerance * Math.max(Math.abs(low), Math.abs(high))
        expect(result >= low - slack && result <= high + slack).toBe(true)
      }),
    )
  })
})

describe('weightedMean', () => {
  it('is the mean of repeated values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.nat(4)), { minLength: 1 }),
        (cases) => {
          fc.pre(cases.some(([, count]) => count > 0))
          const repeated = cases.flatMap(([value, count]) => new Array<number>(count).fill(value))
          const weighted = weightedMean(
            cases.map(([value]) => value),
            cases.map(([, count]) => count),
          )
          expect(Math.abs(weighted - mean(repeated))).toBeLessThanOrEqual(1e6 * tolerance)
        },
      ),
    )
  })

  it.each([1e-300, 1e-3, 7, 1e300])('is the same for weights times %d', (factor) => {
    const values = [1, 5, -2.5, 8]
    const weights = [0.2, 3, 0, 1.3]
    const expected = weightedMean(values, weights)
    const scaled = weightedMean(
      values,
      weights.map((weight) => weight * factor),
    )
    expect(Math.abs(scaled - expected)).toBeLessThanOrEqual(4 * Number.EPSILON * Math.abs(expected))
  })

  it('does not overflow where the result does not', () => {
    expect(weightedMean([1.7e308, 1.7e308], [1e308, 1e308])).toBeCloseTo(1.7e308, -294)
  })

  it.each([
    [[], [], 'weightedMean: values must not be empty'],
    [[1], [1, 2], 'weightedMean: got 1 values and 2 weights'],
    [[1, 2], [1, -1], 'weightedMean: weights must be >= 0, got -1 at index 1'],
    [[1, 2], [0, 0], 'weightedMean: weights must not all be 0'],
    [[1, 2], [1, NaN], 'weightedMean: weights must be finite, got NaN at index 1'],
    [[1, Infinity], [1, 0], 'weightedMean: values must be finite, got Infinity at index 1'],
  ])('refuses %j with weights %j', (values, weights, message) => {
    expect(() => weightedMean(values, weights)).toThrow(new RangeError(message))
  })
})
