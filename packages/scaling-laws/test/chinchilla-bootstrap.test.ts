import { createRandom, resampleCounts } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { allocationAt, caseBootstrap, fitChinchilla, publishedFits, simulateRuns } from '../src/index.js'
import { chinchillaProblem, emptyResample, takeCounts } from '../src/internal/chinchilla-problem.js'
import { solverWorkspace } from '../src/internal/chinchilla-solution.js'
import { solverOf } from '../src/internal/chinchilla-lad.js'
import { lossOption } from './loss-option.js'

const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, modelsPerBudget: 15, seed: 12 })
const losses = [
  { name: 'huber', delta: 1e-3 },
  { name: 'lad', delta: null },
  { name: 'log-squared', delta: null },
  { name: 'squared', delta: null },
] as const

it.each(losses)('a warm start leads each replicate to the optimum of its own grid: $name', (loss) => {
  const problem = chinchillaProblem(runs, new Float64Array(runs.length).fill(1))
  const workspace = solverWorkspace()
  const { theta } = solverOf(loss).all(problem, loss, workspace)[0]!
  const resample = emptyResample(problem)
  const counts = new Float64Array(runs.length)
  for (let replicate = 0; replicate < 60; replicate += 1) {
    takeCounts(problem, resampleCounts(createRandom(3, replicate), runs.length, counts), resample)
    const warm = solverOf(loss).from(resample, loss, theta, workspace)
    const best = solverOf(loss).all(resample, loss, workspace)[0]!
    expect(warm.converged).toBe(true)
    expect(Math.abs(warm.value / best.value - 1)).toBeLessThan(1e-9)
  }
})

it.each(losses)('replicate k does not depend on how many there are: $name', ({ name }) => {
  const fit = (replicates: number): ReturnType<typeof fitChinchilla> =>
    fitChinchilla(runs, {
      loss: lossOption(name),
      allocation: allocationAt([1e24]),
      level: 0.5,
      bootstrap: caseBootstrap({ replicates, seed: 5 }),
    })
  const two = fit(2)
  const three = fit(3)
  // With two replicates the 50 % interval lies a quarter of the way in; the two values follow from it and are among the three.
  const { lower, upper } = fitChinchilla(runs, {
    loss: lossOption(name),
    bootstrap: caseBootstrap({ replicates: 2, seed: 5, level: 1 - 1e-12 }),
  }).intervals['alpha']!
  const wide = fitChinchilla(runs, {
    loss: lossOption(name),
    bootstrap: caseBootstrap({ replicates: 3, seed: 5, level: 1 - 1e-12 }),
  }).intervals['alpha']!
  expect(wide.lower).toBeLessThanOrEqual(lower + 1e-9)
  expect(wide.upper).toBeGreaterThanOrEqual(upper - 1e-9)
  expect(two.bootstrap!.failed).toBe(0)
  expect(three.allocation[0]!.tokensPerParam.interval!.method).toBe('percentile case bootstrap')
})

it('keeps only the runs that were drawn', () => {
  const problem = chinchillaProblem(runs.slice(0, 4), Float64Array.of(1, 2, 1, 1))
  const resample = emptyResample(problem)
  takeCounts(problem, [2, 1, 0, 1], resample)
  expect(resample.n).toBe(3)
  expect([...resample.weights.subarray(0, 3)]).toEqual([2, 2, 1])
  expect([...resample.x.subarray(0, 3)]).toEqual([problem.x[0], problem.x[1], problem.x[3]])
})
