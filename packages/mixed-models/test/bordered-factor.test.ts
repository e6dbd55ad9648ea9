import { describe, expect, it } from 'vitest'
import { createRandom } from '@safety-portfolio/stats'
import { fitGeneralised, prepareModel } from '../src/index.js'
import { borderedFactor } from '../src/internal/bordered-factor.js'
import { generalisedCriteria, generalisedProblem } from '../src/internal/generalised-problem.js'
import { denseFactor } from '../src/internal/unit-factor.js'

/** Answers with two crossed factors, the second of which is nested in a third; `a` is the largest or the smallest. */
function rowsOf(levels: number): Record<string, number | string>[] {
  const random = createRandom(5)
  return Array.from({ length: 240 }, (_, i) => {
    const b = i % 12
    return { y: random.uniform() < 0.4 ? 1 : 0, x: random.normal(), a: `a${i % levels}`, b: `b${b}`, c: `c${b % 3}` }
  })
}

/** Rounding of two ways to the same numbers. */
const rounding = 11

describe('borderedFactor', () => {
  it.each([
    ['y ~ x + (1 + x | a) + (1 | b)', 40],
    ['y ~ x + (1 | a) + (1 + x | b)', 7],
    ['y ~ x + (1 | a) + (1 + x | b) + (x || c)', 31],
    ['y ~ x + (1 | c / b)', 5],
  ])('is the dense factorisation: %s, %i levels', (formula, levels) => {
    const problem = generalisedProblem(prepareModel(formula, rowsOf(levels)))
    const { data, linear, start } = problem
    const { laplace } = generalisedCriteria(problem, data, 1)
    const parameters = start.map((value, k) => value * (1 + 0.1 * k) + 0.05)
    laplace.evaluate(parameters, null)
    const { spherical } = laplace.rows()
    const [unit] = data.units
    const random = createRandom(1)
    const weight = Float64Array.from({ length: data.n }, () => random.uniform())
    const bordered = borderedFactor(data, linear.design.factors)
    const dense = denseFactor(data, unit!)
    for (const factor of [bordered, dense]) {
      expect(factor.factorise(weight, spherical)).toBe(true)
      factor.invert()
    }
    expect(bordered.logDeterminant()).toBeCloseTo(dense.logDeterminant(), rounding)
    const [left, right] = [0, 1].map(() => Float64Array.from({ length: unit!.size }, (_, k) => Math.sin(k + 1)))
    bordered.solve(left!)
    dense.solve(right!)
    left!.forEach((value, k) => {
      expect(value).toBeCloseTo(right![k]!, rounding)
    })
    const [ours, theirs] = [new Float64Array(data.width), new Float64Array(data.width)]
    for (let row = 0; row < data.n; row += 7) {
      bordered.restricted(row, spherical, ours, 0)
      dense.restricted(row, spherical, theirs, 0)
      ours.forEach((value, k) => {
        expect(value).toBeCloseTo(theirs[k]!, rounding)
      })
    }
    let from = 0
    for (const { factor, columns } of linear.design.factors) {
      factor.levels.forEach(() => {
        const [own, other] = [bordered, dense].map((one) => one.block(from, columns.length))
        own!.forEach((value, k) => {
          expect(value).toBeCloseTo(other![k]!, rounding)
        })
        from += columns.length
      })
    }
  })

  it('says when the matrix is not positive definite', () => {
    const problem = generalisedProblem(prepareModel('y ~ x + (1 | a) + (1 | b)', rowsOf(20)))
    const factor = borderedFactor(problem.data, problem.linear.design.factors)
    const spherical = new Float64Array(problem.data.n * problem.data.width).fill(1)
    expect(factor.factorise(new Float64Array(problem.data.n).fill(-1), spherical)).toBe(false)
  })
})

describe('binomial models with many groups', () => {
  it('take thousands of effects of the largest factor', () => {
    const random = createRandom(9)
    const shared = Array.from({ length: 20 }, () => random.normal())
    const rows = Array.from({ length: 4000 }, (_, i) => ({
      y: random.uniform() < 1 / (1 + Math.exp(-shared[i % 20]!)) ? 1 : 0,
      person: `p${i % 1990}`,
      item: `i${i % 20}`,
    }))
    const fit = fitGeneralised(prepareModel('y ~ 1 + (1 | person) + (1 | item)', rows))
    expect(fit.refusal).toBeNull()
    expect(fit.converged).toBe(true)
    // Where only the rounding of a sum of thousands of rows is left, slopes end the search; by values alone it took hundreds.
    expect(fit.evaluations).toBeLessThan(60)
  })

  it('are refused when too much remains beside it', () => {
    const rows = Array.from({ length: 3300 }, (_, i) => ({ y: i % 3 === 0 ? 1 : 0, a: i % 1650, b: (i * 7) % 1600 }))
    const fit = fitGeneralised(prepareModel('y ~ 1 + (1 | a) + (1 | b)', rows))
    expect(fit.refusal?.code).toBe('too-large')
    expect(fit.minusTwoLogLik).toBeNull()
  })
})
