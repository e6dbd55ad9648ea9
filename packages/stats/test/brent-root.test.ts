import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brentRoot } from '../src/index.js'
import oracle from './oracles/roots-and-minima.json' with { type: 'json' }

const functions: Record<string, (x: number) => number> = {
  cubic: (x) => x ** 3 - 2 * x - 5,
  cosine: (x) => Math.cos(x) - x,
  growth: (x) => Math.exp(x) - 1e10,
  logarithm: Math.log,
  tangent: (x) => Math.tan(x) - x,
  steep: (x) => Math.atan(1000 * (x - 0.123)),
  lambert: (x) => x * Math.exp(x) - 100,
  minute: (x) => x - 1e-200,
  large: (x) => 1e200 * (x * x - 2),
  kepler: (x) => x - 0.9 * Math.sin(x) - 0.1,
  tail: (x) => (1 - x) ** 50 - 0.025,
}
// The bracket ends within four roundings; the functions themselves round near their roots.
const tolerance = 16 * Number.EPSILON
// A seventh power is 0 from here on.
const underflow = 1e-40

describe('hard functions, roots to 30 digits', () => {
  it.each(oracle.roots)('$name', ({ name, lower, upper, root, scipyEvaluations }) => {
    const result = brentRoot(functions[name]!, lower, upper)
    expect(result.converged).toBe(true)
    expect(Math.abs(result.x - root)).toBeLessThanOrEqual(tolerance * Math.abs(root))
    expect(result.lower <= result.x && result.x <= result.upper).toBe(true)
    // The same method: SciPy's brentq may save or need a few evaluations at the end.
    expect(result.evaluations).toBeLessThanOrEqual(scipyEvaluations + 6)
  })
})

it('finds every planted root of a monotone function', () => {
  const place = fc.double({ min: -1e3, max: 1e3, noNaN: true })
  fc.assert(
    fc.property(
      place,
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      fc.integer({ min: 0, max: 3 }),
      (root, slope, power) => {
        let calls = 0
        const f = (x: number): number => {
          calls += 1
          return slope * (x - root) ** (2 * power + 1)
        }
        const result = brentRoot(f, -2e3, 3e3)
        expect(result.converged).toBe(true)
        expect(Math.abs(result.x - root)).toBeLessThanOrEqual(4 * Number.EPSILON * Math.abs(root) + underflow)
        expect(result.evaluations).toBe(calls)
      },
    ),
  )
})

it.each([
  ['at the lower end', (x: number) => x, 0, 1, 0],
  ['at the upper end', (x: number) => x - 1, 0, 1, 1],
  ['exactly in the middle', (x: number) => x, -1, 1, 0],
])('a root %s is a root', (_, f, lower, upper, expected) => {
  const result = brentRoot(f, lower, upper)
  expect(result).toMatchObject({ x: expected, value: 0, converged: true, reason: 'root' })
})

it('uses the sign of infinite values', () => {
  expect(brentRoot((x) => (x < 0.25 ? -Infinity : x - 0.5), 0, 1)).toMatchObject({ x: 0.5, converged: true })
  expect(brentRoot((x) => Math.log(x), 0, 3).x).toBeCloseTo(1, 14)
})

it('does not call a pole or a jump a root', () => {
  expect(brentRoot((x) => 1 / (x - 0.3), 0, 1)).toMatchObject({ converged: false, reason: 'discontinuity' })
  expect(brentRoot((x) => (x < 0.3 ? -1 : 1), 0, 1)).toMatchObject({ converged: false, reason: 'discontinuity' })
})

it('stops where told', () => {
  const loose = brentRoot((x) => x * x - 2, 0, 2, { absoluteTolerance: 0.01 })
  expect(loose.reason).toBe('bracket')
  expect(Math.abs(loose.x - Math.SQRT2)).toBeLessThanOrEqual(0.01)
  expect(loose.evaluations).toBeLessThan(brentRoot((x) => x * x - 2, 0, 2).evaluations)
  expect(brentRoot((x) => Math.atan(x - 1), -1e3, 1.5e3, { maxIterations: 3 })).toMatchObject({
    converged: false,
    reason: 'iterations',
    iterations: 3,
    evaluations: 5,
  })
})

it('names a function that is not a number on the way', () => {
  const result = brentRoot((x) => (x === 0 || x === 1 ? x - 0.5 : NaN), 0, 1)
  expect(result).toMatchObject({ converged: false, reason: 'not-finite', value: null })
})

it.each([
  [(x: number) => x * x + 1, -1, 2, {}, 'f must change sign, got f(-1) = 2 and f(2) = 5'],
  [(x: number) => 1e-200 * (x + 2), 0, 1, {}, 'f must change sign, got f(0) = 2e-200 and f(1) = 3e-200'],
  [(x: number) => Math.log(x), -1, 2, {}, `f must change sign, got f(-1) = NaN and f(2) = ${Math.log(2)}`],
  [(x: number) => x, 1, 0, {}, 'lower < upper must be finite, got [1, 0]'],
  [(x: number) => x, -Infinity, 0, {}, 'lower < upper must be finite, got [-Infinity, 0]'],
  [(x: number) => x, NaN, 0, {}, 'lower < upper must be finite, got [NaN, 0]'],
  [(x: number) => x, -1, 1, { relativeTolerance: 0 }, 'relativeTolerance must be >= 4.4e-16, got 0'],
  [(x: number) => x, -1, 1, { absoluteTolerance: 0 }, 'absoluteTolerance must be positive and finite, got 0'],
  [(x: number) => x, -1, 1, { maxIterations: 1.5 }, 'maxIterations must be an integer >= 0, got 1.5'],
])('refuses case %#', (f, lower, upper, options, message) => {
  expect(() => brentRoot(f, lower, upper, options)).toThrow(new RangeError(`brentRoot: ${message}`))
})
