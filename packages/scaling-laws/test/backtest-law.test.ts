import { createRandom } from '@safety-portfolio/stats'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  backtestLaw,
  chinchillaLoss,
  fitChinchilla,
  powerOffsetLoss,
  predictLoss,
  publishedFits,
  simulateRuns,
  type CurvePoint,
} from '../src/index.js'
import { lossOption } from './loss-option.js'

const truth = publishedFits.besiroglu.parameters
const runs = simulateRuns({ parameters: truth, seed: 1 })

it('is what fitting below and looking above gives', () => {
  for (const loss of ['huber', 'lad', 'log-squared', 'squared'] as const) {
    const { cutoffs } = backtestLaw('chinchilla', runs, { loss, cutoffs: [6e19, 3e20], level: 0.9 })
    for (const row of cutoffs) {
      const below = runs.filter(({ compute }) => compute! <= row.cutoff)
      const above = runs.filter(({ compute }) => compute! > row.cutoff)
      const { parameters } = fitChinchilla(below, { loss: lossOption(loss) })
      const ratios = above.map((run) => chinchillaLoss(parameters!, run.params, run.tokens) / run.loss)
      const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length
      expect([row.fitted, row.predictions]).toEqual([below.length, above.length])
      expect(row.bias!).toBeCloseTo(mean(ratios.map(Math.log)), 7)
      expect(row.rmse!).toBeCloseTo(Math.sqrt(mean(ratios.map((ratio) => Math.log(ratio) ** 2))), 7)
      expect(row.absoluteRelativeError!).toBeCloseTo(mean(ratios.map((ratio) => Math.abs(ratio - 1))), 7)
      expect(row.extrapolation!).toBeCloseTo(1e21 / row.cutoff, 9)
      const predicted = predictLoss('chinchilla', below, above, { loss, level: 0.9 }).predictions
      const inside = above.filter((run, k) => {
        const { lower, upper } = predicted[k]!.prediction.interval!
        return lower <= run.loss && run.loss <= upper
      })
      expect(row.coverage.estimate).toBeCloseTo(inside.length / above.length, 12)
      expect(row.coverage.interval!.method).toMatch(/clopper/i)
    }
  }
})

it('sorts every prediction into one bin of its factor', () => {
  const { cutoffs, factors } = backtestLaw('chinchilla', runs, { loss: 'log-squared' })
  const total = (rows: readonly { predictions: number }[]) => rows.reduce((sum, row) => sum + row.predictions, 0)
  expect(cutoffs.length).toBeGreaterThan(3)
  expect(total(factors)).toBe(total(cutoffs))
  expect(factors.map(({ above }) => above)).toEqual([1, 3, 10])
  const open = backtestLaw('chinchilla', runs, { cutoffs: [6e19], factors: [1, Infinity] })
  expect(open.factors).toMatchObject([{ above: 1, atMost: null, predictions: 32 }])
})

it('predicts to the last digit where the law holds without noise', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.25, max: 0.5, noNaN: true }), fc.constantFrom(6e19, 1e20, 3e20), (alpha, cutoff) => {
      const exact = simulateRuns({ parameters: { ...truth, alpha }, noise: 0, seed: 1 })
      const [row] = backtestLaw('chinchilla', exact, { loss: 'squared', cutoffs: [cutoff] }).cutoffs
      expect(row!.rmse!).toBeLessThan(1e-6)
    }),
    { numRuns: 10, seed: 4 },
  )
})

it('covers at its level over worlds where the law is true, and shows the bias where it is not', () => {
  let [covered, predicted] = [0, 0]
  for (let seed = 0; seed < 100; seed += 1) {
    const data = simulateRuns({ parameters: truth, seed, modelsPerBudget: 5 })
    const [row] = backtestLaw('chinchilla', data, {
      loss: 'log-squared',
      cutoffs: [1e20],
      level: 0.9,
      beyond: 'law',
    }).cutoffs
    covered += row!.coverage.estimate! * row!.predictions
    predicted += row!.predictions
  }
  // Predictions of one world share its fit: 100 worlds, not 1,500 runs.
  expect(Math.abs(covered / predicted - 0.9)).toBeLessThan(0.05)
  const random = createRandom(1)
  const levelling = Array.from({ length: 20 }, (_, k): CurvePoint => {
    const x = 1e5 * 1.6 ** k
    return { x, loss: powerOffsetLoss({ E: 0.5, B: 200, c: 0.5 }, x) * Math.exp(0.005 * random.normal()) }
  })
  const cutoffs = [levelling[9]!.x]
  const [wrong] = backtestLaw('power', levelling, { loss: 'log-squared', cutoffs, beyond: 'law' }).cutoffs
  const [right] = backtestLaw('power-offset', levelling, { loss: 'log-squared', cutoffs }).cutoffs
  expect(wrong!.bias!).toBeLessThan(-0.05)
  expect(wrong!.coverage.estimate!).toBeLessThan(0.5)
  expect(Math.abs(right!.bias!)).toBeLessThan(0.02)
})

it('says per cutoff why nothing was predicted', () => {
  const { cutoffs, warnings } = backtestLaw('chinchilla', runs, { cutoffs: [1e18, 1e22] })
  expect(cutoffs).toMatchObject([
    { fitted: 0, predictions: 0, bias: null, coverage: { estimate: null }, refusal: { code: 'too-few-runs' } },
    { fitted: 64, predictions: 0, extrapolation: null, refusal: { code: 'nothing-above' } },
  ])
  expect(warnings).toMatchObject([{ code: 'nothing-predicted' }])
})

it.each([
  ['no data', []],
  ['one', runs.slice(0, 1)],
  ['NaN', [{ params: NaN, tokens: 1e9, loss: 2 }, ...runs]],
  ['infinite', [{ params: 1e9, tokens: Infinity, loss: 2 }, ...runs]],
])('refuses: %s', (_, data) => {
  const result = backtestLaw('chinchilla', data)
  expect(result).toMatchObject({ refusal: { code: 'no-scale' }, cutoffs: [], factors: [] })
})

it('is JSON and names what is wrong with a call', () => {
  const result = backtestLaw('chinchilla', runs)
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  expect(() => backtestLaw('chinchilla', runs, { cutoffs: [1e20, 1e19] })).toThrow('cutoffs must be > 0 and ascending')
  expect(() => backtestLaw('chinchilla', runs, { factors: [0, 1] })).toThrow('factors must be > 0 and ascending')
  expect(() => backtestLaw('chinchilla', runs, { level: 2 })).toThrow('level must be between 0 and 1, got 2')
})
