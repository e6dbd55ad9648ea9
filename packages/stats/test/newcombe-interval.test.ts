import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newcombeInterval } from '../src/index.js'
import oracle from './oracles/proportion-intervals.json' with { type: 'json' }

// R's score bounds cancel near 0 and its corrected ones are roots to 1e-15.
const tolerance = 1e-13

describe("against Newcombe's formulas in R", () => {
  it.each(oracle.differences)('$x1/$n1 - $x2/$n2 at $level', (row) => {
    const plain = newcombeInterval(row.x1, row.n1, row.x2, row.n2, { level: row.level })
    expect(plain.estimate).toBeCloseTo(row.x1 / row.n1 - row.x2 / row.n2, 15)
    expect(Math.abs(plain.interval!.lower - row.lower)).toBeLessThanOrEqual(tolerance)
    expect(Math.abs(plain.interval!.upper - row.upper)).toBeLessThanOrEqual(tolerance)
    const corrected = newcombeInterval(row.x1, row.n1, row.x2, row.n2, { level: row.level, continuityCorrection: true })
    expect(Math.abs(corrected.interval!.lower - row.correctedLower)).toBeLessThanOrEqual(tolerance)
    expect(Math.abs(corrected.interval!.upper - row.correctedUpper)).toBeLessThanOrEqual(tolerance)
  })
})

const counts = fc.integer({ min: 1, max: 500 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))

it('contains the difference, lies in [-1, 1], and changes sign with the order', () => {
  fc.assert(
    fc.property(counts, counts, ([x1, n1], [x2, n2]) => {
      const { estimate, interval } = newcombeInterval(x1, n1, x2, n2)
      const swapped = newcombeInterval(x2, n2, x1, n1).interval!
      expect(interval!.lower).toBeGreaterThanOrEqual(-1)
      expect(interval!.upper).toBeLessThanOrEqual(1)
      expect(interval!.lower).toBeLessThanOrEqual(estimate!)
      expect(interval!.upper).toBeGreaterThanOrEqual(estimate!)
      expect(swapped.lower).toBeCloseTo(-interval!.upper, 12)
      expect(swapped.upper).toBeCloseTo(-interval!.lower, 12)
    }),
  )
})

it.each([
  [0, 0, 1, 5, 'the first sample has no trials'],
  [1, 5, 0, 0, 'the second sample has no trials'],
  [0, 0, 0, 0, 'both samples have no trials'],
])('%d/%d - %d/%d is not estimable', (x1, n1, x2, n2, reason) => {
  expect(newcombeInterval(x1, n1, x2, n2)).toEqual({ estimate: null, standardError: null, interval: null, reason })
})

it('has a standard error except where the formula would claim certainty', () => {
  expect(newcombeInterval(5, 10, 5, 10).standardError).toBeCloseTo(Math.sqrt(0.05), 14)
  expect(newcombeInterval(0, 10, 10, 10).standardError).toBeNull()
  expect(newcombeInterval(0, 10, 10, 10).interval!.upper).toBeGreaterThan(-1)
})

it('refuses what is no count', () => {
  expect(() => newcombeInterval(1, 2, 3, 2)).toThrow('newcombeInterval: successes must be at most trials, got 3 of 2')
  expect(() => newcombeInterval(1, 2, 1, 2, { level: 2 })).toThrow('newcombeInterval: level must lie in (0, 1), got 2')
})
