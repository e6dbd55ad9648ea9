import { describe, expect, it } from 'vitest'
import { computeOptimal, fitInferenceAware, inferenceAwareOptimum, publishedFits, simulateRuns } from '../src/index.js'

const law = publishedFits.besiroglu.parameters
const runs = simulateRuns({ parameters: law, noise: 0.002, seed: 3 })
const exact = simulateRuns({ parameters: law, noise: 0, seed: 3 })
const demand = { inferenceTokens: 1e13, targetCompute: 1e22 }

describe('fitInferenceAware', () => {
  it('recovers the optimum of the planted law', () => {
    const { loss } = computeOptimal(law, 1e22)
    const truth = inferenceAwareOptimum(law, { loss, inferenceTokens: 1e13 })
    for (const options of [demand, { inferenceTokens: 1e13, targetLoss: loss }]) {
      const fit = fitInferenceAware(exact, options)
      for (const name of ['loss', 'params', 'tokens', 'tokensPerParam', 'totalCompute', 'saving'] as const)
        expect(Math.abs(fit[name].estimate! / truth[name] - 1)).toBeLessThan(1e-7)
    }
  })

  it('has delta-method errors that agree with the bootstrap, and intervals that hold the truth', () => {
    const truth = inferenceAwareOptimum(law, { loss: computeOptimal(law, 1e22).loss, inferenceTokens: 1e13 })
    const delta = fitInferenceAware(runs, demand)
    const drawn = fitInferenceAware(runs, { ...demand, bootstrap: { seed: 1, replicates: 300 } })
    expect(drawn.bootstrap).toEqual({ replicates: 300, seed: 1, unusable: 0 })
    for (const name of ['loss', 'params', 'tokens', 'tokensPerParam', 'totalCompute', 'saving'] as const) {
      const [a, b] = [delta[name], drawn[name]]
      expect(b.estimate).toBe(a.estimate)
      expect(Math.abs(Math.log(b.standardError! / a.standardError!))).toBeLessThan(Math.log(1.5))
      for (const { interval } of [a, b]) {
        expect(interval!.lower).toBeLessThan(truth[name])
        expect(interval!.upper).toBeGreaterThan(truth[name])
      }
    }
    expect(delta.params.interval!.method).toContain('sandwich')
    expect(drawn.params.interval!.method).toBe('percentile case bootstrap')
  })

  it('keeps a given loss as given', () => {
    const fit = fitInferenceAware(runs, { inferenceTokens: 1e12, targetLoss: 2.2 })
    expect(fit.loss).toMatchObject({ estimate: 2.2, interval: null, reason: 'The target loss is given.' })
    expect(fit.params.interval).not.toBeNull()
  })

  it('refuses a loss below the fitted E, and says what would do', () => {
    const fit = fitInferenceAware(runs, { inferenceTokens: 1e12, targetLoss: 1 })
    expect(fit.refusal?.code).toBe('target-below-irreducible-loss')
    expect(fit.params).toMatchObject({ estimate: null, interval: null, reason: fit.refusal?.message })
    expect(fit.parameters?.E).toBeGreaterThan(1)
  })

  it('gives no interval where many replicates put E above the target', () => {
    const noisy = simulateRuns({ parameters: law, noise: 0.02, seed: 5 })
    const options = { inferenceTokens: 1e12, bootstrap: { seed: 1, replicates: 60 } }
    const { parameters } = fitInferenceAware(noisy, { ...options, targetCompute: 1e22 })
    const fit = fitInferenceAware(noisy, { ...options, targetLoss: parameters!.E * 1.0005 })
    expect(fit.bootstrap!.unusable).toBeGreaterThan(6)
    expect(fit.params.interval).toBeNull()
    expect(fit.params.reason).toMatch(/% of the replicates/)
  })

  it('passes on the refusal of the fit', () => {
    const fit = fitInferenceAware(
      runs.map((run) => ({ ...run, tokens: 1e10 })),
      demand,
    )
    expect(fit.refusal?.code).toBe('too-few-dataset-sizes')
    expect(fit).toMatchObject({ parameters: null, bootstrap: null, method: 'refused' })
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  })

  it.each([
    [{ inferenceTokens: 1 }, /exactly one/],
    [{ inferenceTokens: 1, targetLoss: 2, targetCompute: 1e20 }, /exactly one/],
    [{ inferenceTokens: -1, targetLoss: 2 }, /inferenceTokens/],
    [{ inferenceTokens: 1, targetLoss: 0 }, /must be > 0/],
  ])('throws for %o', (options, message) => {
    expect(() => fitInferenceAware(runs, options)).toThrow(message)
  })
})
