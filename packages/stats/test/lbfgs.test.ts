import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lbfgs, type GradientObjective } from '../src/index.js'
import { logistic, minima, problem, quadratic } from './optimisation-problems.js'
import oracle from './oracles/optimisers.json' with { type: 'json' }

describe('test problems', () => {
  it.each(oracle.problems)(
    '$name: the minimum of SciPy, in about as many evaluations',
    ({ name, start, scipyEvaluations }) => {
      const result = lbfgs(problem(name), start)
      expect(result).toMatchObject({ converged: true, reason: 'gradient' })
      expect(result.scaledGradientNorm!).toBeLessThanOrEqual(1e-8)
      expect(result.value!).toBeLessThanOrEqual(1e-11)
      expect(result.evaluations).toBeLessThanOrEqual(1.5 * scipyEvaluations + 10)
      const digits = name === 'powellSingular' ? 2 : 5
      for (const [i, expected] of minima[name]!.entries()) {
        expect(result.x[i]! / Math.max(1, Math.abs(expected))).toBeCloseTo(
          expected / Math.max(1, Math.abs(expected)),
          digits,
        )
      }
    },
  )
})

it("gives SciPy's logistic regression", () => {
  const result = lbfgs(logistic(oracle.logistic.design, oracle.logistic.outcome), [0, 0, 0], {
    gradientTolerance: 1e-10,
  })
  expect(result.converged).toBe(true)
  for (const [i, expected] of oracle.logistic.coefficients.entries()) expect(result.x[i]).toBeCloseTo(expected, 8)
})

describe('quadratics', () => {
  it.each([
    [10, 1, 10],
    [20, 1e4, 10],
    [12, 1e8, 20],
  ])('n = %d, condition %d, memory %d', (n, condition, memory) => {
    const result = lbfgs(quadratic(n, condition), new Float64Array(n), {
      memory,
      maxIterations: 5_000,
      gradientTolerance: 1e-7,
    })
    expect(result.converged).toBe(true)
    for (const value of result.x) expect(value).toBeCloseTo(1, 5)
  })

  it('does not claim convergence at condition 1e8 when it runs out of iterations', () => {
    const result = lbfgs(quadratic(20, 1e8), new Float64Array(20), { memory: 3, maxIterations: 40 })
    expect(result).toMatchObject({ converged: false, reason: 'iterations', iterations: 40 })
    expect(result.scaledGradientNorm!).toBeGreaterThan(1e-8)
  })
})

it('solves a thousand coordinates', () => {
  // Extended Rosenbrock: 500 valleys at once.
  const n = 1000
  const objective: GradientObjective = (x, gradient) => {
    let total = 0
    for (let i = 0; i < n; i += 2) {
      const a = x[i]!
      const b = x[i + 1]!
      total += 100 * (b - a * a) ** 2 + (1 - a) ** 2
      gradient[i] = -400 * a * (b - a * a) - 2 * (1 - a)
      gradient[i + 1] = 200 * (b - a * a)
    }
    return total
  }
  const result = lbfgs(
    objective,
    Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1)),
  )
  expect(result.converged).toBe(true)
  for (const value of result.x) expect(value).toBeCloseTo(1, 6)
})

it('never claims convergence with a gradient above its tolerance', () => {
  const anyNumber = fc.double({ min: -3, max: 3, noNaN: true })
  fc.assert(
    fc.property(
      fc.constantFrom('rosenbrock', 'beale'),
      anyNumber,
      anyNumber,
      fc.integer({ min: 1, max: 60 }),
      (name, a, b, maxIterations) => {
        const objective = problem(name)
        const result = lbfgs(objective, [a, b], { maxIterations })
        const gradient = new Float64Array(2)
        const value = objective(Float64Array.from(result.x), gradient, new Float64Array(4))
        expect(value).toBe(result.value)
        expect(Math.max(Math.abs(gradient[0]!), Math.abs(gradient[1]!))).toBe(result.gradientNorm)
        expect(result.converged).toBe(result.scaledGradientNorm! <= 1e-8)
        expect(result.value!).toBeLessThanOrEqual(objective(Float64Array.of(a, b), gradient, new Float64Array(4)))
        expect(result.iterations).toBeLessThanOrEqual(maxIterations)
      },
    ),
  )
})

describe('what it does not claim', () => {
  it('a flat plateau stops by its gradient', () => {
    const plateau: GradientObjective = (_, gradient) => {
      gradient.fill(0)
      return 7
    }
    expect(lbfgs(plateau, [1, 2])).toMatchObject({ reason: 'gradient', gradientNorm: 0, iterations: 0 })
  })

  it('a gentle slope with no end runs to its limit', () => {
    const slope: GradientObjective = (x, gradient) => {
      gradient[0] = -1 / x[0]!
      return -Math.log(x[0]!)
    }
    expect(lbfgs(slope, [1], { maxIterations: 20, gradientTolerance: 1e-12 })).toMatchObject({ converged: false })
  })

  it('steps below the rounding of the value end the search with its gradient reported', () => {
    const shelf: GradientObjective = (x, gradient) => {
      gradient[0] = 2e-12 * x[0]!
      return 1e6 + 1e-12 * x[0]! ** 2
    }
    const result = lbfgs(shelf, [1], { gradientTolerance: 1e-30, maxIterations: 200 })
    expect(result.converged).toBe(result.scaledGradientNorm! <= 1e-30)
  })

  it('a wrong gradient ends the search, not in convergence', () => {
    const wrong: GradientObjective = (x, gradient) => {
      gradient[0] = -1
      return x[0]! ** 2
    }
    expect(lbfgs(wrong, [1])).toMatchObject({ converged: false, x: [1], iterations: 0 })
  })

  it('a gradient that turns wrong on the way ends it there', () => {
    const turning: GradientObjective = (x, gradient) => {
      gradient[0] = 4 * (x[0]! + 1) ** 3 * (x[0]! < 2 ? -1 : 1)
      return (x[0]! + 1) ** 4
    }
    const result = lbfgs(turning, [10])
    expect(result).toMatchObject({ converged: false, reason: 'step' })
    expect(result.iterations).toBeGreaterThan(0)
    expect(result.x[0]).toBeLessThan(2)
  })

  it('kinks have no gradient to vanish', () => {
    const kinks: GradientObjective = (x, gradient) => {
      gradient[0] = Math.sign(x[0]! - 0.3) || 1
      gradient[1] = 10 * (Math.sign(x[1]!) || 1)
      return Math.abs(x[0]! - 0.3) + 10 * Math.abs(x[1]!)
    }
    const result = lbfgs(kinks, [2, 0.7])
    expect(result).toMatchObject({ converged: false, reason: 'step', gradientNorm: 10 })
    expect(result.value!).toBeLessThan(1.7 + 7)
  })
})

describe('outside the domain', () => {
  it('shortens steps that leave it', () => {
    const result = lbfgs(
      (x, gradient) => {
        gradient[0] = 1 - 1 / x[0]!
        return x[0]! - Math.log(x[0]!)
      },
      [50],
    )
    expect(result.converged).toBe(true)
    expect(result.x[0]).toBeCloseTo(1, 7)
  })

  it('goes up to a wall and stops there unconverged', () => {
    const wall: GradientObjective = (x, gradient) => {
      gradient[0] = -1
      return x[0]! < 2 ? -x[0]! : NaN
    }
    const result = lbfgs(wall, [0], { maxIterations: 300 })
    expect(result.converged).toBe(false)
    expect(result.x[0]).toBeGreaterThan(1.5)
    expect(result.x[0]).toBeLessThan(2)
  })

  it.each([
    [NaN, 1],
    [Infinity, 1],
    [1, NaN],
  ])('a start with value %d and slope %d is not-finite', (value, slope) => {
    const result = lbfgs(
      (_, gradient) => {
        gradient[0] = slope
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
    })
  })

  it('everything but the start', () => {
    const alone: GradientObjective = (x, gradient) => {
      gradient[0] = 1
      return x[0] === 3 ? 1 : NaN
    }
    expect(lbfgs(alone, [3])).toMatchObject({ converged: false, reason: 'not-finite', x: [3], value: 1 })
  })
})

it.each([
  [[], {}, 'start must not be empty'],
  [[Infinity], {}, 'start must be finite, got Infinity at index 0'],
  [[1], { memory: 0 }, 'memory must be an integer >= 1, got 0'],
  [[1], { gradientTolerance: NaN }, 'gradientTolerance must be positive and finite, got NaN'],
  [[1], { maxIterations: 2.5 }, 'maxIterations must be an integer >= 0, got 2.5'],
])('refuses %j with %j', (start, options, message) => {
  expect(() => lbfgs(problem('rosenbrock'), start, options)).toThrow(new RangeError(`lbfgs: ${message}`))
})
