import { createRandom } from '@safety-portfolio/stats'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fitLossToLoss, lossToLoss, parseLossPairs, type LossPair, type LossToLossParameters } from '../src/index.js'
import oracle from './oracles/curve-laws.json' with { type: 'json' }

const truth = { K: 1.2, kappa: 1.6, E0: 1.7, E1: 2 }
const irreducible = { source: 1.7, target: 2 }
/** Without noise residuals, and so their gradient relative to 1e-6 of the loss, are rounding errors, which differ between engines. */
const roundingGradient = 1e-8
const losses = ['huber', 'lad', 'log-squared', 'squared'] as const

function pairs(parameters: LossToLossParameters = truth, noise = 0, seed = 1, n = 16): readonly LossPair[] {
  const random = createRandom(seed)
  return Array.from({ length: n }, (_, i) => 1.9 + (3.1 * i) / (n - 1)).map((source) => ({
    source,
    target: lossToLoss(parameters, source) * Math.exp(noise * random.normal()),
  }))
}

function expectConstants(found: object | null, wanted: object, tolerance: number): void {
  const values = new Map(Object.entries(found!) as [string, number][])
  for (const [name, value] of Object.entries(wanted) as [string, number][]) {
    expect(Math.abs(values.get(name)! / value - 1), name).toBeLessThan(tolerance)
  }
}

it.each(losses)('recovers planted constants without noise: %s', (loss) => {
  const fit = fitLossToLoss(pairs(), { loss })
  expect(fit.gradientNorm ?? 0).toBeLessThan(roundingGradient)
  expectConstants(fit.parameters, truth, 1e-9)
  const known = fitLossToLoss(pairs(), { loss, irreducible })
  expect(known.gradientNorm ?? 0).toBeLessThan(roundingGradient)
  expectConstants(known.parameters, truth, 1e-12)
})

it('recovers constants over a wide range, also below 1', () => {
  const inRange = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
  const kappas = fc.oneof(inRange(0.4, 0.8), inRange(1.25, 2))
  fc.assert(
    fc.property(inRange(0.5, 2), kappas, inRange(1, 1.8), inRange(0.5, 3), (K, kappa, E0, E1) => {
      const fit = fitLossToLoss(pairs({ K, kappa, E0, E1 }), { loss: 'log-squared' })
      expect(fit.gradientNorm ?? 0).toBeLessThan(roundingGradient)
      expectConstants(fit.parameters, { K, kappa, E0, E1 }, 1e-7)
    }),
    { numRuns: 30, seed: 2 },
  )
})

it('agrees with scipy on noisy pairs', () => {
  const { source, target, objective, parameters } = oracle.lossToLoss
  const given = source.map((value, i) => ({ source: value, target: target[i]! }))
  const fit = fitLossToLoss(given, { loss: 'log-squared' })
  expect(Math.abs(fit.objective! / objective - 1)).toBeLessThan(1e-9)
  expectConstants(fit.parameters, parameters, 1e-5)
})

it('with known irreducible losses is the straight line of logarithms where noise is in log(L1 - E1)', () => {
  const random = createRandom(3)
  const given = pairs().map(({ source, target }) => ({
    source,
    target: (target - 2) * Math.exp(0.01 * random.normal()) + 1e-9,
  }))
  const fit = fitLossToLoss(given, { loss: 'log-squared', irreducible: { source: 1.7, target: 1e-9 } })
  const u = given.map(({ source }) => Math.log(source - 1.7))
  const v = given.map(({ target }) => Math.log(target - 1e-9))
  const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length
  const slope =
    u.reduce((total, value, i) => total + (value - mean(u)) * (v[i]! - mean(v)), 0) /
    u.reduce((total, value) => total + (value - mean(u)) ** 2, 0)
  expect(Math.abs(fit.parameters!.kappa / slope - 1)).toBeLessThan(1e-7)
})

it('does not depend on the units of either loss', () => {
  const given = pairs(truth, 0.001, 3)
  for (const loss of ['huber', 'log-squared', 'squared'] as const) {
    const { K, kappa, E0, E1 } = fitLossToLoss(given, { loss }).parameters!
    const scaled = fitLossToLoss(
      given.map(({ source, target }) => ({ source: source / 3, target: 7 * target })),
      { loss },
    )
    expectConstants(scaled.parameters, { K: 7 * K * 3 ** kappa, kappa, E0: E0 / 3, E1: 7 * E1 }, 1e-5)
  }
})

it('reports plain data; known irreducible losses have no interval', () => {
  const fit = fitLossToLoss(pairs(truth, 0.002), { irreducible, bootstrap: { replicates: 30, seed: 1 } })
  expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  expect(fit.parameters).toMatchObject({ E0: 1.7, E1: 2 })
  expect(fit.intervals).toMatchObject({ E0: null, E1: null })
  expect(fit.intervals['kappa']!.lower).toBeLessThan(truth.kappa)
  expect(fit.assumptions.join()).toContain('E0 = 1.7')
  const free = fitLossToLoss(pairs(truth, 0.001), { loss: 'log-squared', bootstrap: { replicates: 30, seed: 1 } })
  expect(free.bootstrap!.replicates).toBe(30)
  expect(free.intervals['E0']!.upper).toBeGreaterThan(free.intervals['E0']!.lower)
})

it('has 90 % intervals that hold kappa about nine times in ten, the irreducible losses known', () => {
  const trials = 200
  let held = 0
  for (let seed = 0; seed < trials; seed += 1) {
    const options = { loss: 'log-squared', level: 0.9, irreducible } as const
    const interval = fitLossToLoss(pairs(truth, 0.005, seed), options).intervals['kappa']
    if (interval && interval.lower <= truth.kappa && truth.kappa <= interval.upper) held += 1
  }
  expect(held / trials).toBeGreaterThan(0.82)
  expect(held / trials).toBeLessThan(0.97)
})

it('refuses a straight line with noise nearly always, and never with the irreducible losses known', () => {
  let refused = 0
  for (let seed = 0; seed < 20; seed += 1) {
    const given = pairs({ K: 1, kappa: 1, E0: 1.7, E1: 2 }, 0.01, seed)
    const fit = fitLossToLoss(given, { loss: 'log-squared' })
    if (fit.refusal !== undefined) refused += 1
    expect(fitLossToLoss(given, { loss: 'log-squared', irreducible }).refusal).toBeUndefined()
  }
  expect(refused).toBeGreaterThanOrEqual(14)
})

const given = pairs()
it.each<[string, readonly LossPair[], RegExp]>([
  ['no pair', [], /^too-few-points$/],
  ['four pairs', given.slice(0, 4), /^too-few-points$/],
  ['copies of four pairs', [...given.slice(0, 4), ...given.slice(0, 4)], /^too-few-points$/],
  ['a loss of zero', [...given, { source: 0, target: 1 }], /^invalid-runs$/],
  ['a loss of NaN', [...given, { source: 1, target: Number.NaN }], /^invalid-runs$/],
  ['an infinite loss', [...given, { source: Infinity, target: 1 }], /^invalid-runs$/],
  ['a straight line', given.map(({ source }) => ({ source, target: 1 + source / 2 })), /^straight-line$/],
  ['a constant', given.map(({ source }) => ({ source, target: 3 })), /^constant-loss$/],
  [
    'a target that falls',
    given.map(({ source }) => ({ source, target: 5 / source })),
    /^(kappa-at-bound|not-identifiable)$/,
  ],
])('refuses %s', (_, refused, code) => {
  const fit = fitLossToLoss(refused, { loss: 'log-squared' })
  expect(fit).toMatchObject({ parameters: null, converged: false, objective: null, method: 'refused' })
  expect(fit.refusal?.code).toMatch(code)
  expect(fit.intervals).toEqual({ K: null, kappa: null, E0: null, E1: null })
})

it('refuses a loss below a known irreducible loss, and two pairs', () => {
  expect(fitLossToLoss(given, { irreducible: { source: 2, target: 2 } }).refusal?.code).toBe('loss-below-irreducible')
  expect(fitLossToLoss(given.slice(0, 2), { irreducible }).refusal?.code).toBe('too-few-points')
})

it('reads rows and throws outside its domain', () => {
  expect(parseLossPairs([{ source: '2.9', target: '3.1' }])).toEqual([{ source: 2.9, target: 3.1 }])
  expect(() => parseLossPairs([{ source: '2.9', target: '-1' }])).toThrow(/target/)
  expect(() => lossToLoss(truth, 1)).toThrow(/lossToLoss: source must be >= E0 \(1.7\), got 1/)
  expect(() => fitLossToLoss(given, { irreducible: { source: -1, target: 1 } })).toThrow(
    /irreducible.source must be >= 0/,
  )
  expect(() => fitLossToLoss(given, { irreducible: { source: 1, target: 0 } })).toThrow(
    /irreducible.target must be > 0/,
  )
  expect(() => fitLossToLoss(given, { level: 0 })).toThrow(/fitLossToLoss: level/)
})
