import { expect, it } from 'vitest'
import {
  allocateInferenceAware,
  computeOptimal,
  fitChinchilla,
  fitInferenceAware,
  inferenceAwareOptimum,
  publishedFits,
  simulateRuns,
} from '../src/index.js'

const { parameters } = publishedFits.besiroglu
const runs = simulateRuns({ parameters, noise: 0.005, seed: 1 })
const fit = fitChinchilla(runs, { loss: 'log-squared' })

it('is the optimum of the fit with the intervals that the runs give', () => {
  const [served] = allocateInferenceAware(JSON.parse(JSON.stringify(fit)) as typeof fit, [1e23], 1e13)
  const { loss } = computeOptimal(fit.parameters!, 1e23)
  expect(served!.params.estimate).toBe(inferenceAwareOptimum(fit.parameters!, { loss, inferenceTokens: 1e13 }).params)
  const own = fitInferenceAware(runs, { loss: 'log-squared', inferenceTokens: 1e13, targetCompute: 1e23 })
  for (const name of ['params', 'tokens', 'tokensPerParam', 'totalCompute', 'saving'] as const) {
    // Two ways to take the derivative by differences.
    expect(served![name].interval!.lower / own[name].interval!.lower - 1).toBeCloseTo(0, 4)
    expect(served![name].interval!.upper / own[name].interval!.upper - 1).toBeCloseTo(0, 4)
  }
  expect(served!.loss.interval!.lower).toBeLessThan(loss)
})

it('has the compute-optimal model and its intervals where nothing is served', () => {
  const [none] = allocateInferenceAware(fit, [1e22], 0, { level: 0.8 })
  expect(none!.params.estimate! / computeOptimal(fit.parameters!, 1e22).params).toBeCloseTo(1, 6)
  expect(none!.loss.interval!.level).toBe(0.8)
})

it('says why constants alone have no interval, and throws for what makes no sense', () => {
  const alone = { law: 'chinchilla', parameters, covariance: null } as const
  expect(allocateInferenceAware(alone, [1e23], 1e13)[0]!.params).toMatchObject({
    interval: null,
    reason: expect.stringContaining('covariance') as string,
  })
  expect(() => allocateInferenceAware({ ...alone, parameters: null }, [1e23], 1e13)).toThrow(/refused/)
  expect(() => allocateInferenceAware(alone, [0], 1e13)).toThrow(/compute must be > 0/)
  expect(() => allocateInferenceAware(alone, [1e23], 1e13, { level: 1 })).toThrow(/level/)
})
