import { createRandom } from '@safety-portfolio/stats'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { downstreamError, fitDownstreamError, parseDownstreamPoints, type DownstreamPoint } from '../src/index.js'
import oracle from './oracles/curve-laws.json' with { type: 'json' }

const truth = { epsilon: 0.85, k: 2, gamma: 0.7 }
/** Without noise residuals, and so their gradient relative to 1e-6 of the loss, are rounding errors, which differ between engines. */
const roundingGradient = 1e-8
const losses = ['huber', 'lad', 'log-squared', 'squared'] as const

function points(parameters = truth, noise = 0, seed = 1, n = 10): readonly DownstreamPoint[] {
  const random = createRandom(seed)
  return Array.from({ length: n }, (_, i) => 2.3 + (3 * i) / (n - 1)).map((loss) => ({
    loss,
    error: downstreamError(parameters, loss) + noise * random.normal(),
  }))
}

function expectConstants(found: object | null, wanted: object, tolerance: number): void {
  const values = new Map(Object.entries(found!) as [string, number][])
  for (const [name, value] of Object.entries(wanted) as [string, number][]) {
    expect(Math.abs(values.get(name)! / value - 1), name).toBeLessThan(tolerance)
  }
}

it.each(losses)('recovers planted constants without noise: %s', (loss) => {
  const fit = fitDownstreamError(points(), { loss })
  expect(fit.gradientNorm ?? 0).toBeLessThan(roundingGradient)
  expectConstants(fit.parameters, truth, 1e-9)
})

it('recovers constants over a wide range', () => {
  const inRange = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
  fc.assert(
    fc.property(inRange(0.5, 1), inRange(0.3, 3), inRange(0.1, 0.7), (epsilon, gamma, share) => {
      const k = share * epsilon * Math.exp(gamma * 2.3)
      const fit = fitDownstreamError(points({ epsilon, k, gamma }))
      expect(fit.gradientNorm ?? 0).toBeLessThan(roundingGradient)
      expectConstants(fit.parameters, { epsilon, k, gamma }, 1e-8)
    }),
    { numRuns: 40, seed: 2 },
  )
})

it('agrees with scipy on noisy points', () => {
  const { loss, error, objective, parameters } = oracle.downstreamError
  const fit = fitDownstreamError(loss.map((value, i) => ({ loss: value, error: error[i]! })))
  expect(fit.loss.name).toBe('squared')
  expect(Math.abs(fit.objective! / objective - 1)).toBeLessThan(1e-9)
  expectConstants(fit.parameters, parameters, 1e-6)
})

it('shifts and scales with the loss and the error', () => {
  const noisy = points(truth, 0.004, 3)
  const { epsilon, k, gamma } = fitDownstreamError(noisy).parameters!
  const moved = fitDownstreamError(noisy.map(({ loss, error }) => ({ loss: 2 * loss + 1, error: 100 * error })))
  const wanted = { epsilon: 100 * epsilon, k: 100 * k * Math.exp(gamma / 2), gamma: gamma / 2 }
  expectConstants(moved.parameters, wanted, 1e-7)
})

it('has 90 % intervals that hold gamma about nine times in ten', () => {
  const trials = 200
  let held = 0
  let fitted = 0
  for (let seed = 0; seed < trials; seed += 1) {
    const { intervals, parameters } = fitDownstreamError(points(truth, 0.003, seed, 24), { level: 0.9 })
    if (parameters === null) continue
    fitted += 1
    const interval = intervals['gamma']
    if (interval && interval.lower <= truth.gamma && truth.gamma <= interval.upper) held += 1
  }
  expect(fitted).toBeGreaterThan(0.98 * trials)
  expect(held / fitted).toBeGreaterThan(0.82)
  expect(held / fitted).toBeLessThan(0.97)
})

it('reports plain data and bootstraps reproducibly', () => {
  const options = { bootstrap: { replicates: 30, seed: 2 } } as const
  const fit = fitDownstreamError(points(truth, 0.004), options)
  expect(fitDownstreamError(points(truth, 0.004), options)).toEqual(fit)
  expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  expect(fit.law).toBe('downstream-error')
})

const at = (error: (loss: number) => number): readonly DownstreamPoint[] =>
  points().map(({ loss }) => ({ loss, error: error(loss) }))
it.each<[string, readonly DownstreamPoint[], RegExp]>([
  ['no point', [], /^too-few-points$/],
  ['three points', points().slice(0, 3), /^too-few-points$/],
  ['copies of three points', [...points().slice(0, 3), ...points().slice(0, 3)], /^too-few-points$/],
  ['an error of zero', [...points(), { loss: 1, error: 0 }], /^invalid-runs$/],
  ['an error of NaN', [...points(), { loss: 1, error: Number.NaN }], /^invalid-runs$/],
  ['an infinite loss', [...points(), { loss: Infinity, error: 1 }], /^invalid-runs$/],
  ['a straight line', at((loss) => 0.1 + 0.1 * loss), /^(gamma-at-bound|not-identifiable)$/],
  ['a curve that bends the other way', at((loss) => 0.1 + 0.01 * loss ** 2), /^(gamma-at-bound|not-identifiable)$/],
  ['an error that falls with loss', at((loss) => 1 / loss), /^(gamma-at-bound|not-identifiable)$/],
  ['a constant', at(() => 0.5), /^(gamma-at-bound|not-identifiable)$/],
])('refuses %s', (_, given, code) => {
  const fit = fitDownstreamError(given)
  expect(fit).toMatchObject({ parameters: null, converged: false, objective: null, method: 'refused' })
  expect(fit.refusal?.code).toMatch(code)
})

it('reads rows and throws outside its domain', () => {
  expect(parseDownstreamPoints([{ loss: '2.9', error: '0.62' }])).toEqual([{ loss: 2.9, error: 0.62 }])
  expect(() => parseDownstreamPoints([{ loss: '2.9', error: '' }])).toThrow(/error/)
  expect(() => downstreamError(truth, Infinity)).toThrow(/downstreamError: loss must be finite, got Infinity/)
  expect(() => fitDownstreamError(points(), { level: 0 })).toThrow(/fitDownstreamError: level/)
})
