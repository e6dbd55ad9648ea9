import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import {
  compareLaws,
  fitChinchilla,
  kaplanLoss,
  powerLawLoss,
  powerOffsetLoss,
  publishedFits,
  publishedKaplan,
  simulateRuns,
  type CurvePoint,
  type TrainingRun,
} from '../src/index.js'

const truth = publishedFits.besiroglu.parameters
const points = simulateRuns({ parameters: truth, seed: 1 })
const byCompute = points.map(({ compute, loss }): CurvePoint => ({ x: compute!, loss }))

it('has the likelihood, AICc and BIC of their definitions', () => {
  const { laws, n } = compareLaws([
    { law: 'chinchilla', points },
    { law: 'kaplan', points },
  ])
  const rss = fitChinchilla(points, { loss: 'log-squared' }).objective!
  const logLikelihood = (-n / 2) * (Math.log((2 * Math.PI * rss) / n) + 1)
  const [own] = laws
  expect(own!.k).toBe(6)
  expect(own!.logLikelihood).toBeCloseTo(logLikelihood, 7)
  expect(own!.bic).toBeCloseTo(-2 * logLikelihood + 6 * Math.log(n), 7)
  expect(own!.aicc).toBeCloseTo(-2 * logLikelihood + 12 + 84 / (n - 7), 7)
  const huber = compareLaws(
    [
      { law: 'chinchilla', points },
      { law: 'kaplan', points },
    ],
    { loss: 'huber', delta: 10 },
  )
  // With a threshold above all residuals Huber's density is the normal one.
  expect(huber.laws[0]!.logLikelihood).toBeCloseTo(logLikelihood, 6)
  const level = compareLaws(
    [
      { law: 'chinchilla', points },
      { law: 'kaplan', points },
    ],
    { loss: 'squared' },
  )
  const levelRss = fitChinchilla(points, { loss: 'squared' }).objective!
  expect(level.laws[0]!.logLikelihood).toBeCloseTo((-n / 2) * (Math.log((2 * Math.PI * levelRss) / n) + 1), 7)
})

it('prefers the law that made the data, by every criterion, on seeded simulations', () => {
  const crossValidation = { folds: 8, seed: 1 }
  let found = compareLaws(
    [
      { law: 'chinchilla', points },
      { law: 'kaplan', points },
      { law: 'power-offset', name: 'compute alone', points: byCompute },
    ],
    { crossValidation },
  )
  expect(found.preferred).toEqual({
    aicc: 'chinchilla',
    bic: 'chinchilla',
    crossValidation: 'chinchilla',
    extrapolation: 'chinchilla',
  })
  const [best, kaplan, compute] = found.laws
  expect(best).toMatchObject({ aiccDifference: { estimate: 0, standardError: 0 }, bicDifference: 0 })
  expect(best!.akaikeWeight).toBeGreaterThan(0.999)
  for (const row of [kaplan, compute]) {
    expect(row!.aiccDifference.estimate!).toBeGreaterThan(3 * row!.aiccDifference.standardError!)
    expect(row!.extrapolationDifference.estimate!).toBeGreaterThan(0)
    expect(row!.crossValidationDifference.estimate!).toBeGreaterThan(2 * row!.crossValidationDifference.standardError!)
  }
  const random = createRandom(7)
  const runs = [1e7, 1e8, 1e9, 1e10].flatMap((params) =>
    [1e9, 1e10, 1e11, 1e12].map((tokens): TrainingRun => {
      const loss = kaplanLoss(publishedKaplan.paramsAndTokens.parameters, params, tokens)
      return { params, tokens, loss: loss * Math.exp(0.002 * random.normal()) }
    }),
  )
  found = compareLaws(
    [
      { law: 'chinchilla', points: runs },
      { law: 'kaplan', points: runs },
    ],
    { crossValidation },
  )
  expect(found.preferred).toMatchObject({ aicc: 'kaplan', bic: 'kaplan', crossValidation: 'kaplan' })
})

it('does not decide between nested laws that both hold', () => {
  const random = createRandom(3)
  const curve = Array.from({ length: 30 }, (_, k): CurvePoint => {
    const x = 1e5 * 1.5 ** k
    return { x, loss: powerLawLoss({ scale: 1e9, exponent: 0.1 }, x) * Math.exp(0.02 * random.normal()) }
  })
  const { laws, preferred } = compareLaws([
    { law: 'power-offset', points: curve },
    { law: 'power', points: curve },
  ])
  expect(preferred.bic).toBe('power')
  expect(laws[0]!.logLikelihood!).toBeGreaterThanOrEqual(laws[1]!.logLikelihood! - 1e-6)
  expect(laws[0]!.akaikeWeight! + laws[1]!.akaikeWeight!).toBeCloseTo(1, 12)
  expect(laws[0]!.aiccDifference.estimate!).toBeLessThan(4)
})

it('does not depend on the order of candidates or on the unit of the loss', () => {
  const options = { crossValidation: { folds: 5, seed: 2 } }
  for (const loss of ['log-squared', 'squared', 'huber'] as const) {
    const one = compareLaws(
      [
        { law: 'chinchilla', points },
        { law: 'kaplan', points },
      ],
      { ...options, loss },
    )
    const scaled = points.map((run) => ({ ...run, loss: 3 * run.loss }))
    const other = compareLaws(
      [
        { law: 'kaplan', points: scaled },
        { law: 'chinchilla', points: scaled },
      ],
      { ...options, loss },
    )
    expect(other.laws[0]!.bicDifference!).toBeCloseTo(one.laws[1]!.bicDifference!, 4)
    expect(other.laws[0]!.crossValidationError! / one.laws[1]!.crossValidationError!).toBeCloseTo(1, 4)
    expect(other.laws[1]!.extrapolationError! / one.laws[0]!.extrapolationError!).toBeCloseTo(1, 4)
  }
})

it.each([
  [
    'other losses',
    [
      { law: 'chinchilla', points },
      { law: 'kaplan', points: points.slice(1) },
    ],
    {},
    'different-data',
  ],
  [
    'another order',
    [
      { law: 'chinchilla', points },
      { law: 'kaplan', points: points.toReversed() },
    ],
    {},
    'different-data',
  ],
  [
    'another scale',
    [
      { law: 'chinchilla', points },
      { law: 'kaplan', points, loss: 'squared' },
    ],
    {},
    'different-response-scale',
  ],
  [
    'lad',
    [
      { law: 'chinchilla', points },
      { law: 'kaplan', points },
    ],
    { loss: 'lad' },
    'no-likelihood',
  ],
] as const)('refuses to compare: %s', (_, candidates, options, code) => {
  const found = compareLaws(candidates, options)
  expect(found).toMatchObject({ laws: [], refusal: { code }, preferred: { aicc: null, bic: null } })
  expect(JSON.parse(JSON.stringify(found))).toEqual(found)
})

it('keeps a candidate that cannot be fitted in the table, with the reason', () => {
  const few = points.slice(0, 5)
  const found = compareLaws([
    { law: 'chinchilla', points: few },
    { law: 'power', points: few.map(({ params, loss }) => ({ x: params, loss })) },
  ])
  expect(found.laws[0]).toMatchObject({
    parameters: null,
    aicc: null,
    bicDifference: null,
    aiccDifference: { estimate: null },
  })
  expect(found.laws[0]!.reason).toContain('too few runs: 5, at least 6 are needed')
  expect(found.warnings).toMatchObject([{ code: 'not-all-fitted' }])
  expect(JSON.parse(JSON.stringify(found))).toEqual(found)
  const none = compareLaws([
    { law: 'chinchilla', points: [] },
    { law: 'kaplan', points: [] },
  ])
  expect(none.preferred.aicc).toBeNull()
})

it('has no likelihood without noise', () => {
  const curve = [1e6, 2e6, 4e6, 8e6, 1.6e7, 3.2e7].map((x) => ({
    x,
    loss: powerOffsetLoss({ E: 0.3, B: 200, c: 0.45 }, x),
  }))
  const { laws } = compareLaws([
    { law: 'power-offset', points: curve },
    { law: 'power', points: curve },
  ])
  expect(laws[0]!.reason).toContain('meets all data')
})

it('names what is wrong with a call', () => {
  expect(() => compareLaws([{ law: 'chinchilla', points }])).toThrow('candidates must be at least 2, got 1')
  expect(() =>
    compareLaws(
      [
        { law: 'chinchilla', points },
        { law: 'kaplan', points },
      ],
      { crossValidation: { folds: 1, seed: 1 } },
    ),
  ).toThrow('crossValidation.folds must be a whole number >= 2, got 1')
})
