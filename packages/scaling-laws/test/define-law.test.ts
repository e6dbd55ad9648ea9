import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { lossOption } from './loss-option.js'
import {
  backtestLaw,
  bnslLoss,
  bootstrapLaw,
  compareLaws,
  defineLaw,
  fitBnsl,
  fitChinchilla,
  fitDefinedLaw,
  fitKaplan,
  fitPowerOffset,
  kaplanLoss,
  lawLoss,
  powerOffsetLoss,
  predictLoss,
  predictWithFit,
  profileIntervals,
  publishedFits,
  simulateRuns,
  type CurvePoint,
} from '../src/index.js'

interface Run {
  readonly params: number
  readonly tokens: number
}

const chinchillaConstants = {
  A: { linear: true, determinedBy: 'params' },
  B: { linear: true, determinedBy: 'tokens' },
  E: { domain: 'nonnegative', linear: true },
  alpha: { domain: 'real', starts: [0, 1.5], limits: [0.01, 4], determinedBy: 'params' },
  beta: { domain: 'real', starts: [0, 1.5], limits: [0.01, 4], determinedBy: 'tokens' },
} as const

type Chinchilla = Readonly<Record<'A' | 'B' | 'E' | 'alpha' | 'beta', number>>

const chinchillaSpec = {
  law: 'own chinchilla',
  constants: chinchillaConstants,
  loss: ({ A, B, E, alpha, beta }: Chinchilla, { params, tokens }: Run) =>
    E + A * params ** -alpha + B * tokens ** -beta,
}
const gradient = ({ A, B, alpha, beta }: Chinchilla, { params, tokens }: Run): Chinchilla => ({
  A: params ** -alpha,
  B: tokens ** -beta,
  E: 1,
  alpha: -A * params ** -alpha * Math.log(params),
  beta: -B * tokens ** -beta * Math.log(tokens),
})
const hessian = ({ A, B, alpha, beta }: Chinchilla, { params, tokens }: Run) => ({
  A: { alpha: -(params ** -alpha) * Math.log(params) },
  beta: { B: -(tokens ** -beta) * Math.log(tokens), beta: B * tokens ** -beta * Math.log(tokens) ** 2 },
  alpha: { alpha: A * params ** -alpha * Math.log(params) ** 2 },
})
const ways = {
  'the loss alone': defineLaw(chinchillaSpec),
  'a gradient': defineLaw({ ...chinchillaSpec, gradient }),
  'a gradient and a Hessian': defineLaw({ ...chinchillaSpec, gradient, hessian }),
}

const truth = publishedFits.besiroglu.parameters
const runs = simulateRuns({ parameters: truth, seed: 4 }).filter((_, k) => k % 3 === 0)

/** Optima agree to rounding through different coordinates; covariances hold second derivatives by differences. */
const sameConstant = 1e-9
const sameObjective = 1e-12
const sameError = 1e-6

const powerOffset = defineLaw({
  law: 'own power-offset',
  constants: {
    B: { linear: true, determinedBy: 'x' },
    E: { domain: 'nonnegative', linear: true },
    c: { domain: 'real', starts: [0, 2], limits: [0.01, 4], determinedBy: 'x' },
  },
  loss: ({ B, E, c }, { x }: { readonly x: number }) => E + B * x ** -c,
})
const random = createRandom(5)
const curve = Array.from({ length: 24 }, (_, k): CurvePoint => {
  const x = 1e5 * 1.6 ** k
  return { x, loss: powerOffsetLoss({ E: 0.4, B: 150, c: 0.45 }, x) * Math.exp(0.01 * random.normal()) }
})

function expectClose(own: number, built: number, tolerance: number): void {
  expect(Math.abs(own / built - 1)).toBeLessThan(tolerance)
}

describe.each(Object.entries(ways))('the Chinchilla law as %s', (_, law) => {
  it.each(['log-squared', 'squared', 'huber', 'lad'] as const)('has the optimum of the built-in law by %s', (loss) => {
    const own = fitDefinedLaw(law, runs, { loss })
    const built = fitChinchilla(runs, { loss: lossOption(loss) })
    expect(own.converged).toBe(true)
    for (const name of law.names) expectClose(own.parameters![name], built.parameters![name], sameConstant)
    expectClose(own.objective!, built.objective!, sameObjective)
    if (loss === 'lad') return
    for (const name of law.names) expectClose(own.standardErrors[name]!, built.standardErrors[name]!, sameError)
  })
})

it('answers everything that the built-in law answers, with the same numbers', () => {
  const law = ways['a gradient']
  const options = { loss: 'log-squared', level: 0.9 } as const
  const places = [{ params: 7e10, tokens: 1.4e12 }]
  const own = predictLoss(law, runs, places, options)
  const built = predictLoss('chinchilla', runs, places, options)
  expect(own.law).toBe('own chinchilla')
  expectClose(
    own.predictions[0]!.prediction.interval!.lower,
    built.predictions[0]!.prediction.interval!.lower,
    sameError,
  )
  expectClose(own.drift!.perEfold, built.drift!.perEfold, sameError)
  const frontier = { frontier: ({ alpha, beta }: Chinchilla) => beta / (alpha + beta) }
  const profiled = profileIntervals(law, runs, { ...options, constants: ['alpha'], quantities: frontier })
  const builtProfile = profileIntervals('chinchilla', runs, { ...options, constants: ['alpha'], quantities: frontier })
  for (const name of ['alpha', 'frontier'])
    expectClose(profiled.estimates[name]!.interval!.upper, builtProfile.estimates[name]!.interval!.upper, sameError)
  for (const kind of ['case', 'residual', 'wild', 'hierarchical'] as const) {
    const drawn = { ...options, kind, replicates: 8, seed: 3, clusters: runs.map((_, k) => k % 12) }
    const boot = bootstrapLaw(law, runs, drawn)
    expectClose(
      boot.estimates['beta']!.interval!.upper,
      bootstrapLaw('chinchilla', runs, drawn).estimates['beta']!.interval!.upper,
      sameError,
    )
  }
  const tested = backtestLaw(law, runs, { ...options, cutoffs: [1e20] })
  const builtTest = backtestLaw('chinchilla', runs, { ...options, cutoffs: [1e20] })
  expectClose(tested.cutoffs[0]!.rmse!, builtTest.cutoffs[0]!.rmse!, sameError)
  expect(tested.cutoffs[0]!.coverage).toEqual(builtTest.cutoffs[0]!.coverage)
  const { laws } = compareLaws([
    { law, points: runs },
    { law: 'chinchilla', points: runs },
    { law: 'kaplan', points: runs },
  ])
  expect(laws[0]!.name).toBe('own chinchilla')
  expect(laws[0]!.aicc!).toBeCloseTo(laws[1]!.aicc!, 6)
  expectClose(laws[0]!.extrapolationError!, laws[1]!.extrapolationError!, sameError)
  const fit = fitDefinedLaw(law, runs, options)
  const [at] = predictWithFit(fit, places, { law, level: 0.9 })
  expectClose(
    at!.interval!.upper,
    predictWithFit(fitChinchilla(runs, options), places, { level: 0.9 })[0]!.interval!.upper,
    sameError,
  )
  expect(lawLoss(law, fit.parameters!, places[0]!)).toBe(at!.estimate)
  expect(JSON.parse(JSON.stringify(own))).toEqual(own)
})

it.each(['log-squared', 'squared', 'huber'] as const)(
  'fits a power law with offset as the built-in one by %s',
  (loss) => {
    const own = fitDefinedLaw(powerOffset, curve, { loss })
    const built = fitPowerOffset(curve, { loss })
    for (const name of powerOffset.names) expectClose(own.parameters![name], built.parameters![name], sameConstant)
    expectClose(own.objective!, built.objective!, sameObjective)
    for (const name of powerOffset.names) expectClose(own.standardErrors[name]!, built.standardErrors[name]!, sameError)
  },
)

it('sets an irreducible loss to zero where the data ask for it', () => {
  const falling = Array.from({ length: 12 }, (_, k) => ({
    x: 10 * 2 ** k,
    loss: 9 * (10 * 2 ** k) ** -0.4 * (k === 11 ? 0.9 : 1),
  }))
  const fit = fitDefinedLaw(powerOffset, falling, { loss: 'log-squared' })
  const built = fitPowerOffset(falling, { loss: 'log-squared' })
  expect(built.parameters!.E).toBe(0)
  expect(fit.parameters!.E).toBe(0)
  expectClose(fit.parameters!.c, built.parameters!.c, sameConstant)
  expect(fit.warnings.map(({ code }) => code)).toContain('zero-irreducible-loss')
})

it('finds a law without linear constants, and one that bends within a step of its differences', () => {
  const kaplan = defineLaw({
    law: 'own kaplan',
    constants: {
      Nc: { starts: [1e10, 1e16], determinedBy: 'params' },
      Dc: { starts: [1e10, 1e16], determinedBy: 'tokens' },
      alphaN: { domain: 'real', starts: [0.02, 0.5] },
      alphaD: { domain: 'real', starts: [0.02, 0.5] },
    },
    loss: ({ Nc, Dc, alphaN, alphaD }, { params, tokens }: Run) =>
      ((Nc / params) ** (alphaN / alphaD) + Dc / tokens) ** alphaD,
  })
  const noise = createRandom(8)
  const constants = { Nc: 6.4e13, Dc: 1.8e13, alphaN: 0.076, alphaD: 0.103 }
  const data = runs.map((run) => ({
    ...run,
    loss: kaplanLoss(constants, run.params, run.tokens) * Math.exp(0.01 * noise.normal()),
  }))
  const own = fitDefinedLaw(kaplan, data, { loss: 'log-squared' })
  const built = fitKaplan(data, { loss: 'log-squared' })
  for (const name of ['alphaN', 'alphaD'] as const)
    expectClose(own.parameters![name], built.parameters![name], sameConstant)
  expectClose(own.objective!, built.objective!, sameObjective)

  const broken = defineLaw({
    law: 'own bnsl',
    constants: {
      a: { domain: 'nonnegative', linear: true },
      b: { linear: true },
      c0: { domain: 'real', starts: [0, 1] },
      c1: { domain: 'real', starts: [0, 6] },
      d1: { starts: [50, 5000], determinedBy: 'x' },
      f1: { starts: [0.01, 1] },
    },
    loss: ({ a, b, c0, c1, d1, f1 }, { x }: { readonly x: number }) =>
      a + b * x ** -c0 * Math.exp(-c1 * f1 * Math.log1p((x / d1) ** (1 / f1))),
  })
  const curved = Array.from({ length: 40 }, (_, k) => {
    const x = 50 * 1.13 ** k
    return {
      x,
      loss: bnslLoss({ a: 0.4, b: 2.3, c0: 0.05, c1: 3, d1: 610, f1: 0.06 }, x) * Math.exp(0.003 * noise.normal()),
    }
  })
  const bends = fitDefinedLaw(broken, curved, { loss: 'log-squared' })
  const builtBends = fitBnsl(curved, { loss: 'log-squared' })
  expect(bends.converged).toBe(true)
  expectClose(bends.objective!, builtBends.objective!, sameObjective)
  expectClose(bends.parameters!.d1, builtBends.parameters!.d1!, sameConstant)
})

it('refuses what the data cannot determine, and says what would', () => {
  const law = ways['a gradient']
  const code = (
    points: Parameters<typeof fitDefinedLaw<'A' | 'B' | 'E' | 'alpha' | 'beta', Run>>[1],
  ): string | undefined => fitDefinedLaw(law, points).refusal?.code
  expect(code([])).toBe('too-few-points')
  expect(code(runs.slice(0, 5))).toBe('too-few-points')
  expect(code(runs.map((run) => ({ ...run, loss: 2 })))).toBe('constant-loss')
  expect(code(runs.map((run) => ({ ...run, loss: -1 })))).toBe('invalid-runs')
  expect(code(runs.map((run, k) => (k === 3 ? { ...run, params: NaN } : run)))).toBe('invalid-runs')
  const oneSize = runs.map((run) => ({ ...run, params: 1e9 }))
  expect(fitDefinedLaw(law, oneSize).refusal).toMatchObject({
    code: 'too-few-sizes-of-params',
    message: expect.stringContaining('wider range of params') as string,
  })
  const rising = runs.map((run, k) => ({ ...run, loss: 2 + 0.1 * (k % 5) }))
  const refused = fitDefinedLaw(law, rising)
  expect(refused.parameters).toBeNull()
  expect(refused.refusal!.message).toMatch(/Add (data|runs) over a wider range of/)
})

it('orders data by the scale of the law, and asks for one where places have no usual one', () => {
  const spec = {
    law: 'width',
    constants: { B: { linear: true }, c: { domain: 'real', starts: [0, 2] } },
    loss: ({ B, c }: Readonly<Record<'B' | 'c', number>>, { width }: { readonly width: number }) => B * width ** -c,
  } as const
  const data = curve.map(({ x, loss }) => ({ width: x, loss }))
  const scaled = defineLaw({ ...spec, scale: ({ width }) => width ** 2 })
  const options = { loss: 'log-squared', beyond: 'law' } as const
  const { predictions } = predictLoss(scaled, data, [{ width: 10 * data.at(-1)!.width }], options)
  expect(predictions[0]!.extrapolation).toBeCloseTo(100, 9)
  expect(() => predictLoss(defineLaw(spec), data, [{ width: 1e6 }], options)).toThrow(/the law width needs a scale/)
  expect(fitDefinedLaw(defineLaw(spec), data, { loss: 'log-squared' }).converged).toBe(true)
  expect(() => predictLoss(scaled, data, [{ width: NaN }], options)).toThrow(/width must be a finite number/)
})

it('throws for derivatives that are not those of the loss', () => {
  const wrong = defineLaw({
    ...chinchillaSpec,
    gradient: (constants, place) => ({ ...gradient(constants, place), beta: 0 }),
  })
  expect(() => fitDefinedLaw(wrong, runs)).toThrow(/gradient\.beta is not the derivative of the loss/)
  const wrongHessian = defineLaw({ ...chinchillaSpec, gradient, hessian: () => ({ E: { E: 1 } }) })
  expect(() => fitDefinedLaw(wrongHessian, runs)).toThrow(/hessian\..* is not the derivative/)
})

it('throws for laws that cannot be fitted as they are defined', () => {
  const loss = (): number => 1
  expect(() => defineLaw({ law: '', constants: { a: { linear: true } }, loss })).toThrow(/law must be a name/)
  expect(() => defineLaw({ law: 'x', constants: {}, loss })).toThrow(/at least 1/)
  expect(() => defineLaw({ law: 'x', constants: { a: {} }, loss })).toThrow(/constants\.a\.starts/)
  expect(() => defineLaw({ law: 'x', constants: { a: { starts: [0, 1] } }, loss })).toThrow(/both > 0/)
  expect(() => defineLaw({ law: 'x', constants: { a: { domain: 'real', starts: [2, 1] } }, loss })).toThrow(
    /lower first/,
  )
  expect(() => defineLaw({ law: 'x', constants: { a: { domain: 'odd' as 'real', linear: true } }, loss })).toThrow(
    /domain/,
  )
  const copy = { ...powerOffset }
  expect(() => fitDefinedLaw(copy, curve)).toThrow(/made by defineLaw/)
  expect(() => predictLoss(copy, curve, [])).toThrow(/has not made/)
})
