import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brentMinimum, logGamma } from '../src/index.js'
import oracle from './oracles/roots-and-minima.json' with { type: 'json' }

const functions: Record<string, (x: number) => number> = {
  parabola: (x) => (x - 2) ** 2,
  quartic: (x) => x ** 4 - 3 * x ** 3 + 2,
  gammaFunction: (x) => Math.exp(logGamma(x)),
  entropy: (x) => x * Math.log(x),
  trough: (x) => -Math.exp(-((x - 7) ** 2)),
  poisson: (x) => 1e6 * x - 2 * Math.log(x),
}
// Values near a minimum differ by less than their rounding within about its root: no method does better from values alone.
const place = 1e-7
const value = 1e-14

describe('minima to 30 digits', () => {
  it.each(oracle.minima)('$name', (row) => {
    const result = brentMinimum(functions[row.name]!, row.lower, row.upper)
    expect(result).toMatchObject({ converged: true, reason: 'bracket' })
    expect(Math.abs(result.x - row.x)).toBeLessThanOrEqual(place * Math.abs(row.x))
    expect(Math.abs(result.value! - row.value)).toBeLessThanOrEqual(value * Math.max(1, Math.abs(row.value)))
    expect(result.evaluations).toBeLessThanOrEqual(1.5 * row.scipyEvaluations + 8)
  })
})

it('finds planted minima, and counts its evaluations', () => {
  const numbers = fc.double({ min: -9, max: 9, noNaN: true })
  fc.assert(
    fc.property(numbers, fc.double({ min: 0.01, max: 100, noNaN: true }), (minimum, scale) => {
      let calls = 0
      const result = brentMinimum(
        (x) => {
          calls += 1
          return scale * Math.cosh(x - minimum)
        },
        -10,
        10,
      )
      expect(Math.abs(result.x - minimum)).toBeLessThanOrEqual(1e-6)
      expect(result.evaluations).toBe(calls)
    }),
  )
})

it('tells a minimum on the boundary', () => {
  expect(brentMinimum((x) => -x, 0, 5)).toMatchObject({ x: 5, value: -5, reason: 'boundary', converged: true })
  expect(brentMinimum(Math.exp, -1, 5)).toMatchObject({ x: -1, value: Math.exp(-1), reason: 'boundary' })
})

it('takes Infinity for very bad', () => {
  const result = brentMinimum((x) => (x < 1 ? Infinity : (x - 1.5) ** 2), 0, 3)
  expect(result.reason).toBe('bracket')
  expect(result.x).toBeCloseTo(1.5, 6)
})

it('has a kink for a minimum, too', () => {
  expect(brentMinimum((x) => Math.abs(x - 0.1), -3, 5).x).toBeCloseTo(0.1, 7)
})

it.each([
  ['NaN at once', () => NaN],
  ['NaN on the way', (x: number) => (x > 2 ? NaN : x)],
  ['nowhere finite', () => Infinity],
])('%s is not-finite', (_, f) => {
  expect(brentMinimum(f, 0, 5)).toMatchObject({ converged: false, reason: 'not-finite' })
})

it('stops at its limit', () => {
  expect(brentMinimum((x) => (x - 2) ** 4, 0, 5, { maxIterations: 4 })).toMatchObject({
    converged: false,
    reason: 'iterations',
    iterations: 4,
    evaluations: 5,
  })
})

it.each([
  [1, 1, {}, 'lower < upper must be finite, got [1, 1]'],
  [0, Infinity, {}, 'lower < upper must be finite, got [0, Infinity]'],
  [0, 1, { relativeTolerance: -1 }, 'relativeTolerance must be positive and finite, got -1'],
  [0, 1, { absoluteTolerance: NaN }, 'absoluteTolerance must be positive and finite, got NaN'],
  [0, 1, { maxIterations: -1 }, 'maxIterations must be an integer >= 0, got -1'],
])('refuses [%d, %d] with %j', (lower, upper, options, message) => {
  expect(() => brentMinimum((x) => x, lower, upper, options)).toThrow(new RangeError(`brentMinimum: ${message}`))
})
