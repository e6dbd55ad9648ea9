import { expect, it } from 'vitest'
import {
  backtestLaw,
  bootstrapLaw,
  compareLaws,
  fitChinchilla,
  predictLoss,
  profileIntervals,
  publishedFits,
  simulateRuns,
} from '../src/index.js'
import { lossOption } from './loss-option.js'

const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 4 })
const weights = runs.map((_, i) => 0.5 + (i % 4))
const loss = 'log-squared'
const place = { params: 7e10, tokens: 1.4e12 }

it('fits the same weighted optimum as fitChinchilla', () => {
  const { parameters } = fitChinchilla(runs, { loss: lossOption(loss), weights })
  const profile = profileIntervals('chinchilla', runs, { loss, weights, constants: ['alpha'] })
  expect(profile.parameters!.alpha).toBeCloseTo(parameters!.alpha, 8)
  const bootstrap = bootstrapLaw('chinchilla', runs, { loss, weights, replicates: 20, seed: 1 })
  expect(bootstrap.parameters!.beta).toBeCloseTo(parameters!.beta, 8)
  const { laws } = compareLaws(
    [
      { law: 'chinchilla', points: runs },
      { law: 'kaplan', points: runs },
    ],
    { loss, weights },
  )
  expect(laws[0]!.parameters!['E']).toBeCloseTo(parameters!.E, 8)
})

it('depends on the ratios of weights alone', () => {
  const scaled = weights.map((weight) => 7 * weight)
  const ends = (given: readonly number[]): readonly number[] => {
    const { interval } = profileIntervals('chinchilla', runs, { loss, weights: given, constants: ['beta'] }).estimates[
      'beta'
    ]!
    const { prediction } = predictLoss('chinchilla', runs, [place], { loss, weights: given }).predictions[0]!
    const backtest = backtestLaw('chinchilla', runs, { loss, weights: given, cutoffs: [1e20] }).cutoffs[0]!
    return [interval!.lower, interval!.upper, prediction.interval!.lower, prediction.interval!.upper, backtest.rmse!]
  }
  const left = ends(weights)
  ends(scaled).forEach((value, k) => {
    expect(value / left[k]!).toBeCloseTo(1, 7)
  })
})

it('leaves out data of weight zero, as if they were not there', () => {
  const some = runs.map((_, i) => (i % 5 === 0 ? 0 : 1))
  const kept = runs.filter((_, i) => i % 5 !== 0)
  for (const used of ['huber', 'log-squared'] as const) {
    expect(predictLoss('chinchilla', runs, [place], { loss: used, weights: some })).toEqual(
      predictLoss('chinchilla', kept, [place], { loss: used }),
    )
  }
  expect(profileIntervals('chinchilla', runs, { loss, weights: some, constants: ['E'] }).estimates).toEqual(
    profileIntervals('chinchilla', kept, { loss, constants: ['E'] }).estimates,
  )
  const clusters = runs.map((_, i) => i % 6)
  const all = bootstrapLaw('chinchilla', runs, {
    kind: 'hierarchical',
    clusters,
    loss,
    weights: some,
    replicates: 9,
    seed: 2,
  })
  expect(all.n).toBe(kept.length)
})

it('gives noisy data their due: down-weighting them recovers the width of clean ones', () => {
  const noisy = runs.map((run, i) =>
    i % 2 === 0 ? run : { ...run, loss: run.loss * Math.exp(i % 4 === 1 ? 0.05 : -0.05) },
  )
  const known = runs.map((_, i) => (i % 2 === 0 ? 1 : 0.01))
  const width = (given?: readonly number[]): number => {
    const { interval } = profileIntervals('chinchilla', noisy, {
      loss,
      constants: ['alpha'],
      ...(given === undefined ? {} : { weights: given }),
    }).estimates['alpha']!
    return interval!.upper - interval!.lower
  }
  expect(width(known)).toBeLessThan(0.4 * width())
})

it.each([
  [[1], /one per datum \(64\), got 1/],
  [runs.map(() => -1), /weights must be >= 0, .*got -1/],
  [runs.map(() => NaN), /weights must be >= 0, .*got NaN/],
] as const)('names what is wrong with weights', (given, message) => {
  for (const call of [
    () => predictLoss('chinchilla', runs, [place], { weights: given }),
    () => backtestLaw('chinchilla', runs, { weights: given }),
    () => profileIntervals('chinchilla', runs, { weights: given }),
    () => bootstrapLaw('chinchilla', runs, { weights: given, seed: 1 }),
  ])
    expect(call).toThrow(message)
})
