import { expect, it } from 'vitest'
import { caseBootstrap, fitChinchilla, publishedFits, simulateRuns } from '../src/index.js'
import { refusalOf, ridgeOf, warningsOf } from '../src/internal/fit-findings.js'
import { chinchillaProblem } from '../src/internal/chinchilla-problem.js'
import type { DistinctOptimum } from '../src/internal/solution.js'

const optimum = (value: number, converged = true): DistinctOptimum => ({
  theta: Float64Array.of(-2, -2, -0.4, 0.35, 0.37),
  value,
  converged,
  iterations: 5,
  starts: 1,
  gridShare: 0.5,
})
const codes = (...args: Parameters<typeof warningsOf>): readonly string[] => warningsOf(...args).map(({ code }) => code)
const variances = (alpha: number): Float64Array =>
  Float64Array.from({ length: 25 }, (_, i) => (i === 18 ? alpha ** 2 : 1e-6))

it.each([
  ['a certified fit', [[optimum(1)], true, variances(0.01)], []],
  ['a fit that is no optimum', [[optimum(1)], false, null], ['not-converged']],
  ['a rival', [[optimum(1), optimum(1.005)], true, null], ['competing-optimum']],
  ['a rival that is no optimum', [[optimum(1), optimum(1.005, false)], true, null], []],
  ['a distant rival', [[optimum(1), optimum(1.02)], true, null], []],
  ['an exponent that is hardly determined', [[optimum(1)], true, variances(0.2)], ['uncertain-alpha']],
] as [string, Parameters<typeof warningsOf>, string[]][])('warns of %s', (_, args, wanted) => {
  expect(codes(...args)).toEqual(wanted)
})

const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 1 })
const problem = chinchillaProblem(runs, new Float64Array(runs.length).fill(1))

it.each([
  ['no-effect-of-params', [-40, -2, -0.4, 0.35, 0.37]],
  ['no-effect-of-tokens', [-2, -40, -0.4, 0.35, 0.37]],
  ['alpha-at-bound', [-2, -2, -0.4, 0.002, 0.37]],
  ['alpha-at-bound', [-2, -2, -0.4, 6, 0.37]],
  ['beta-at-bound', [-2, -2, -0.4, 0.35, -0.2]],
] as const)('refuses an optimum: %s', (code, theta) => {
  const refusal = refusalOf(problem, Float64Array.from(theta))
  expect(refusal?.code).toBe(code)
  expect(refusal?.message).toMatch(/Add runs/)
})

it('calls a flat or saddled Hessian a ridge', () => {
  expect(ridgeOf(1e8)).toBeUndefined()
  for (const conditionNumber of [1e9, null]) {
    expect(ridgeOf(conditionNumber, 'x')).toMatchObject({
      code: 'ill-conditioned',
      message: expect.stringMatching(/Add runs over a wider range of x/) as string,
    })
  }
})

it('accepts an ordinary optimum', () => {
  expect(refusalOf(problem, Float64Array.of(-2, -2, -0.4, 0.35, 0.37))).toBeUndefined()
})

it('counts bootstrap replicates that cannot be fitted, and leaves them out', () => {
  // Seven runs: many resamples have fewer distinct ones than the law has constants.
  const few = simulateRuns({
    parameters: publishedFits.besiroglu.parameters,
    budgets: [1e19, 1e21],
    modelsPerBudget: 4,
    noise: 0.01,
    seed: 3,
  })
  const fit = fitChinchilla(few.slice(0, 7), {
    loss: 'log-squared',
    bootstrap: caseBootstrap({ replicates: 60, seed: 1 }),
  })
  expect(fit.bootstrap!.failed).toBeGreaterThan(0)
  expect(fit.bootstrap!.restarted).toBeGreaterThanOrEqual(fit.bootstrap!.failed)
  expect(fit.warnings.map(({ code }) => code)).toContain('failed-replicates')
})
