import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { bnslLoss, fitBnsl, fitPowerOffset, type BnslParameters, type CurvePoint } from '../src/index.js'
import { bnsl } from '../src/internal/bnsl-definition.js'
import { centredLogs } from '../src/internal/centred-logs.js'
import { levenbergMarquardt } from '../src/internal/levenberg-marquardt.js'
import { polishLaw } from '../src/internal/polish-law.js'
import oracle from './oracles/curve-laws.json' with { type: 'json' }

const one = { a: 0.4, b: 2, c0: 0.05, c1: 2, d1: 600, f1: 0.1 }
const two = { a: 0.2, b: 3, c0: 0.02, c1: 0.5, d1: 100, f1: 0.2, c2: -0.4, d2: 8000, f2: 0.3 }
/** Without noise residuals, and so their gradient relative to 1e-6 of the loss, are rounding errors, which differ between engines. */
const roundingGradient = 1e-8
const losses = ['huber', 'lad', 'log-squared', 'squared', 'log1p-squared'] as const

function curve(parameters: BnslParameters, noise = 0, seed = 1, n = 18, from = 60, ratio = 1.3): readonly CurvePoint[] {
  const random = createRandom(seed)
  return Array.from({ length: n }, (_, k) => from * ratio ** k).map((x) => ({
    x,
    loss: bnslLoss(parameters, x) * Math.exp(noise * random.normal()),
  }))
}

const codes = (fit: { readonly warnings: readonly { readonly code: string }[] }): readonly string[] =>
  fit.warnings.map(({ code }) => code)

function expectConstants(found: BnslParameters | null, wanted: BnslParameters, tolerance: number): void {
  for (const [name, value] of Object.entries(wanted)) {
    expect(Math.abs(found![name as 'a'] / value - 1), name).toBeLessThan(tolerance)
  }
}

it.each(losses)('recovers one planted break: %s', (loss) => {
  const fit = fitBnsl(curve(one), { loss })
  expect(fit.gradientNorm ?? 0).toBeLessThan(roundingGradient)
  expect(fit.basins!.starts).toBeGreaterThan(3)
  expectConstants(fit.parameters, one, 1e-9)
  expect(Object.keys(fit.parameters!)).toEqual(['a', 'b', 'c0', 'c1', 'd1', 'f1'])
})

it('recovers the ground truth of the authors from noiseless points', () => {
  const truth = {
    a: 0.41388453071629455,
    b: 2.2772722897737556,
    c0: 0.055077348404973955,
    c1: 5.662903816010331,
    d1: 612.5836172918001,
    f1: 0.059193036393742314,
  }
  const x = [160, 192, 256, 320, 384, 448, 480, 512, 544, 576, 608, 640, 672, 736]
  const points = x.map((value) => ({ x: value, loss: bnslLoss(truth, value) }))
  expectConstants(fitBnsl(points, { loss: 'log1p-squared' }).parameters, truth, 1e-8)
})

it('a fit that says it converged is never worse than the optimum next to the planted truth', () => {
  const random = createRandom(5)
  const between = (low: number, high: number): number => low + (high - low) * random.uniform()
  let converged = 0
  const trials = 16
  for (let trial = 0; trial < trials; trial += 1) {
    const truth = {
      a: between(0, 1),
      b: between(1, 5),
      c0: between(-0.05, 0.3),
      c1: between(0.2, 2.5),
      d1: Math.exp(between(3.4, 8)),
      f1: Math.exp(between(-3, -0.3)),
    }
    const points = curve(truth, 0.005, trial, 20, 10, 1.4)
    const fit = fitBnsl(points, { loss: 'log-squared' })
    if (!fit.converged) continue
    converged += 1
    const weights = new Float64Array(20).fill(1)
    const model = bnsl(1, 0).build(points, weights)
    const { mean } = centredLogs(points.map(({ x }) => x))
    const unit = model.logLossMean
    const start = Float64Array.of(
      Math.log(truth.b) - truth.c0 * mean - unit,
      Math.log(truth.a) - unit,
      truth.c0,
      truth.c1,
      Math.log(truth.d1) - mean,
      Math.log(truth.f1),
    )
    const near = polishLaw(model, { log: true, delta: Infinity }, levenbergMarquardt(model, start))
    expect(fit.objective! / 2).toBeLessThan(near.value * (1 + 1e-6))
  }
  expect(converged).toBeGreaterThanOrEqual(0.8 * trials)
})

it('recovers two planted breaks in the order of x', () => {
  const fit = fitBnsl(curve(two, 0, 1, 30, 10, 1.4), { breaks: 2, loss: 'log-squared' })
  expect(fit.gradientNorm ?? 0).toBeLessThan(roundingGradient)
  expectConstants(fit.parameters, two, 1e-8)
})

it('recovers three planted breaks', () => {
  const three = { ...two, c3: 0.6, d3: 3e5, f3: 0.25 }
  const fit = fitBnsl(curve(three, 0, 1, 44, 10, 1.4), { breaks: 3, loss: 'log-squared' })
  expect(fit.gradientNorm ?? 0).toBeLessThan(roundingGradient)
  expectConstants(fit.parameters, three, 1e-7)
})

it('agrees with scipy on two breaks with noise', () => {
  const { x, loss, objective, parameters } = oracle.twoBreaks
  const fit = fitBnsl(
    x.map((value, i) => ({ x: value, loss: loss[i]! })),
    { breaks: 2, loss: 'log-squared' },
  )
  expect(Math.abs(fit.objective! / objective - 1)).toBeLessThan(1e-9)
  expectConstants(fit.parameters, parameters, 1e-5)
})

it('without a break is the power law with offset', () => {
  const points = curve({ a: 0.3, b: 20, c0: 0.4 }, 0.02)
  for (const loss of ['log-squared', 'squared'] as const) {
    const fit = fitBnsl(points, { breaks: 0, loss })
    const { E, B, c } = fitPowerOffset(points, { loss }).parameters!
    expectConstants(fit.parameters, { a: E, b: B, c0: c }, 1e-7)
  }
})

it('does not depend on the units of x and of the loss', () => {
  const points = curve(one, 0.003, 3)
  for (const loss of ['huber', 'log-squared', 'squared'] as const) {
    const fit = fitBnsl(points, { loss })
    const scaled = fitBnsl(
      points.map((point) => ({ x: point.x * 1e6, loss: point.loss * 50 })),
      { loss },
    )
    const { a, b, c0, d1, ...rest } = fit.parameters!
    expectConstants(scaled.parameters, { ...rest, c0, a: 50 * a, b: 50 * b * 1e6 ** c0, d1: 1e6 * d1! }, 1e-6)
  }
})

it('takes a whole weight as that many copies', () => {
  const points = curve(one, 0.003, 5)
  const weights = points.map((_, i) => 1 + (i % 2))
  const copies = points.flatMap((point, i) => Array.from({ length: weights[i]! }, () => point))
  const weighted = fitBnsl(points, { weights, loss: 'log-squared' })
  const copied = fitBnsl(copies, { loss: 'log-squared' })
  expect(Math.abs(weighted.objective! / copied.objective! - 1)).toBeLessThan(1e-9)
  expectConstants(weighted.parameters, copied.parameters!, 1e-6)
})

it('reports plain data under its own loss and bootstraps reproducibly', () => {
  const options = { loss: 'log1p-squared', bootstrap: { replicates: 20, seed: 4, level: 0.8 } } as const
  const points = curve(one, 0.003, 2, 24, 60, 1.2)
  const fit = fitBnsl(points, options)
  expect(fit.loss).toEqual({ name: 'log1p-squared', delta: null })
  expect(fit.method).toContain('sum of squared residuals of log(1 + y)')
  expect(fit).toMatchObject({ law: 'bnsl', breaks: 1, n: 24 })
  expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  expect(fitBnsl(points, options)).toEqual(fit)
  expect(fit.intervals['d1']!.lower).toBeLessThan(fit.intervals['d1']!.upper)
  expect(fit.standardErrors['f1']).toBeGreaterThan(0)
})

it('does not count one optimum with its breaks renamed as two', () => {
  const fit = fitBnsl(curve(two, 0.002, 6, 30, 10, 1.4), { breaks: 2, loss: 'log-squared' })
  const objectives = fit.basins!.optima.map(({ objective }) => objective)
  for (const [i, value] of objectives.entries()) {
    if (i > 0) expect(Math.abs(value / objectives[i - 1]! - 1)).toBeGreaterThan(1e-9)
  }
})

it('warns of a break outside the data', () => {
  const fits = Array.from({ length: 3 }, (_, seed) =>
    fitBnsl(curve({ ...one, d1: 4e4, f1: 0.3 }, 0.001, seed, 18, 60, 1.42), { loss: 'log-squared' }),
  )
  const outside = fits.filter(
    ({ parameters }) => parameters !== null && (parameters.d1! > 60 * 1.42 ** 17 || parameters.d1! < 60),
  )
  expect(outside.length).toBeGreaterThan(0)
  for (const fit of outside) expect(codes(fit)).toContain('break-outside-data')
})

it('warns of a break that the points do not support, and not of one that they do', () => {
  let unsupported = 0
  for (let seed = 0; seed < 6; seed += 1) {
    const fit = fitBnsl(curve({ a: 0.3, b: 20, c0: 0.4 }, 0.02, seed), { loss: 'log-squared' })
    if (fit.parameters === null || codes(fit).includes('break-not-supported')) unsupported += 1
    expect(codes(fitBnsl(curve(one, 0.003, seed), { loss: 'log-squared' }))).not.toContain('break-not-supported')
  }
  expect(unsupported).toBeGreaterThanOrEqual(5)
})

it('warns of a break that is sharper than the points can show', () => {
  const fit = fitBnsl(curve({ ...one, f1: 1e-3 }), { loss: 'log-squared' })
  expect(codes(fit)).toContain('sharp-break')
})

it('warns of few points for many constants', () => {
  expect(codes(fitBnsl(curve(one, 0.003, 1, 10, 60, 1.6), { loss: 'log-squared' }))).toContain(
    'few-points-per-constant',
  )
  expect(codes(fitBnsl(curve(one, 0.003), { loss: 'log-squared' }))).not.toContain('few-points-per-constant')
})

it.each<[string, readonly CurvePoint[], number, string]>([
  ['no point', [], 1, 'too-few-points'],
  ['seven points for a break', curve(one, 0, 1, 7), 1, 'too-few-points'],
  ['ten points for two breaks', curve(two, 0, 1, 10), 2, 'too-few-points'],
  ['three points without a break', curve(one, 0, 1, 3), 0, 'too-few-points'],
  ['many points at few x', [...curve(one, 0, 1, 5), ...curve(one, 0.1, 2, 5)], 1, 'too-few-points'],
  ['a loss of zero', [...curve(one), { x: 1, loss: 0 }], 1, 'invalid-runs'],
  ['a loss of NaN', [...curve(one), { x: 1, loss: Number.NaN }], 1, 'invalid-runs'],
  ['an infinite x', [...curve(one), { x: Infinity, loss: 1 }], 1, 'invalid-runs'],
  ['a constant', curve(one).map(({ x }) => ({ x, loss: 2 })), 1, 'constant-loss'],
])('refuses %s', (_, points, breaks, code) => {
  const fit = fitBnsl(points, { loss: 'log-squared', breaks })
  expect(fit).toMatchObject({ parameters: null, converged: false, objective: null, method: 'refused' })
  expect(fit.refusal?.code).toBe(code)
})

it.each([
  [{ breaks: -1 }, /fitBnsl: breaks must be an integer >= 0, got -1/],
  [{ breaks: 1.5 }, /breaks/],
  [{ breaks: 7 }, /breaks must be <= 6, got 7/],
  [{ loss: 'mean' as never }, /fitBnsl: loss must be one of/],
  [{ weights: [1] }, /weights must be >= 0, one per datum/],
])('throws for the option %j', (options, message) => {
  expect(() => fitBnsl(curve(one), options)).toThrow(message)
})
