import { expect, it } from 'vitest'
import { fitChinchilla, publishedFits, simulateRuns } from '../src/index.js'
import { chinchillaProblem } from '../src/internal/chinchilla-problem.js'
import { mostGridRuns, thinnedRuns } from '../src/internal/thinned-runs.js'

const { parameters } = publishedFits.besiroglu
const budgets = Array.from({ length: 300 }, (_, k) => 1e18 * 10 ** (k / 75))
const runs = simulateRuns({ parameters, budgets, modelsPerBudget: 40, noise: 0.01, seed: 5 })

it('leaves few runs as they are', () => {
  const problem = chinchillaProblem(runs.slice(0, 50), new Float64Array(50).fill(1))
  expect(thinnedRuns(problem, problem.weights).x).toBe(problem.x)
})

it('takes one run of every block of many, with its own cells', () => {
  expect(runs.length).toBeGreaterThan(mostGridRuns)
  const problem = chinchillaProblem(
    runs,
    Float64Array.from(runs, (_, k) => k),
  )
  const thinned = thinnedRuns(problem, problem.weights)
  expect(thinned.n).toBe(mostGridRuns)
  for (let k = 0; k < thinned.n; k += 1) {
    const row = thinned.weights[k]!
    expect(Math.floor((row * mostGridRuns) / runs.length)).toBeGreaterThanOrEqual(k - 1)
    expect(Math.floor((row * mostGridRuns) / runs.length)).toBeLessThanOrEqual(k)
    expect([thinned.x[k], thinned.y[k], thinned.level[k]]).toEqual([problem.x[row], problem.y[row], problem.level[row]])
  }
})

it('finds the optimum of all runs, not of the part', () => {
  const fit = fitChinchilla(runs, { loss: 'log-squared' })
  expect(fit.n).toBe(runs.length)
  expect(fit.converged).toBe(true)
  const z = (name: 'alpha' | 'beta' | 'E') => (fit.parameters![name] - parameters[name]) / fit.standardErrors[name]!
  for (const name of ['alpha', 'beta', 'E'] as const) expect(Math.abs(z(name))).toBeLessThan(4)
})
