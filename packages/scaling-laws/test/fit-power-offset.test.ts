import { createRandom } from '@safety-portfolio/stats'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  fitPowerOffset,
  parseCurvePoints,
  powerOffsetLoss,
  type CurvePoint,
  type PowerOffsetParameters,
} from '../src/index.js'
import oracle from './oracles/power-offset.json' with { type: 'json' }

const truth = { E: 0.3, B: 200, c: 0.45 }
const losses = ['huber', 'lad', 'log-squared', 'squared'] as const

function curve(parameters: PowerOffsetParameters, noise: number, seed: number, n = 12): readonly CurvePoint[] {
  const random = createRandom(seed)
  return Array.from({ length: n }, (_, k) => {
    const x = 1e5 * 2 ** k
    return { x, loss: powerOffsetLoss(parameters, x) * Math.exp(noise * random.normal()) }
  })
}

it('recovers planted constants without noise', () => {
  const inRange = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
  fc.assert(
    fc.property(inRange(0.1, 3), inRange(10, 1000), inRange(0.2, 0.7), fc.constantFrom(...losses), (E, B, c, loss) => {
      const fit = fitPowerOffset(curve({ E, B, c }, 0, 1), { loss })
      expect(fit.converged).toBe(true)
      expect(Math.abs(fit.parameters!.c / c - 1)).toBeLessThan(1e-8)
      expect(Math.abs(fit.parameters!.E / E - 1)).toBeLessThan(1e-8)
      expect(Math.abs(fit.parameters!.B / B - 1)).toBeLessThan(1e-7)
    }),
    { numRuns: 60, seed: 3 },
  )
})

it('does not depend on the units of x and of the loss', () => {
  for (const loss of losses) {
    const points = curve(truth, 0.02, 7)
    const fit = fitPowerOffset(points, { loss })
    const scaled = fitPowerOffset(
      points.map((point) => ({ x: point.x / 1e6, loss: point.loss * 50 })),
      { loss },
    )
    expect(Math.abs(scaled.parameters!.c - fit.parameters!.c)).toBeLessThan(1e-7)
    expect(Math.abs(scaled.parameters!.E / fit.parameters!.E / 50 - 1)).toBeLessThan(1e-6)
    expect(Math.abs(scaled.parameters!.B / fit.parameters!.B / 50 / 1e-6 ** fit.parameters!.c - 1)).toBeLessThan(1e-5)
  }
})

it('takes a whole weight as that many copies', () => {
  const points = curve(truth, 0.02, 8)
  const weights = points.map((_, i) => i % 3)
  for (const loss of losses) {
    const weighted = fitPowerOffset(points, { loss, weights })
    const copied = fitPowerOffset(
      points.flatMap((point, i) => Array.from({ length: weights[i]! }, () => point)),
      { loss },
    )
    expect(Math.abs(weighted.objective! / copied.objective! - 1)).toBeLessThan(1e-9)
    expect(Math.abs(weighted.parameters!.c - copied.parameters!.c)).toBeLessThan(1e-7)
  }
})

it.each(losses)('has 90 %% intervals that hold the exponent about nine times in ten: %s', (loss) => {
  const trials = 300
  let held = 0
  for (let seed = 0; seed < trials; seed += 1) {
    const interval = fitPowerOffset(
      curve(truth, 0.01, seed, 40).map((point, k) => ({
        ...point,
        x: 1e5 * 1.25 ** k,
        loss: powerOffsetLoss(truth, 1e5 * 1.25 ** k) * (point.loss / powerOffsetLoss(truth, point.x)),
      })),
      { loss, level: 0.9 },
    ).intervals['c']
    if (interval && interval.lower <= truth.c && truth.c <= interval.upper) held += 1
  }
  expect(held / trials).toBeGreaterThan(0.83)
  expect(held / trials).toBeLessThan(0.97)
})

it('bootstraps reproducibly and reports plain data', () => {
  const options = { loss: 'log-squared', bootstrap: { replicates: 100, seed: 4, level: 0.8 } } as const
  const fit = fitPowerOffset(curve(truth, 0.01, 1), options)
  expect(fitPowerOffset(curve(truth, 0.01, 1), options)).toEqual(fit)
  expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  expect(fit.bootstrap!.replicates).toBe(100)
  expect(fit.intervals['c']!.level).toBe(0.8)
  expect(fit.intervals['c']!.lower).toBeLessThan(fit.intervals['c']!.upper)
  expect(fit.standardErrors['c']).toBeGreaterThan(0)
})

it('finds E = 0 where the curve does not level off, and says so', () => {
  const fits = Array.from({ length: 8 }, (_, seed) =>
    fitPowerOffset(curve({ E: 0, B: 200, c: 0.3 }, 0.02, seed), { loss: 'log-squared' }),
  )
  const pinned = fits.filter((fit) => fit.parameters?.E === 0)
  expect(pinned.length).toBeGreaterThan(0)
  for (const fit of pinned) {
    expect(fit.converged).toBe(true)
    expect(fit.warnings.map(({ code }) => code)).toContain('zero-irreducible-loss')
    expect(fit.intervals['E']).toBeNull()
  }
})

const points = ({ x, loss }: { readonly x: readonly number[]; readonly loss: readonly number[] }): CurvePoint[] =>
  x.map((value, i) => ({ x: value, loss: loss[i]! }))

// Linear programs and Newton agree to rounding at a vertex; at a bound the exponent is as exact as squares of 1e-16 allow.
const objectiveTolerance = 1e-9
const parameterTolerance = 1e-6

it.each(oracle.absolute)('finds the lowest of several optima of absolute deviations of few points: %#', (found) => {
  const fit = fitPowerOffset(points(found), { loss: 'lad' })
  expect(fit.converged).toBe(true)
  expect(Math.abs(fit.objective! / found.objective - 1)).toBeLessThan(objectiveTolerance)
  for (const name of ['B', 'E', 'c'] as const)
    expect(Math.abs(fit.parameters![name] / found.parameters[name] - 1)).toBeLessThan(parameterTolerance)
  const huber = fitPowerOffset(points(found), { loss: 'huber', delta: 1e-6 })
  expect(huber.objective! / 1e-6).toBeLessThan(found.objective)
})

it.each(oracle.bare)('comes to the end of a flat valley where E is zero: %#', (found) => {
  const fit = fitPowerOffset(points(found), { loss: 'log-squared', identifiability: 'warn' })
  expect(fit.converged).toBe(true)
  expect(fit.parameters!.E).toBe(0)
  expect(Math.abs(fit.objective! / found.objective - 1)).toBeLessThan(objectiveTolerance)
  expect(Math.abs(fit.parameters!.c / found.parameters.c - 1)).toBeLessThan(parameterTolerance)
})

it.each<[string, readonly CurvePoint[], string]>([
  ['no point', [], 'too-few-points'],
  ['three points', curve(truth, 0, 1, 3), 'too-few-points'],
  ['a loss of zero', [...curve(truth, 0, 1), { x: 1, loss: 0 }], 'invalid-runs'],
  ['an infinite x', [...curve(truth, 0, 1), { x: Infinity, loss: 1 }], 'invalid-runs'],
  ['a constant', curve(truth, 0, 1).map(({ x }) => ({ x, loss: 2 })), 'c-at-bound'],
  ['a rising curve', curve(truth, 0, 1).map(({ x }) => ({ x, loss: 2 + x / 1e8 })), 'c-at-bound'],
])('refuses %s', (_, points, code) => {
  const fit = fitPowerOffset(points, { loss: 'log-squared' })
  expect(fit).toMatchObject({ parameters: null, converged: false, objective: null, basins: null, method: 'refused' })
  expect(fit.refusal?.code).toBe(code)
})

it.each([
  [{ loss: 'mean' as never }, /fitPowerOffset: loss must be one of/],
  [{ delta: -1 }, /delta/],
  [{ level: 2 }, /level/],
  [{ weights: [1] }, /weights must be >= 0, one per datum \(12\), got 1/],
  [{ weights: Array.from({ length: 12 }, () => Number.NaN) }, /weights must be >= 0/],
  [{ bootstrap: { seed: 1, replicates: 0 } }, /replicates/],
])('throws for the option %j', (options, message) => {
  expect(() => fitPowerOffset(curve(truth, 0, 1), options)).toThrow(message)
})

it('reads rows', () => {
  expect(parseCurvePoints([{ x: '1e6', loss: '0.74' }])).toEqual([{ x: 1e6, loss: 0.74 }])
  expect(() => parseCurvePoints([{ x: '1e6', loss: '' }])).toThrow(/loss/)
  expect(() => powerOffsetLoss(truth, 0)).toThrow(/x must be > 0/)
})

it('calls E = 0 an optimum only where the objective rises with E', () => {
  let pinned = 0
  for (let seed = 0; seed < 40; seed += 1) {
    const points = Array.from(curve({ E: 0, B: 200, c: 0.233 }, 0.05, seed, 400), (point, k) => {
      const x = 1e3 * 10 ** (k / 100)
      return { x, loss: (point.loss / powerOffsetLoss({ E: 0, B: 200, c: 0.233 }, point.x)) * 10 * x ** -0.233 }
    })
    const { parameters, converged } = fitPowerOffset(points, { loss: 'log-squared', identifiability: 'warn' })
    if (!converged || parameters!.E !== 0) continue
    pinned += 1
    const squares = (E: number): number =>
      points.reduce((sum, { x, loss }) => sum + Math.log(powerOffsetLoss({ ...parameters!, E }, x) / loss) ** 2, 0)
    expect(squares(1e-6)).toBeGreaterThan(squares(0))
  }
  expect(pinned).toBeGreaterThan(0)
})
