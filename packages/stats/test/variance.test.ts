import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { standardDeviation, variance } from '../src/index.js'
import oracle from './oracles/moments-and-quantiles.json' with { type: 'json' }

// A few roundings: of the mean, of each deviation, of the squares, of the quotient.
const tolerance = 8 * Number.EPSILON

describe('against exact arithmetic', () => {
  for (const [name, sample] of Object.entries(oracle.samples)) {
    if (!('sd' in sample)) continue
    it(name, () => {
      expect(Math.abs(standardDeviation(sample.values) / sample.sd - 1)).toBeLessThanOrEqual(tolerance)
      if (sample.variance !== null) {
        expect(Math.abs(variance(sample.values) / sample.variance - 1)).toBeLessThanOrEqual(tolerance)
      }
    })
  }
})

it.each([
  ['all equal', [0.1, 0.1, 0.1], 0],
  ['two', [1, 3], 2],
  ['of large mean', [2 ** 52, 2 ** 52 + 1, 2 ** 52 + 2], 1],
  ['beyond the range', [1e200, -1e200], Infinity],
])('variance: %s', (_, values, expected) => {
  expect(variance(values)).toBe(expected)
})

it('standard deviation survives squares that do not', () => {
  expect(standardDeviation([1e308, -1e308]) / (1e308 * Math.SQRT2)).toBeCloseTo(1, 14)
  expect(standardDeviation([3e-320, 1e-320]) / (2e-320 / Math.SQRT2)).toBeCloseTo(1, 3)
})

it.each([
  [[], 'must have at least 2 elements, got 0'],
  [[1], 'must have at least 2 elements, got 1'],
  [[1, NaN], 'must be finite, got NaN at index 1'],
  [[Infinity, 1], 'must be finite, got Infinity at index 0'],
])('refuses %j', (values, message) => {
  expect(() => variance(values)).toThrow(new RangeError(`variance: values ${message}`))
  expect(() => standardDeviation(values)).toThrow(new RangeError(`standardDeviation: values ${message}`))
})

it('ignores a shift, squares a scale', () => {
  const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 })
  fc.assert(
    fc.property(
      numbers,
      fc.integer({ min: -1_000_000, max: 1_000_000 }),
      fc.integer({ min: -30, max: 30 }),
      (values, shift, power) => {
        const base = variance(values)
        const slack = tolerance * (base + 1)
        expect(Math.abs(variance(values.map((value) => value + shift)) - base)).toBeLessThanOrEqual(slack)
        expect(variance(values.map((value) => value * 2 ** power))).toBe(base * 4 ** power)
        expect(standardDeviation(values) ** 2).toBeCloseTo(base, 6)
      },
    ),
  )
})

it('is exactly 0 where nothing varies, and only there', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 2, max: 40 }), (value, n) => {
      expect(variance(new Array<number>(n).fill(value))).toBe(0)
      expect(standardDeviation(new Array<number>(n).fill(value))).toBe(0)
    }),
  )
  expect(standardDeviation([1, 1 + Number.EPSILON])).toBeGreaterThan(0)
})
