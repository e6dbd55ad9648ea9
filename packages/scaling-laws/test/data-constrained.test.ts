import { createRandom } from '@safety-portfolio/stats'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  chinchillaLoss,
  computeOptimal,
  dataConstrainedLoss,
  dataConstrainedOptimal,
  effectiveData,
  fitDataConstrained,
  publishedFits,
  type RepeatedDataRun,
} from '../src/index.js'

const { parameters } = publishedFits.muennighoff
const inRange = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })

it('is the Chinchilla law while nothing repeats and parameters are not in excess', () => {
  expect(dataConstrainedLoss(parameters, 1e8, 1e10, 1e12)).toBeCloseTo(chinchillaLoss(parameters, 1e8, 1e10), 12)
  expect(effectiveData(parameters, 1e8, 1e10, 1e12)).toMatchObject({
    epochs: 1,
    effectiveTokens: 1e10,
    uniqueTokens: 1e10,
  })
})

it('values tokens less and less, never above 1 + R_D* times the unique ones', () => {
  fc.assert(
    fc.property(inRange(0, 8), (logEpochs) => {
      const epochs = Math.exp(logEpochs)
      const { effectiveTokens } = effectiveData(parameters, 1e9, epochs * 1e9, 1e9)
      expect(effectiveTokens).toBeLessThanOrEqual(epochs * 1e9 * (1 + 1e-12))
      expect(effectiveTokens).toBeLessThanOrEqual((1 + parameters.RD) * 1e9)
      expect(effectiveData(parameters, 1e9, 1.1 * epochs * 1e9, 1e9).effectiveTokens).toBeGreaterThanOrEqual(
        effectiveTokens,
      )
    }),
  )
})

it('finds an optimum that a fine grid does not beat, and spends the budget', () => {
  const constants = fc.record({
    A: inRange(50, 1000),
    B: inRange(50, 5000),
    E: inRange(0, 3),
    alpha: inRange(0.2, 0.6),
    beta: inRange(0.2, 0.6),
    RD: inRange(1, 50),
    RN: inRange(1, 50),
  })
  fc.assert(
    fc.property(constants, inRange(18, 26), inRange(8, 13), (law, logCompute, logUnique) => {
      const compute = 10 ** logCompute
      const unique = 10 ** logUnique
      const best = dataConstrainedOptimal(law, compute, unique)
      expect(Math.abs((6 * best.params * best.tokens) / compute - 1)).toBeLessThan(1e-11)
      for (let k = 0; k <= 600; k += 1) {
        const params = best.params * Math.exp(-6 + k / 50)
        expect(dataConstrainedLoss(law, params, compute / (6 * params), unique)).toBeGreaterThanOrEqual(
          best.loss * (1 - 1e-13),
        )
      }
    }),
    { numRuns: 60, seed: 5 },
  )
})

it('is the Chinchilla optimum where unique data abound', () => {
  const best = dataConstrainedOptimal(parameters, 1e21, 1e14)
  const free = computeOptimal(parameters, 1e21)
  expect(best.epochs).toBe(1)
  expect(Math.abs(best.params / free.params - 1)).toBeLessThan(1e-6)
  expect(Math.abs(best.loss / free.loss - 1)).toBeLessThan(1e-12)
})

function design(noise: number, seed: number): readonly RepeatedDataRun[] {
  const random = createRandom(seed)
  return [1e8, 1e9, 5e9, 2e10].flatMap((params) =>
    [1e8, 1e9, 1e10].flatMap((uniqueTokens) =>
      [1, 3, 10, 30, 100].map((epochs) => {
        const tokens = epochs * uniqueTokens
        const loss = dataConstrainedLoss(parameters, params, tokens, uniqueTokens) * Math.exp(noise * random.normal())
        return { params, tokens, uniqueTokens, loss }
      }),
    ),
  )
}

it.each(['huber', 'lad', 'log-squared', 'squared'] as const)('recovers the constants of repetition: %s', (loss) => {
  const fit = fitDataConstrained(design(0, 1), parameters, { loss })
  expect(fit.converged).toBe(true)
  expect(Math.abs(fit.parameters!.RD / parameters.RD - 1)).toBeLessThan(1e-8)
  expect(Math.abs(fit.parameters!.RN / parameters.RN - 1)).toBeLessThan(1e-8)
  const noisy = fitDataConstrained(design(0.01, 2), parameters, { loss, level: 0.999 })
  expect(noisy.converged).toBe(true)
  for (const name of ['RD', 'RN'] as const) {
    expect(noisy.intervals[name]!.lower).toBeLessThan(parameters[name])
    expect(noisy.intervals[name]!.upper).toBeGreaterThan(parameters[name])
  }
})

it.each<[string, readonly RepeatedDataRun[], string]>([
  ['two runs', design(0, 1).slice(0, 2), 'too-few-runs'],
  ['runs of one epoch', design(0, 1).map((run) => ({ ...run, uniqueTokens: run.tokens })), 'no-repetition'],
  ['small models', design(0, 1).map((run) => ({ ...run, params: 1e5 })), 'no-excess-params'],
  ['a loss of zero', design(0, 1).map((run) => ({ ...run, loss: 0 })), 'invalid-runs'],
  [
    'repetition as good as new',
    design(0, 1).map((run) => ({ ...run, loss: chinchillaLoss(parameters, run.params, run.tokens) })),
    'RD-at-bound',
  ],
])('refuses %s', (_, runs, code) => {
  const fit = fitDataConstrained(runs, parameters, { loss: 'log-squared' })
  expect(fit.parameters).toBeNull()
  expect(fit.refusal?.code).toBe(code)
})

it('says what to vary where runs leave a constant open', () => {
  const asGoodAsNew = design(0, 1).map((run) => ({ ...run, loss: chinchillaLoss(parameters, run.params, run.tokens) }))
  const { warnings } = fitDataConstrained(asGoodAsNew, parameters, { identifiability: 'warn' })
  expect(warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(['RD-at-bound', 'not-converged']))
  expect(warnings.find(({ code }) => code === 'not-converged')!.message).toContain(
    'Add runs over a wider range of epochs and excess parameters.',
  )
})

it.each([
  [() => effectiveData(parameters, 0, 1, 1), /effectiveData: params must be > 0, got 0/],
  [() => dataConstrainedLoss(parameters, 1, Number.NaN, 1), /tokens must be > 0, got NaN/],
  [() => dataConstrainedOptimal(parameters, 0, 1), /compute must be > 0, got 0/],
  [() => dataConstrainedOptimal({ ...parameters, RD: 0 }, 1e20, 1e9), /RD must be > 0, got 0/],
  [() => fitDataConstrained([], { ...parameters, A: 0 }), /base.A must be > 0, got 0/],
  [() => fitDataConstrained([], { ...parameters, E: -1 }), /base.E must be >= 0, got -1/],
])('refuses arguments outside the domain: %s', (call, message) => {
  expect(call).toThrow(message)
})
