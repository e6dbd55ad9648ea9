import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sum } from '../src/index.js'
import oracle from './oracles/moments-and-quantiles.json' with { type: 'json' }

// The oracle is rounded once from exact arithmetic; compensation promises about one rounding more.
const tolerance = 2 * Number.EPSILON

describe('sum', () => {
  it.each(Object.entries(oracle.samples))('%s', (_, { values, sum: expected }) => {
    expect(Math.abs(sum(values) - expected)).toBeLessThanOrEqual(tolerance * Math.abs(expected))
  })

  it('keeps what plain addition loses', () => {
    expect(sum(new Float64Array(10_000).fill(0.1))).toBe(1000)
    expect(sum([1, 1e100, 1, -1e100])).toBe(2)
  })

  it.each([
    ['nothing', [], 0],
    ['one', [7], 7],
    ['partial sums beyond the range', [1e308, 1e308, -1e308, -1e308], 0],
    ['beyond the range', [1.7e308, 1.7e308], Infinity],
    ['below the range', [-1.7e308, -1.7e308], -Infinity],
    ['subnormal', [5e-324, 5e-324], 1e-323],
  ])('%s', (_, values, expected) => {
    expect(sum(values)).toBe(expected)
  })

  it.each([
    [[1, NaN], 'sum: values must be finite, got NaN at index 1'],
    [[Infinity, 1], 'sum: values must be finite, got Infinity at index 0'],
    [[Infinity, -Infinity], 'sum: values must be finite, got Infinity at index 0'],
  ])('refuses %j', (values, message) => {
    expect(() => sum(values)).toThrow(new RangeError(message))
  })

  it('does not depend on the order, to rounding', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { maxLength: 50 }), (values) => {
        const size = values.reduce((total, value) => total + Math.abs(value), 0)
        expect(Math.abs(sum(values) - sum(values.toReversed()))).toBeLessThanOrEqual(tolerance * size)
      }),
    )
  })
})
