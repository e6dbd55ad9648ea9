import { createRandom } from '@safety-portfolio/stats'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  fitM1,
  fitM2,
  fitM3,
  fitM4,
  fitPowerOffset,
  m1Loss,
  m2Loss,
  m3Loss,
  m4Loss,
  type CurvePoint,
} from '../src/index.js'
import oracle from './oracles/curve-laws.json' with { type: 'json' }

/** Without noise residuals, and so their gradient relative to 1e-6 of the loss, are rounding errors, which differ between engines. */
const roundingGradient = 1e-8
const losses = ['huber', 'lad', 'log-squared', 'squared'] as const
const truth4 = { E: 0.3, E0: 1, B: 1e3, c: 0.6, alpha: 0.8 }
const curve = (value: (x: number) => number, noise = 0, seed = 1, n = 14): readonly CurvePoint[] => {
  const random = createRandom(seed)
  return Array.from({ length: n }, (_, k) => 1e3 * 3 ** k).map((x) => ({
    x,
    loss: value(x) * Math.exp(noise * random.normal()),
  }))
}
const points = ({
  x,
  loss,
}: {
  readonly x: readonly number[]
  readonly loss: readonly number[]
}): readonly CurvePoint[] => x.map((value, i) => ({ x: value, loss: loss[i]! }))

function expectConstants(found: object | null, wanted: object, tolerance: number): void {
  const values = new Map(Object.entries(found!) as [string, number][])
  for (const [name, value] of Object.entries(wanted) as [string, number][]) {
    expect(Math.abs(values.get(name)! / value - 1), name).toBeLessThan(tolerance)
  }
}

it.each(losses)('recovers planted constants without noise: %s', (loss) => {
  const cases = [
    [
      fitM1(
        curve((x) => m1Loss({ B: 20, c: 0.3 }, x)),
        { loss },
      ),
      { B: 20, c: 0.3 },
    ],
    [
      fitM2(
        curve((x) => m2Loss({ E: 0.4, B: 90, c: 0.5 }, x)),
        { loss },
      ),
      { E: 0.4, B: 90, c: 0.5 },
    ],
    [
      fitM3(
        curve((x) => m3Loss({ B: 200, c: 0.45, gamma: 1e-6 }, x)),
        { loss },
      ),
      { B: 200, c: 0.45, gamma: 1e-6 },
    ],
    [
      fitM4(
        curve((x) => m4Loss(truth4, x)),
        { loss },
      ),
      truth4,
    ],
    [
      fitM4(
        curve((x) => m4Loss(truth4, x)),
        { loss, E0: 1 },
      ),
      truth4,
    ],
  ] as const
  for (const [fit, wanted] of cases) {
    expect(fit.gradientNorm ?? 0).toBeLessThan(roundingGradient)
    expectConstants(fit.parameters, wanted, 1e-9)
  }
})

it('recovers M4 wherever the curve shows both plateaus', () => {
  const inRange = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
  fc.assert(
    fc.property(inRange(0.1, 1), inRange(0.5, 4), inRange(0.4, 0.9), inRange(0.3, 2.5), (E, span, c, alpha) => {
      const B = Math.exp(c * Math.log(1e6)) * span ** (1 - alpha)
      const fit = fitM4(
        curve((x) => m4Loss({ E, E0: E + span, B, c, alpha }, x)),
        { loss: 'log-squared' },
      )
      expect(fit.gradientNorm ?? 0).toBeLessThan(roundingGradient)
      expectConstants(fit.parameters, { E, E0: E + span, c, alpha }, 1e-8)
    }),
    { numRuns: 25, seed: 2 },
  )
})

it('M1 is the straight line of logarithms', () => {
  const noisy = curve((x) => m1Loss({ B: 20, c: 0.3 }, x), 0.05, 4)
  const fit = fitM1(noisy, { loss: 'log-squared' })
  const u = noisy.map(({ x }) => Math.log(x))
  const v = noisy.map(({ loss }) => Math.log(loss))
  const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length
  const slope =
    u.reduce((total, value, i) => total + (value - mean(u)) * (v[i]! - mean(v)), 0) /
    u.reduce((total, value) => total + (value - mean(u)) ** 2, 0)
  expectConstants(fit.parameters, { c: -slope, B: Math.exp(mean(v) - slope * mean(u)) }, 1e-11)
})

it('M2 is the power law with offset', () => {
  const noisy = curve((x) => m2Loss({ E: 0.4, B: 90, c: 0.5 }, x), 0.01, 4)
  for (const loss of losses) {
    const { law, ...fit } = fitM2(noisy, { loss })
    const { law: other, ...same } = fitPowerOffset(noisy, { loss })
    expect([law, other]).toEqual(['m2', 'power-offset'])
    expect(fit).toEqual(same)
  }
})

it('agrees with scipy on M3 and M4 with noise', () => {
  const third = fitM3(points(oracle.m3), { loss: 'log-squared' })
  expect(Math.abs(third.objective! / oracle.m3.objective - 1)).toBeLessThan(1e-9)
  expectConstants(third.parameters, oracle.m3.parameters, 1e-5)
  const fourth = fitM4(points(oracle.m4), { loss: 'log-squared' })
  expect(Math.abs(fourth.objective! / oracle.m4.objective - 1)).toBeLessThan(1e-9)
  expectConstants(fourth.parameters, oracle.m4.parameters, 1e-5)
})

it('does not depend on the units of x and of the loss', () => {
  const noisy = curve((x) => m4Loss(truth4, x), 0.003, 5)
  const scaled = noisy.map(({ x, loss }) => ({ x: x / 1e6, loss: 50 * loss }))
  for (const loss of ['huber', 'log-squared', 'squared'] as const) {
    const three = fitM3(noisy, { loss }).parameters!
    const { B, c, gamma } = three
    expectConstants(fitM3(scaled, { loss }).parameters, { B: 50 * B * 1e6 ** -c, c, gamma: gamma * 1e6 }, 1e-6)
    const four = fitM4(noisy, { loss }).parameters!
    const wanted = {
      E: 50 * four.E,
      E0: 50 * four.E0,
      c: four.c,
      alpha: four.alpha,
      B: four.B * 50 ** (1 - four.alpha) * 1e6 ** -four.c,
    }
    expectConstants(fitM4(scaled, { loss }).parameters, wanted, 1e-5)
    const known = fitM4(noisy, { loss, E0: 1.2 }).parameters!
    const knownScaled = fitM4(scaled, { loss, E0: 60 }).parameters!
    expectConstants(knownScaled, { E: 50 * known.E, c: known.c, alpha: known.alpha, E0: 60 }, 1e-5)
  }
})

it('reports plain data; a known plateau has no interval', () => {
  const noisy = curve((x) => m4Loss(truth4, x), 0.003, 6)
  const fit = fitM4(noisy, { loss: 'log-squared', E0: 1.05, bootstrap: { replicates: 20, seed: 1 } })
  expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  expect(fit.parameters!.E0).toBe(1.05)
  expect(fit.intervals['E0']).toBeNull()
  expect(fit.standardErrors['E0']).toBeNull()
  expect(fit.assumptions.join()).toContain('E0 = 1.05')
  expect(fit.intervals['E']!.lower).toBeLessThan(fit.intervals['E']!.upper)
  expect(fitM4(noisy, { loss: 'log-squared' }).intervals['E0']!.upper).toBeGreaterThan(1)
})

it('has standard errors like those of simulations', () => {
  const trials = 80
  const found = Array.from({ length: trials }, (_, seed) => {
    const fit = fitM4(
      curve((x) => m4Loss(truth4, x), 0.003, seed),
      { loss: 'log-squared' },
    )
    return { c: fit.parameters!.c, error: fit.standardErrors['c']! }
  })
  const mean = found.reduce((total, { c }) => total + c, 0) / trials
  const spread = Math.sqrt(found.reduce((total, { c }) => total + (c - mean) ** 2, 0) / (trials - 1))
  const typical = found.map(({ error }) => error).sort((left, right) => left - right)[trials / 2]!
  // With 14 points for 5 constants a sandwich is good to about a third.
  expect(typical / spread).toBeGreaterThan(0.7)
  expect(typical / spread).toBeLessThan(1.45)
})

it('M3 finds gamma = 0 where the curve does not level off, and says so', () => {
  const fits = Array.from({ length: 8 }, (_, seed) =>
    fitM3(
      curve((x) => m1Loss({ B: 20, c: 0.3 }, x), 0.02, seed),
      { loss: 'log-squared' },
    ),
  ).filter(({ parameters }) => parameters?.gamma === 0)
  expect(fits.length).toBeGreaterThan(0)
  for (const fit of fits) {
    expect(fit.converged).toBe(true)
    expect(fit.warnings.map(({ code }) => code)).toContain('zero-gamma')
    expect(fit.intervals['gamma']).toBeNull()
  }
})

it('M4 warns of or refuses a plateau that the points do not show', () => {
  for (let seed = 0; seed < 6; seed += 1) {
    const fit = fitM4(
      curve((x) => m2Loss({ E: 0.4, B: 90, c: 0.5 }, x), 0.01, seed),
      { loss: 'log-squared' },
    )
    const codes = [fit.refusal?.code, ...fit.warnings.map(({ code }) => code)]
    expect(
      codes.some((code) => code !== undefined && ['alpha-at-bound', 'E0-at-bound', 'uncertain-alpha'].includes(code)),
    ).toBe(true)
  }
})

const flat = curve(() => 2)
const rising = curve((x) => 2 + x / 1e8)
const good = curve((x) => m4Loss(truth4, x))
const fits = { fitM1, fitM2, fitM3, fitM4 } as const

it.each<[keyof typeof fits, string, readonly CurvePoint[], string | RegExp]>([
  ['fitM1', 'no point', [], 'too-few-points'],
  ['fitM1', 'two points', good.slice(0, 2), 'too-few-points'],
  ['fitM3', 'three points', good.slice(0, 3), 'too-few-points'],
  ['fitM4', 'five points', good.slice(0, 5), 'too-few-points'],
  ['fitM4', 'many points at few x', [...good.slice(0, 4), ...good.slice(0, 4)], 'too-few-points'],
  ['fitM1', 'a loss of zero', [...good, { x: 1, loss: 0 }], 'invalid-runs'],
  ['fitM3', 'a loss of NaN', [...good, { x: 1, loss: Number.NaN }], 'invalid-runs'],
  ['fitM4', 'an infinite x', [...good, { x: Infinity, loss: 1 }], 'invalid-runs'],
  ['fitM1', 'a constant', flat, 'c-at-bound'],
  ['fitM3', 'a constant', flat, /at-bound|not-identifiable/],
  ['fitM4', 'a constant', flat, /at-bound|not-identifiable/],
  ['fitM1', 'a rising curve', rising, 'c-at-bound'],
  ['fitM3', 'a rising curve', rising, /at-bound|not-identifiable/],
  ['fitM4', 'a rising curve', rising, /at-bound|not-identifiable/],
])('%s refuses %s', (name, _, given, code) => {
  const fit = fits[name](given, { loss: 'log-squared' })
  expect(fit).toMatchObject({ parameters: null, converged: false, objective: null, method: 'refused' })
  expect(fit.refusal?.code).toMatch(code)
})

it('M4 refuses a known plateau below a loss', () => {
  const fit = fitM4(good, { E0: 0.8 })
  expect(fit.refusal?.code).toBe('loss-above-plateau')
  expect(fit.parameters).toBeNull()
})

it('throws for options outside their domain', () => {
  expect(() => fitM1(good, { loss: 'mean' as never })).toThrow(/fitM1: loss must be one of/)
  expect(() => fitM3(good, { level: 2 })).toThrow(/fitM3: level/)
  expect(() => fitM4(good, { E0: -1 })).toThrow(/fitM4: E0 must be > 0 and finite, got -1/)
})
