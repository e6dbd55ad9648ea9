import { createRandom } from '@safety-portfolio/stats'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  chinchillaLoss,
  fitOverTraining,
  overTrainingLoss,
  overTrainingOptimum,
  type OverTrainingParameters,
  type TrainingRun,
} from '../src/index.js'
import oracle from './oracles/curve-laws.json' with { type: 'json' }

const truth = { E: 1.8, a: 40, b: 120, eta: 0.12 }
/** Without noise residuals, and so their gradient relative to 1e-6 of the loss, are rounding errors, which differ between engines. */
const roundingGradient = 1e-8
const losses = ['huber', 'lad', 'log-squared', 'squared'] as const
const inRange = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })

function grid(parameters: OverTrainingParameters, noise = 0, seed = 1): readonly TrainingRun[] {
  const random = createRandom(seed)
  return [1e7, 5e7, 2e8, 1e9].flatMap((params) =>
    [5, 20, 80, 320].map((ratio) => {
      const tokens = ratio * params
      const loss = overTrainingLoss(parameters, 6 * params * tokens, ratio) * Math.exp(noise * random.normal())
      return { params, tokens, loss }
    }),
  )
}

function expectConstants(found: object | null, wanted: object, tolerance: number): void {
  const values = new Map(Object.entries(found!) as [string, number][])
  for (const [name, value] of Object.entries(wanted) as [string, number][]) {
    expect(Math.abs(values.get(name)! / value - 1), name).toBeLessThan(tolerance)
  }
}

it('is the Chinchilla law with equal exponents', () => {
  fc.assert(
    fc.property(inRange(1, 2), inRange(5, 100), inRange(5, 100), inRange(0.05, 0.3), (E, a, b, eta) => {
      const chinchilla = { E, A: a * 6 ** -eta, B: b * 6 ** -eta, alpha: 2 * eta, beta: 2 * eta }
      const [params, tokens] = [3e8, 2e10]
      const wanted = chinchillaLoss(chinchilla, params, tokens)
      const found = overTrainingLoss({ E, a, b, eta }, 6 * params * tokens, tokens / params)
      expect(Math.abs(found / wanted - 1)).toBeLessThan(1e-13)
    }),
    { seed: 1 },
  )
})

it('has its optimum where loss is lowest at every compute', () => {
  const best = overTrainingOptimum(truth)
  for (const compute of [1e18, 1e24]) {
    const loss = overTrainingLoss(truth, compute, best)
    expect(overTrainingLoss(truth, compute, best * 1.05)).toBeGreaterThan(loss)
    expect(overTrainingLoss(truth, compute, best / 1.05)).toBeGreaterThan(loss)
  }
})

it.each(losses)('recovers planted constants without noise: %s', (loss) => {
  const fit = fitOverTraining(grid(truth), { loss })
  expect(fit.gradientNorm ?? 0).toBeLessThan(roundingGradient)
  expectConstants(fit.parameters, truth, 1e-9)
})

it('recovers constants over a wide range', () => {
  fc.assert(
    fc.property(inRange(0.5, 3), inRange(10, 100), inRange(10, 300), inRange(0.06, 0.25), (E, a, b, eta) => {
      const fit = fitOverTraining(grid({ E, a, b, eta }), { loss: 'squared' })
      expect(fit.gradientNorm ?? 0).toBeLessThan(roundingGradient)
      expectConstants(fit.parameters, { E, a, b, eta }, 1e-8)
    }),
    { numRuns: 30, seed: 2 },
  )
})

it('agrees with scipy on noisy runs', () => {
  const { params, tokens, loss, objective, parameters } = oracle.overTraining
  const runs = params.map((value, i) => ({ params: value, tokens: tokens[i]!, loss: loss[i]! }))
  const fit = fitOverTraining(runs, { loss: 'squared' })
  expect(Math.abs(fit.objective! / objective - 1)).toBeLessThan(1e-9)
  expectConstants(fit.parameters, parameters, 1e-6)
})

it('does not depend on units', () => {
  const runs = grid(truth, 0.005, 3)
  for (const loss of losses) {
    const { E, a, b, eta } = fitOverTraining(runs, { loss }).parameters!
    const scaled = fitOverTraining(
      runs.map((run) => ({ params: run.params / 1e6, tokens: run.tokens / 1e6, loss: 3 * run.loss })),
      { loss },
    )
    const unit = 3 * 1e6 ** (-2 * eta)
    expectConstants(scaled.parameters, { E: 3 * E, a: a * unit, b: b * unit, eta }, 1e-6)
  }
})

it('does not depend on the order of the runs and takes weights as copies', () => {
  const runs = grid(truth, 0.005, 4)
  const weights = runs.map((_, i) => 1 + (i % 3))
  const copies = runs.flatMap((run, i) => Array.from({ length: weights[i]! }, () => run)).toReversed()
  const weighted = fitOverTraining(runs, { weights })
  const copied = fitOverTraining(copies)
  expect(Math.abs(weighted.objective! / copied.objective! - 1)).toBeLessThan(1e-9)
  expectConstants(weighted.parameters, copied.parameters!, 1e-6)
})

it('has 90 % intervals that hold eta about nine times in ten', () => {
  const trials = 200
  let held = 0
  for (let seed = 0; seed < trials; seed += 1) {
    const interval = fitOverTraining(grid(truth, 0.005, seed), { loss: 'log-squared', level: 0.9 }).intervals['eta']
    if (interval && interval.lower <= truth.eta && truth.eta <= interval.upper) held += 1
  }
  expect(held / trials).toBeGreaterThan(0.82)
  expect(held / trials).toBeLessThan(0.97)
})

it('reports plain data', () => {
  const fit = fitOverTraining(grid(truth, 0.005), { bootstrap: { replicates: 30, seed: 2 } })
  expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  expect(fit.law).toBe('over-training')
  expect(fit.intervals['eta']!.method).toBe('percentile case bootstrap')
})

const runs = grid(truth)
it.each<[string, readonly TrainingRun[], string]>([
  ['no run', [], 'too-few-runs'],
  ['four runs', runs.slice(0, 4), 'too-few-runs'],
  ['copies of four runs', [...runs.slice(0, 4), ...runs.slice(0, 4)], 'too-few-runs'],
  ['one ratio', [1, 2, 4, 8, 16].map((n) => ({ params: n * 1e8, tokens: n * 2e9, loss: 2 + 1 / n })), 'one-ratio'],
  [
    'two budgets',
    [1, 2, 4, 8, 16].map((n) => ({ params: n * 1e8, tokens: 1e11 / n, loss: 2 + 1 / n })),
    'too-few-budgets',
  ],
  ['a loss of zero', [...runs, { params: 1e9, tokens: 1e9, loss: 0 }], 'invalid-runs'],
  ['infinite tokens', [...runs, { params: 1e9, tokens: Infinity, loss: 2 }], 'invalid-runs'],
  ['a loss that rises', runs.map((run) => ({ ...run, loss: 5 / run.loss })), 'eta-at-bound'],
  [
    'a loss that data alone lower',
    runs.map((run) => ({ ...run, loss: 1 + 50 * run.tokens ** -0.2 })),
    'no-effect-of-params',
  ],
  [
    'a loss that size alone lowers',
    runs.map((run) => ({ ...run, loss: 1 + 50 * run.params ** -0.2 })),
    'no-effect-of-tokens',
  ],
])('refuses %s', (_, given, code) => {
  const fit = fitOverTraining(given, { loss: 'log-squared' })
  expect(fit).toMatchObject({ parameters: null, converged: false, objective: null, method: 'refused' })
  expect(fit.refusal?.code).toBe(code)
})

it('throws outside its domain', () => {
  expect(() => overTrainingLoss(truth, 0, 20)).toThrow(/overTrainingLoss: compute must be > 0 and finite, got 0/)
  expect(() => overTrainingLoss(truth, 1e20, Number.NaN)).toThrow(/tokensPerParam/)
  expect(() => fitOverTraining(runs, { delta: 0 })).toThrow(/fitOverTraining: delta/)
})
