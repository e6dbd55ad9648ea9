import { expect, it } from 'vitest'
import {
  allocateBudgets,
  allocationAt,
  chinchillaOptimum,
  fitChinchilla,
  predictWithFit,
  publishedFits,
  simulateRuns,
} from '../src/index.js'
import { lossOption } from './loss-option.js'

const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 6 })

it.each(['huber', 'log-squared', 'squared'] as const)('is the fit of fitChinchilla to the last digit: %s', (loss) => {
  const weights = runs.map((_, i) => 1 + (i % 3))
  const fit = fitChinchilla(runs, { loss: lossOption(loss), weights, allocation: allocationAt([1e24]) })
  const optimum = chinchillaOptimum(runs, { loss, weights })
  for (const name of ['parameters', 'objective', 'converged', 'gradientNorm', 'covariance'] as const)
    expect(optimum[name]).toEqual(fit[name])
  expect(optimum.conditionNumber).toBe(fit.basins!.conditionNumber)
  expect(allocateBudgets(optimum, [1e24])[0]!.params.interval!.lower).toBe(fit.allocation[0]!.params.interval!.lower)
  expect(predictWithFit(optimum, [{ params: 1e9, tokens: 1e10 }])[0]!.interval).not.toBeNull()
  expect(JSON.parse(JSON.stringify(optimum))).toEqual(optimum)
})

it('refuses what fitChinchilla refuses', () => {
  for (const bad of [
    [],
    runs.map((run) => ({ ...run, tokens: 1e10 })),
    runs.map((run) => ({ ...run, loss: 2 + 400 * run.tokens ** -0.3 })),
    runs.map((run, i) => (i === 1 ? { ...run, loss: NaN } : run)),
  ])
    expect(chinchillaOptimum(bad).refusal).toEqual(fitChinchilla(bad).refusal)
})

it.each([
  [{ loss: 'lad' }, /^chinchillaOptimum: loss must be one of huber, squared, log-squared, got lad$/],
  [{ loss: 'hubber' }, /loss must be one of huber, squared, log-squared, got hubber/],
  [{ loss: null }, /got null/],
  [{ delta: 0 }, /^chinchillaOptimum: delta must be > 0, got 0$/],
  [{ delta: NaN }, /got NaN/],
  [{ weights: [1, 2] }, /^chinchillaOptimum: weights must be > 0, one per run, got 1,2$/],
  [{ weights: runs.map((_, i) => i - 1) }, /weights must be > 0/],
])('refuses options outside their domain, which plain JavaScript can pass: %o', (options, message) => {
  const error = ((): unknown => {
    try {
      chinchillaOptimum(runs, options as never)
    } catch (thrown) {
      return thrown
    }
    return undefined
  })()
  expect(error).toBeInstanceOf(RangeError)
  expect((error as RangeError).message).toMatch(message)
})
