import { expect, it } from 'vitest'
import { chinchillaLoss, publishedFits, simulateRuns } from '../src/index.js'

const { parameters } = publishedFits.besiroglu

it('puts runs without noise on the law, each at its budget', () => {
  for (const run of simulateRuns({ parameters, noise: 0, seed: 1 })) {
    expect(run.loss).toBe(chinchillaLoss(parameters, run.params, run.tokens))
    expect(Math.abs((6 * run.params * run.tokens) / run.compute! - 1)).toBeLessThan(1e-12)
  }
})

it('draws noise of the planted size, the same for the same seed', () => {
  const options = { parameters, noise: 0.02, modelsPerBudget: 200, seed: 3 }
  const runs = simulateRuns(options)
  const residuals = runs.map((run) => Math.log(run.loss / chinchillaLoss(parameters, run.params, run.tokens)))
  const spread = Math.sqrt(residuals.reduce((total, value) => total + value * value, 0) / residuals.length)
  // 1600 draws: the standard deviation of this estimate is 0.02 / sqrt(3200) = 0.00035.
  expect(Math.abs(spread - 0.02)).toBeLessThan(0.0015)
  expect(simulateRuns(options)).toEqual(runs)
  expect(simulateRuns({ ...options, seed: 4 })).not.toEqual(runs)
})

it('follows the design', () => {
  expect(simulateRuns({ parameters, budgets: [1e20], modelsPerBudget: 1, seed: 1 })).toHaveLength(1)
  const runs = simulateRuns({ parameters, budgets: [1e20, 1e21], modelsPerBudget: 5, spread: 4, seed: 1 })
  expect(runs).toHaveLength(10)
  expect(runs[4]!.params / runs[0]!.params).toBeCloseTo(16, 10)
})

it.each([
  [{ modelsPerBudget: 0 }, /modelsPerBudget/],
  [{ modelsPerBudget: 1.5 }, /modelsPerBudget/],
  [{ spread: 0.5 }, /spread/],
  [{ noise: -1 }, /noise/],
  [{ noise: Number.NaN }, /noise/],
  [{ budgets: [0] }, /compute/],
])('refuses %j', (change, message) => {
  expect(() => simulateRuns({ parameters, seed: 1, ...change })).toThrow(message)
})
