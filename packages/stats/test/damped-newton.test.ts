import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choleskyFactor, choleskySolve, dampedNewton, type NewtonObjective } from '../src/index.js'
import { logistic, minima, problem, quadratic } from './optimisation-problems.js'
import oracle from './oracles/optimisers.json' with { type: 'json' }

describe('test problems', () => {
  it.each(oracle.problems)('$name reaches at least the minimum SciPy reaches', ({ name, start, scipyValue }) => {
    // At Powell's singular minimum the Hessian vanishes in two directions, and places are the fourth root of values.
    const singular = name === 'powellSingular'
    const result = dampedNewton(problem(name), start)
    expect(result).toMatchObject({ converged: true, reason: 'gradient' })
    expect(result.scaledGradientNorm!).toBeLessThanOrEqual(1e-8)
    expect(result.value!).toBeLessThanOrEqual(Math.max(scipyValue, singular ? 1e-11 : 1e-15))
    const digits = singular ? 2 : 8
    for (const [i, expected] of minima[name]!.entries()) {
      expect(result.x[i]! / Math.max(1, Math.abs(expected))).toBeCloseTo(
        expected / Math.max(1, Math.abs(expected)),
        digits,
      )
    }
  })

  it('has derivatives that agree with differences (so that the problems test what they say)', () => {
    for (const { name, start } of oracle.problems)
      expectDerivatives(
        problem(name),
        start.map((value) => value + 0.3),
      )
    expectDerivatives(quadratic(4, 100), [0.3, -1, 2, 0.7])
    expectDerivatives(logistic(oracle.logistic.design, oracle.logistic.outcome), [0.2, 0.9, -0.1])
  })
})

it('solves a quadratic in one step, two where rounding asks for it', () => {
  for (const condition of [1, 1e4, 1e8]) {
    const result = dampedNewton(quadratic(12, condition), new Float64Array(12).fill(50), { gradientTolerance: 1e-6 })
    expect(result).toMatchObject({ converged: true, hessianPositiveDefinite: true })
    expect(result.iterations).toBeLessThanOrEqual(2)
    for (const value of result.x) expect(value).toBeCloseTo(1, 6)
  }
})

it("gives SciPy's logistic regression, with standard errors from the Hessian", () => {
  const objective = logistic(oracle.logistic.design, oracle.logistic.outcome)
  const result = dampedNewton(objective, [0, 0, 0], { gradientTolerance: 1e-12 })
  expect(result.converged).toBe(true)
  expect(result.iterations).toBeLessThanOrEqual(8)
  const hessian = new Float64Array(9)
  objective(Float64Array.from(result.x), new Float64Array(3), hessian)
  const factor = choleskyFactor(hessian, 3)!
  for (const [i, expected] of oracle.logistic.coefficients.entries()) {
    // SciPy stops at a gradient of 1e-12.
    expect(result.x[i]).toBeCloseTo(expected, 11)
    const column = choleskySolve(factor, 3, new Float64Array(3).fill(1, i, i + 1))
    expect(Math.sqrt(column[i]!)).toBeCloseTo(oracle.logistic.standardErrors[i]!, 10)
  }
  expect(result.value).toBeCloseTo(oracle.logistic.value, 12)
})

it('does not depend on the units of the coordinates', () => {
  const plain = problem('rosenbrock') as NewtonObjective
  const units = [1, 1024]
  const scaled: NewtonObjective = (x, gradient, hessian) => {
    const value = plain(
      x.map((u, i) => u / units[i]!),
      gradient,
      hessian,
    )
    for (let i = 0; i < 2; i += 1) {
      gradient[i] = gradient[i]! / units[i]!
      for (let j = 0; j < 2; j += 1) hessian[2 * i + j] = hessian[2 * i + j]! / (units[i]! * units[j]!)
    }
    return value
  }
  const a = dampedNewton(plain, [-1.2, 1], { maxIterations: 8 })
  const b = dampedNewton(scaled, [-1.2, 1024], { maxIterations: 8 })
  expect(b.x[0]).toBeCloseTo(a.x[0]!, 10)
  expect(b.x[1]! / 1024).toBeCloseTo(a.x[1]!, 10)
})

it('finds the minimum of every planted convex quartic', () => {
  const coordinate = fc.double({ min: -20, max: 20, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 5 }), (cases) => {
      const n = cases.length
      const result = dampedNewton(
        (x, gradient, hessian) => {
          hessian.fill(0)
          let total = 0
          for (const [i, [minimum]] of cases.entries()) {
            const u = x[i]! - minimum
            gradient[i] = 4 * u ** 3 + u
            hessian[i * n + i] = 12 * u * u + 1
            total += u ** 4 + (u * u) / 2
          }
          return total
        },
        cases.map(([, start]) => start),
      )
      expect(result.converged).toBe(true)
      for (const [i, [minimum]] of cases.entries()) expect(result.x[i]).toBeCloseTo(minimum, 6)
    }),
  )
})

describe('what it does not claim', () => {
  it('a saddle is not a minimum', () => {
    const saddle: NewtonObjective = (x, gradient, hessian) => {
      gradient.set([2 * x[0]!, -2 * x[1]!])
      hessian.set([2, 0, 0, -2])
      return x[0]! ** 2 - x[1]! ** 2
    }
    expect(dampedNewton(saddle, [0, 0])).toMatchObject({
      converged: false,
      reason: 'saddle',
      gradientNorm: 0,
      hessianPositiveDefinite: false,
    })
    const away = dampedNewton(saddle, [1, 1e-3], { maxIterations: 30 })
    expect(away).toMatchObject({ converged: false, reason: 'iterations' })
    expect(away.value!).toBeLessThan(-1)
  })

  it('a flat plateau stops by its gradient, and says that the Hessian is not definite', () => {
    const plateau: NewtonObjective = (_, gradient, hessian) => {
      gradient.fill(0)
      hessian.fill(0)
      return 7
    }
    expect(dampedNewton(plateau, [1, 2])).toMatchObject({
      reason: 'gradient',
      gradientNorm: 0,
      hessianPositiveDefinite: false,
    })
  })

  it('a slope without end is not a minimum', () => {
    const slope: NewtonObjective = (x, gradient, hessian) => {
      gradient[0] = -Math.exp(-x[0]!)
      hessian[0] = Math.exp(-x[0]!)
      return Math.exp(-x[0]!) + 10
    }
    const result = dampedNewton(slope, [0], { gradientTolerance: 1e-300, maxIterations: 50 })
    expect(result.converged).toBe(false)
    expect(['value', 'iterations']).toContain(result.reason)
  })

  it('a wrong gradient ends the search, not in convergence', () => {
    const wrong: NewtonObjective = (x, gradient, hessian) => {
      gradient[0] = -1
      hessian[0] = 2
      return x[0]! ** 2
    }
    expect(dampedNewton(wrong, [1])).toMatchObject({ converged: false, x: [1] })
  })

  it('stops at its limit of iterations', () => {
    const result = dampedNewton(problem('rosenbrock'), [-1.2, 1], { maxIterations: 3 })
    expect(result).toMatchObject({ converged: false, reason: 'iterations', iterations: 3 })
    expect(dampedNewton(problem('rosenbrock'), [-1.2, 1], { maxIterations: 0 }).x).toEqual([-1.2, 1])
  })
})

describe('outside the domain', () => {
  it('shortens steps that leave it', () => {
    // Minimum of x - log x at 1, started where Newton's step goes to a negative x.
    const result = dampedNewton(
      (x, gradient, hessian) => {
        gradient[0] = 1 - 1 / x[0]!
        hessian[0] = 1 / x[0]! ** 2
        return x[0]! - Math.log(x[0]!)
      },
      [30],
    )
    expect(result).toMatchObject({ converged: true })
    expect(result.x[0]).toBeCloseTo(1, 8)
  })

  it.each([
    ['value', NaN, 1, 1],
    ['value', Infinity, 1, 1],
    ['gradient', 1, NaN, 1],
    ['hessian', 1, 1, Infinity],
  ])('a start with %s %d, %d, %d is not-finite', (_, value, slope, second) => {
    const result = dampedNewton(
      (__, gradient, hessian) => {
        gradient[0] = slope
        hessian[0] = second
        return value
      },
      [3],
    )
    expect(result).toEqual({
      x: [3],
      value: null,
      gradientNorm: null,
      scaledGradientNorm: null,
      iterations: 0,
      evaluations: 1,
      converged: false,
      reason: 'not-finite',
      hessianPositiveDefinite: false,
    })
  })

  it.each([3, 0])('everything but the start %d', (start) => {
    const result = dampedNewton(
      (x, gradient, hessian) => {
        gradient[0] = 1
        hessian[0] = 1
        return x[0] === start ? 1 : NaN
      },
      [start],
    )
    expect(result).toMatchObject({ converged: false, reason: 'not-finite', x: [start], value: 1, gradientNorm: 1 })
  })
})

it.each([
  [[], {}, 'start must not be empty'],
  [[NaN], {}, 'start must be finite, got NaN at index 0'],
  [[1], { gradientTolerance: 0 }, 'gradientTolerance must be positive and finite, got 0'],
  [[1], { maxIterations: -1 }, 'maxIterations must be an integer >= 0, got -1'],
])('refuses %j with %j', (start, options, message) => {
  expect(() => dampedNewton(problem('rosenbrock'), start, options)).toThrow(new RangeError(`dampedNewton: ${message}`))
})

function expectDerivatives(objective: NewtonObjective, at: readonly number[]): void {
  const n = at.length
  const evaluate = (x: readonly number[]): { value: number; gradient: Float64Array; hessian: Float64Array } => {
    const gradient = new Float64Array(n)
    const hessian = new Float64Array(n * n)
    const value = objective(Float64Array.from(x), gradient, hessian)
    return { value, gradient, hessian }
  }
  const { gradient, hessian } = evaluate(at)
  for (let i = 0; i < n; i += 1) {
    const step = 1e-5 * Math.max(1, Math.abs(at[i]!))
    const above = evaluate(at.map((value, k) => (k === i ? value + step : value)))
    const below = evaluate(at.map((value, k) => (k === i ? value - step : value)))
    const slope = (above.value - below.value) / (2 * step)
    const rounding = (4 * Number.EPSILON * Math.abs(above.value)) / step
    expect(Math.abs(slope - gradient[i]!)).toBeLessThanOrEqual(1e-4 * (1 + Math.abs(gradient[i]!)) + rounding)
    for (let j = 0; j < n; j += 1) {
      const second = (above.gradient[j]! - below.gradient[j]!) / (2 * step)
      expect(Math.abs(second - hessian[i * n + j]!)).toBeLessThanOrEqual(1e-4 * (1 + Math.abs(second)))
    }
  }
}
