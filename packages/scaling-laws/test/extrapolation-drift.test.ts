import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { backtestLaw, predictLoss, publishedFits, simulateRuns, type CurvePoint } from '../src/index.js'
import { cutoffsOf, widened } from '../src/internal/extrapolation-drift.js'

const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 1 })
const far = { params: 7e10, tokens: 1.4e12 }

it('widens predictions beyond the data and nothing else', () => {
  const inside = { params: 1e9, tokens: 2e10 }
  const drifting = predictLoss('chinchilla', runs, [inside, far], { loss: 'log-squared' })
  const exact = predictLoss('chinchilla', runs, [inside, far], { loss: 'log-squared', beyond: 'law' })
  expect(drifting.drift!.cutoffs).toBeGreaterThanOrEqual(4)
  expect(drifting.drift!.perEfold).toBeGreaterThan(0)
  expect(exact.drift).toBeNull()
  expect(drifting.predictions[0]).toEqual(exact.predictions[0])
  expect(drifting.predictions[1]!.mean).toEqual(exact.predictions[1]!.mean)
  expect(drifting.predictions[1]!.prediction.interval!.upper).toBeGreaterThan(
    exact.predictions[1]!.prediction.interval!.upper,
  )
  expect(drifting.predictions[1]!.prediction.interval!.method).toContain('drift')
  expect(predictLoss('chinchilla', runs, [inside], { loss: 'log-squared' }).drift).toBeNull()
})

it('warns where the data are too few to see a drift', () => {
  // Two budgets: below the larger one too few runs are left to fit.
  const few = simulateRuns({
    parameters: publishedFits.besiroglu.parameters,
    budgets: [1e19, 1e21],
    modelsPerBudget: 5,
    seed: 1,
  })
  const curve = predictLoss('chinchilla', few, [far], { loss: 'log-squared' })
  expect(curve.drift).toBeNull()
  expect(curve.warnings.map(({ code }) => code)).toContain('no-drift')
})

it('covers at about its level where the law bends away from the truth, as the law alone does not', () => {
  let [drifting, alone, predicted] = [0, 0, 0]
  for (let seed = 0; seed < 40; seed += 1) {
    const random = createRandom(seed)
    // A power law whose exponent itself falls slowly: the fitted law is wrong, a little, everywhere.
    const bending = Array.from({ length: 30 }, (_, k): CurvePoint => {
      const x = 1e5 * 1.5 ** k
      const folds = Math.log(x / 1e5)
      return { x, loss: Math.exp(1.5 - 0.06 * folds + 0.0012 * folds ** 2 + 0.004 * random.normal()) }
    })
    const options = { loss: 'log-squared', cutoffs: [bending[17]!.x], level: 0.9 } as const
    const [wide] = backtestLaw('power', bending, options).cutoffs
    const [narrow] = backtestLaw('power', bending, { ...options, beyond: 'law' }).cutoffs
    drifting += wide!.coverage.estimate! * wide!.predictions
    alone += narrow!.coverage.estimate! * narrow!.predictions
    predicted += wide!.predictions
  }
  expect(alone / predicted).toBeLessThan(0.5)
  expect(drifting / predicted).toBeGreaterThan(0.85)
})

it('takes whole budgets, ascending, and never the largest', () => {
  expect(cutoffsOf([3, 1, 1 + 1e-12, 2, 3, 3], [0.1, 0.5, 0.9])).toEqual([1 + 1e-12, 2])
  expect(cutoffsOf([2, 2], [0.5])).toEqual([])
  expect(cutoffsOf([], [0.5])).toEqual([])
})

it('leaves an interval alone within the data, without drift or without an interval', () => {
  const found = { value: 1, datum: { lower: 0.9, upper: 1.2 } }
  const drift = { perEfold: 0.01, cutoffs: 5 }
  expect(widened(found, drift, 1, 0.9)).toBe(found.datum)
  expect(widened(found, null, 9, 0.9)).toBe(found.datum)
  expect(widened({ value: 1, datum: null }, drift, 9, 0.9)).toBeNull()
  expect(widened(found, drift, Math.E, 0.9)!.upper).toBeCloseTo(1 + Math.hypot(0.2, 2.015048 * 0.01), 6)
})
