import { expect, it } from 'vitest'
import {
  backtestLaw,
  bnslLoss,
  bootstrapLaw,
  compareLaws,
  fitBnsl,
  predictLoss,
  profileIntervals,
  publishedFits,
  simulateRuns,
  type CurvePoint,
} from '../src/index.js'

const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 1 })
const place = [{ params: 7e10, tokens: 1.4e12 }]
const loss = 'log-squared'

/** Designs that cannot tell the constants apart, with the code that says why. */
const designs = [
  ['too few sizes of models', runs.map((run) => ({ ...run, params: 1e9 })), 'too-few-model-sizes'],
  ['too few sizes of data', runs.map((run) => ({ ...run, tokens: 1e10 })), 'too-few-dataset-sizes'],
  ['tokens that follow params', runs.map((run) => ({ ...run, tokens: 20 * run.params })), 'tokens-follow-params'],
  ['no effect of params', runs.map((run) => ({ ...run, loss: 2 + 400 / run.tokens ** 0.3 })), 'no-effect-of-params'],
] as const

it.each(designs)('refuses %s in everything that asks for constants', (_, data, code) => {
  expect(predictLoss('chinchilla', data, place, { loss })).toMatchObject({ predictions: [], refusal: { code } })
  expect(profileIntervals('chinchilla', data, { loss })).toMatchObject({ parameters: null, refusal: { code } })
  expect(bootstrapLaw('chinchilla', data, { loss, seed: 1, replicates: 3 })).toMatchObject({
    parameters: null,
    refusal: { code },
  })
  const tested = backtestLaw('chinchilla', data, { loss })
  for (const { refusal, predictions } of tested.cutoffs) {
    expect(refusal).toBeDefined()
    expect(predictions).toBe(0)
  }
  const { laws } = compareLaws([
    { law: 'chinchilla', points: data },
    { law: 'kaplan', points: data },
  ])
  expect(laws[0]).toMatchObject({ parameters: null, aicc: null })
  expect(laws[0]!.reason).toMatch(/wider range of/)
})

/** A power law with an offset: no break for two to be at. */
const curve = Array.from({ length: 30 }, (_, k): CurvePoint => {
  const x = 100 * 1.3 ** k
  return { x, loss: 0.4 + 30 * x ** -0.5 + 1e-4 * (k % 2) }
})

it('refuses a ridge as a fit does, and gives it with its reason where the caller insists', () => {
  const refused = fitBnsl(curve, { breaks: 2, loss })
  expect(refused.refusal).toBeDefined()
  const { code } = refused.refusal!
  expect(profileIntervals('bnsl-2', curve, { loss, constants: ['c0'] }).refusal?.code).toBe(code)
  expect(bootstrapLaw('bnsl-2', curve, { loss, seed: 1, replicates: 2 }).refusal?.code).toBe(code)
  const predicted = predictLoss('bnsl-2', curve, [{ x: 1e6 }], { loss })
  expect(predicted.refusal?.code).toBe(code)
  const insisted = predictLoss('bnsl-2', curve, [{ x: 1e6 }], { loss, identifiability: 'warn' })
  expect(insisted.refusal).toBeUndefined()
  expect(insisted.predictions).toHaveLength(1)
  expect(insisted.warnings.map((warning) => warning.code)).toContain(code)
  expect(() => predictLoss('bnsl', curve, [{ x: 1e6 }], { identifiability: 'no' as 'warn' })).toThrow(RangeError)
})

it('gives constants of a design that does not determine them only to a caller who insists', () => {
  const data = runs.map((run) => ({ ...run, tokens: 20 * run.params * (1 + 1e-4 * (run.params % 3)) }))
  const insisted = profileIntervals('chinchilla', data, { loss, identifiability: 'warn', constants: ['E'] })
  expect(insisted.parameters).not.toBeNull()
  expect(insisted.warnings.map((warning) => warning.code)).toContain('tokens-follow-params')
  expect(profileIntervals('chinchilla', [], { loss, identifiability: 'warn' }).refusal?.code).toBe('too-few-runs')
})

it.each([4, 5, 6] as const)('predicts and compares curves with %i breaks', (breaks) => {
  const constants = {
    a: 0.1,
    b: 30,
    c0: 0.05,
    ...Object.fromEntries(
      Array.from({ length: breaks }, (_, i) => [
        [`c${i + 1}`, i % 2 === 0 ? 0.6 : -0.55],
        [`d${i + 1}`, 10 ** (2 + i)],
        [`f${i + 1}`, 0.2],
      ]).flat() as [string, number][],
    ),
  }
  const points = Array.from({ length: 20 * breaks }, (_, k): CurvePoint => {
    const x = 10 * 10 ** ((k / (20 * breaks)) * (breaks + 1))
    return { x, loss: bnslLoss(constants, x) * Math.exp(0.003 * Math.sin(k * k)) }
  })
  const law = `bnsl-${breaks}` as const
  const { predictions, refusal } = predictLoss(law, points, [{ x: points.at(-1)!.x }], { loss, beyond: 'law' })
  expect(refusal).toBeUndefined()
  expect(predictions[0]!.mean.estimate! / points.at(-1)!.loss).toBeCloseTo(1, 2)
  const { laws, preferred } = compareLaws(
    [
      { law, points },
      { law: 'bnsl', points },
      { law: 'power-offset', points },
    ],
    { cutoffs: [points.at(-2)!.x] },
  )
  expect(laws[0]!.k).toBe(3 + 3 * breaks + 1)
  expect(preferred.bic).toBe(law)
})
