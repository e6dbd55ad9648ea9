import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalQuantile, wilsonInterval } from '../src/index.js'
import oracle from './oracles/proportion-intervals.json' with { type: 'json' }

// prop.test subtracts nearly equal numbers for few successes, the corrected bounds are roots to 1e-15: absolute digits.
const tolerance = 2e-14

describe('against R', () => {
  it.each(oracle.single)('$x of $n at $level: prop.test', ({ x, n, level, wilsonLower, wilsonUpper }) => {
    const { lower, upper } = wilsonInterval(x, n, { level })
    expect(Math.abs(lower - wilsonLower)).toBeLessThanOrEqual(tolerance)
    expect(Math.abs(upper - wilsonUpper)).toBeLessThanOrEqual(tolerance)
  })

  it.each(oracle.corrected)('$x of $n, continuity corrected', ({ x, n, lower, upper }) => {
    const interval = wilsonInterval(x, n, { continuityCorrection: true })
    expect(interval.method).toBe('wilson, continuity corrected')
    expect(Math.abs(interval.lower - lower)).toBeLessThanOrEqual(tolerance)
    expect(Math.abs(interval.upper - upper)).toBeLessThanOrEqual(tolerance)
  })
})

const counts = fc.integer({ min: 0, max: 2000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
const level = fc.double({ min: 0.01, max: 0.999, noNaN: true })

it('contains the proportion, lies in [0, 1], mirrors failures, and the corrected contains the plain', () => {
  fc.assert(
    fc.property(counts, level, ([x, n], level) => {
      const plain = wilsonInterval(x, n, { level })
      const mirrored = wilsonInterval(n - x, n, { level })
      const corrected = wilsonInterval(x, n, { level, continuityCorrection: true })
      expect(plain.lower).toBeGreaterThanOrEqual(0)
      expect(plain.upper).toBeLessThanOrEqual(1)
      if (n > 0) {
        expect(plain.lower).toBeLessThanOrEqual(x / n)
        expect(plain.upper).toBeGreaterThanOrEqual(x / n)
      }
      expect(mirrored.lower).toBeCloseTo(1 - plain.upper, 12)
      expect(corrected.lower).toBeLessThanOrEqual(plain.lower + tolerance)
      expect(corrected.upper).toBeGreaterThanOrEqual(plain.upper - tolerance)
    }),
  )
})

it('has bounds that solve the score equation', () => {
  fc.assert(
    fc.property(counts, ([x, n]) => {
      fc.pre(x > 0 && x < n)
      const z = normalQuantile(0.975)
      for (const p of [wilsonInterval(x, n).lower, wilsonInterval(x, n).upper]) {
        expect(Math.abs(x / n - p) / Math.sqrt((p * (1 - p)) / n)).toBeCloseTo(z, 8)
      }
    }),
  )
})

it('widens with the level and narrows with more of the same', () => {
  const width = (x: number, n: number, level?: number): number => {
    const interval = wilsonInterval(x, n, level === undefined ? {} : { level })
    return interval.upper - interval.lower
  }
  expect(width(3, 10, 0.99)).toBeGreaterThan(width(3, 10, 0.95))
  expect(width(30, 100)).toBeLessThan(width(3, 10))
})

it('keeps its digits for one success in 1e12', () => {
  // n p - z sqrt(n p (1 - p)) = 1 for p -> 0: the lower bound tends to 2 / (2 + z^2 + z sqrt(z^2 + 4)) / n.
  const z = normalQuantile(0.975)
  const limit = 2 / (2 + z * z + z * Math.sqrt(z * z + 4)) / 1e12
  expect(wilsonInterval(1, 1e12).lower / limit).toBeCloseTo(1, 11)
})

it('says nothing from no trials', () => {
  expect(wilsonInterval(0, 0)).toEqual({ lower: 0, upper: 1, level: 0.95, method: 'wilson' })
})

it.each([
  [-1, 5, 0.95, 'successes must be an integer >= 0, got -1'],
  [1.5, 5, 0.95, 'successes must be an integer >= 0, got 1.5'],
  [1, NaN, 0.95, 'trials must be an integer >= 0, got NaN'],
  [1, Infinity, 0.95, 'trials must be an integer >= 0, got Infinity'],
  [6, 5, 0.95, 'successes must be at most trials, got 6 of 5'],
  [1, 5, 0, 'level must lie in (0, 1), got 0'],
  [1, 5, 95, 'level must lie in (0, 1), got 95'],
])('refuses %d of %d at level %d', (successes, trials, level, message) => {
  expect(() => wilsonInterval(successes, trials, { level })).toThrow(new RangeError(`wilsonInterval: ${message}`))
})
