import { DataError } from '@safety-portfolio/records'
import { expect, it } from 'vitest'
import {
  allocateBudgets,
  allocateDataConstrained,
  allocationAt,
  chinchillaLoss,
  computeOptimal,
  defineLaw,
  dataConstrainedLoss,
  fitBnsl,
  fitChinchilla,
  fitDataConstrained,
  fitDefinedLaw,
  fitKaplan,
  fitKaplanSteps,
  fitM1,
  fitM3,
  fitM4,
  fitOverTraining,
  fitPowerLaw,
  fitPowerOffset,
  kaplanStepsLoss,
  lawLoss,
  m4Loss,
  parseFit,
  predictLoss,
  predictWithFit,
  presets,
  publishedFits,
  simulateRuns,
} from '../src/index.js'
import { lossOption } from './loss-option.js'

const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 1 })
const loss = 'log-squared'
const fit = fitChinchilla(runs, { loss: lossOption(loss), allocation: allocationAt([1e24]) })
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const curve = Array.from({ length: 24 }, (_, k) => {
  const x = 1e3 * 1.8 ** k
  return {
    x,
    loss: lawLoss('bnsl', presets.caballero2022Addition.parameters, { x: x / 20 }) * (1 + 0.002 * Math.sin(9 * k)),
  }
})
const plateau = curve.map(({ x }, k) => ({
  x,
  loss: m4Loss({ E: 0.3, E0: 3, B: 60, c: 0.4, alpha: 1 }, x) * (1 + 0.001 * Math.sin(9 * k)),
}))
const steps = [1e6, 1e7, 1e8].flatMap((params, i) =>
  [1e4, 1e5, 1e6].map((count, k) => ({
    params,
    steps: count,
    loss:
      kaplanStepsLoss({ Nc: 1e13, Sc: 2000, alphaN: 0.08, alphaS: 0.75 }, params, count) *
      (1 + 0.001 * Math.sin(5 * i + 3 * k)),
  })),
)

it.each([
  ['chinchilla', fit],
  ['kaplan', fitKaplan(runs, { loss })],
  ['over-training', fitOverTraining(runs, { loss })],
  ['kaplan-steps', fitKaplanSteps(steps, { loss })],
  ['power', fitPowerLaw(curve, { loss })],
  ['power-offset', fitPowerOffset(plateau, { loss })],
  ['m1', fitM1(plateau, { loss })],
  ['m3', fitM3(plateau, { loss })],
  ['m4', fitM4(plateau, { loss })],
  ['bnsl', fitBnsl(curve, { loss })],
] as const)('the fit of %s survives JSON and predicts as before', (law, one) => {
  const again = parseFit(json(one))
  expect(again.law).toBe(law)
  expect(again.parameters).toEqual(one.parameters)
  expect(again.covariance).toEqual(one.covariance)
  const place = law === 'kaplan-steps' ? { params: 1e9, steps: 1e6 } : { params: 7e10, tokens: 1.4e12, x: 1e9 }
  const before = predictWithFit(one as typeof fit, [place] as never)
  expect(predictWithFit(again, [place] as never)).toEqual(before)
  expect(before[0]!.estimate).toBeCloseTo(lawLoss(law, one.parameters as never, place as never), 12)
  if (one.covariance !== null) expect(before[0]!.interval!.upper).toBeGreaterThan(before[0]!.estimate!)
})

it('predicts with the interval that predictLoss gives the law itself, but for HC3 in place of HC2', () => {
  const places = [
    { params: 1e9, tokens: 2e10 },
    { params: 7e10, tokens: 1.4e12 },
  ]
  const { predictions } = predictLoss('chinchilla', runs, places, { loss })
  predictWithFit(fit, places).forEach(({ interval }, k) => {
    const { mean } = predictions[k]!
    const width = ({ lower, upper }: { readonly lower: number; readonly upper: number }) => Math.log(upper / lower)
    expect(Math.sqrt(interval!.lower * interval!.upper) / mean.estimate!).toBeCloseTo(1, 12)
    // 64 runs and 5 constants: the corrections differ by half the leverage of the runs that decide the place.
    expect(width(interval!) / width(mean.interval!)).toBeGreaterThan(0.98)
    expect(width(interval!) / width(mean.interval!)).toBeLessThan(1.15)
  })
})

it('allocates as the fit did, and other budgets too', () => {
  const [same, other] = allocateBudgets(parseFit(json(fit)) as never, [1e24, 3e22])
  const [own] = fit.allocation
  for (const name of ['params', 'tokens', 'tokensPerParam', 'loss'] as const) {
    expect(same![name].estimate).toBe(own![name].estimate)
    expect(same![name].interval!.lower).toBe(own![name].interval!.lower)
  }
  expect(same!.extrapolation).toBe(own!.extrapolation)
  expect(other!.params.estimate).toBe(computeOptimal(fit.parameters!, 3e22).params)
  const alone = allocateBudgets({ law: 'chinchilla', parameters: fit.parameters, covariance: null }, [1e24])
  expect(alone[0]).toMatchObject({ extrapolation: null, params: { interval: null } })
})

it('allocates limited data with the uncertainty of what repetition is worth', () => {
  const base = publishedFits.muennighoff.parameters
  const repeated = [1e8, 1e9, 4e9].flatMap((params) =>
    [2, 8, 32, 100].map((epochs, k) => {
      const tokens = epochs * 1e9
      return {
        params,
        tokens,
        uniqueTokens: 1e9,
        loss: dataConstrainedLoss(base, params, tokens, 1e9) * (1 + 0.002 * ((k % 3) - 1)),
      }
    }),
  )
  const found = fitDataConstrained(repeated, base, { loss })
  const [tight, ample] = [
    allocateDataConstrained(found, base, [1e22], 25e9)[0]!,
    allocateDataConstrained(found, base, [1e21], 1e13)[0]!,
  ]
  expect(tight.epochs.interval!.lower).toBeLessThan(9.4884)
  expect(tight.epochs.interval!.upper).toBeGreaterThan(9.4884)
  expect((6 * tight.params.estimate! * tight.tokens.estimate!) / 1e22).toBeCloseTo(1, 6)
  expect(ample.params.interval).toBeNull()
  expect(ample.params.reason).toContain('plays no part')
  expect(ample.loss.estimate).toBeCloseTo(chinchillaLoss(base, ample.params.estimate!, ample.tokens.estimate!), 9)
})

it("reads the fit of a law of one's own back when it is given the law", () => {
  const own = defineLaw({
    law: 'own',
    constants: {
      E: { domain: 'nonnegative', linear: true },
      B: { linear: true, determinedBy: 'x' },
      c: { starts: [0.01, 2], determinedBy: 'x' },
    },
    loss: ({ E, B, c }, { x }: { readonly x: number }) => E + B * x ** -c,
  })
  const one = fitDefinedLaw(own, plateau, { loss })
  const again = parseFit(json(one), { law: own })
  expect(again.parameters).toEqual(one.parameters)
  expect(again.parameters.c).toBe(one.parameters!.c)
  expect(predictWithFit(again, [{ x: 1e9 }], { law: own })).toEqual(predictWithFit(one, [{ x: 1e9 }], { law: own }))
  expect(() => parseFit(json(one))).toThrow(/must be one of chinchilla, .*or a law of your own .* \{ law \}, got "own"/)
  expect(() => parseFit(json(fit), { law: own })).toThrow('must be one of own, got "chinchilla"')
  expect(() => parseFit(json({ ...one, parameters: { E: -1, B: 1 } }), { law: own })).toThrow(DataError)
  expect(() => parseFit(json(one), { law: { ...own } })).toThrow(/made by defineLaw/)
})

it('is told from the sandwich by its name: the infinitesimal jackknife, a little shorter', () => {
  const jackknife = fitChinchilla(runs, { loss: lossOption(loss), covariance: 'infinitesimal-jackknife' })
  expect(jackknife.intervals['alpha']!.method).toBe('infinitesimal jackknife, t')
  const ratio = jackknife.standardErrors['alpha']! / fit.standardErrors['alpha']!
  expect(ratio).toBeLessThan(1)
  expect(ratio).toBeGreaterThan(0.8)
  const curveFit = fitPowerOffset(plateau, { loss, covariance: 'infinitesimal-jackknife' })
  expect(curveFit.standardErrors['c']!).toBeLessThan(fitPowerOffset(plateau, { loss }).standardErrors['c']!)
  expect(() => fitChinchilla(runs, { covariance: 'other' as never })).toThrow(/covariance must be one of/)
})

it.each([
  ['nothing', null, /document/],
  ['another law', { ...fit, law: 'linear' }, /law/],
  ['a refused fit', fitChinchilla([]), /parameters/],
  ['a fit that did not converge', { ...fit, converged: false }, /converged/],
  ['a missing constant', { ...fit, parameters: { A: 1, B: 1, E: 1, alpha: 1 } }, /beta: the constant is missing/],
  ['a negative scale', { ...fit, parameters: { ...fit.parameters, A: -1 } }, /A: must be >= 0, got -1/],
  ['a covariance of other constants', { ...fit, covariance: { ...fit.covariance!, scales: ['a'] } }, /covariance/],
])('refuses %s with everything that is wrong', (_, value, message) => {
  expect(() => parseFit(json(value))).toThrow(DataError)
  expect(() => parseFit(json(value))).toThrow(message)
})

it.each([
  [() => predictWithFit(fitChinchilla([]), [{ params: 1, tokens: 1 }]), /refused/],
  [() => predictWithFit(fit, [{ params: 0, tokens: 1 }]), /params must be > 0/],
  [() => predictWithFit(fit, [], { level: 2 }), /level/],
  [() => allocateBudgets(fitChinchilla([]), [1]), /refused/],
  [() => allocateBudgets(fit, [0]), /budgets must be > 0, got 0/],
  [
    () =>
      allocateDataConstrained(
        fitDataConstrained([], publishedFits.muennighoff.parameters),
        publishedFits.muennighoff.parameters,
        [1],
        1,
      ),
    /refused/,
  ],
  [() => lawLoss('no' as never, {} as never, {}), /law must be one of/],
])('names what is wrong with a call', (call, message) => {
  expect(call).toThrow(message)
})
