import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binomialCdf, binomialDensity, binomialSurvival, clopperPearsonInterval } from '../src/index.js'
import oracle from './oracles/proportion-intervals.json' with { type: 'json' }

// R's qbeta keeps about thirteen digits.
const tolerance = 1e-12

describe('against R', () => {
  it.each(oracle.single)('$x of $n at $level: binom.test', ({ x, n, level, exactLower, exactUpper }) => {
    const { lower, upper } = clopperPearsonInterval(x, n, { level })
    expect(Math.abs(lower - exactLower)).toBeLessThanOrEqual(tolerance * exactLower)
    expect(Math.abs(upper - exactUpper)).toBeLessThanOrEqual(tolerance * exactUpper)
  })
})

it('has bounds at which the observed tail has exactly half the error', () => {
  const counts = fc
    .integer({ min: 1, max: 3000 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
  fc.assert(
    fc.property(counts, fc.double({ min: 0.5, max: 0.999, noNaN: true }), ([x, n], level) => {
      const { lower, upper } = clopperPearsonInterval(x, n, { level })
      const tail = (1 - level) / 2
      if (x === 0) expect(lower).toBe(0)
      else expect(binomialSurvival(x - 1, n, lower) / tail).toBeCloseTo(1, 8)
      if (x === n) expect(upper).toBe(1)
      else expect(binomialCdf(x, n, upper) / tail).toBeCloseTo(1, 8)
    }),
    { numRuns: 60 },
  )
})

it.each([0.001, 0.02, 0.1, 0.37, 0.5, 0.93])('covers p = %d at least at its level', (p) => {
  const n = 40
  let covered = 0
  for (let x = 0; x <= n; x += 1) {
    const { lower, upper } = clopperPearsonInterval(x, n, { level: 0.9 })
    if (lower <= p && p <= upper) covered += binomialDensity(x, n, p)
  }
  expect(covered).toBeGreaterThanOrEqual(0.9)
})

it('has closed forms at the ends', () => {
  expect(clopperPearsonInterval(0, 3000).upper).toBeCloseTo(1 - 0.025 ** (1 / 3000), 15)
  expect(clopperPearsonInterval(20, 20, { level: 0.9 }).lower).toBeCloseTo(0.05 ** (1 / 20), 14)
})

it('says nothing from no trials', () => {
  expect(clopperPearsonInterval(0, 0)).toEqual({ lower: 0, upper: 1, level: 0.95, method: 'clopper-pearson' })
})

it('refuses what is no count', () => {
  expect(() => clopperPearsonInterval(3, 2)).toThrow(
    'clopperPearsonInterval: successes must be at most trials, got 3 of 2',
  )
  expect(() => clopperPearsonInterval(1, 2, { level: 1 })).toThrow(
    'clopperPearsonInterval: level must lie in (0, 1), got 1',
  )
})
