import { createRandom } from '@safety-portfolio/stats'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type LossName,
  type TrainingRun,
  allocationAt,
  computeOptimal,
  fitChinchilla,
  publishedFits,
  simulateRuns,
} from '../src/index.js'
import { lossOption } from './loss-option.js'

const { parameters } = publishedFits.besiroglu
const losses: readonly LossName[] = ['huber', 'lad', 'log-squared', 'squared']
const samples = fc
  .integer({ min: 1, max: 1000 })
  .map((seed) => simulateRuns({ parameters, noise: 0.01, modelsPerBudget: 6, seed }))
const lossNames = fc.constantFrom(...losses)
const settings = { numRuns: 25, seed: 11 }

/** Different order or units of the same runs change roundings, which the flat direction of the objective enlarges. */
const tolerance = 1e-6

function expectClose(
  found: number | null | undefined,
  wanted: number | null | undefined,
  within: number = tolerance,
): void {
  expect(Math.abs(found! / wanted! - 1)).toBeLessThan(within)
}

it('does not depend on the units of params and tokens: N -> k N multiplies A by k^alpha', () => {
  fc.assert(
    fc.property(samples, lossNames, fc.constantFrom(1e-6, 3, 1e3), fc.constantFrom(1e-9, 0.5), (runs, loss, k, m) => {
      const fit = fitChinchilla(runs, { loss: lossOption(loss) })
      const scaled = fitChinchilla(
        runs.map((run) => ({ ...run, params: run.params * k, tokens: run.tokens * m })),
        { loss: lossOption(loss) },
      )
      expectClose(scaled.objective, fit.objective, 1e-9)
      expectClose(scaled.parameters!.alpha, fit.parameters!.alpha)
      expectClose(scaled.parameters!.beta, fit.parameters!.beta)
      expectClose(scaled.parameters!.E, fit.parameters!.E)
      expectClose(scaled.parameters!.A, fit.parameters!.A * k ** fit.parameters!.alpha, 1e-5)
      expectClose(scaled.parameters!.B, fit.parameters!.B * m ** fit.parameters!.beta, 1e-5)
      expectClose(scaled.standardErrors['alpha'], fit.standardErrors['alpha'], 1e-4)
    }),
    settings,
  )
})

it('does not depend on the unit of the loss: L -> k L multiplies A, B and E by k', () => {
  fc.assert(
    fc.property(samples, lossNames, fc.constantFrom(1 / Math.log(2), 100), (runs, loss, k) => {
      const fit = fitChinchilla(runs, { loss: lossOption(loss) })
      const scaled = fitChinchilla(
        runs.map((run) => ({ ...run, loss: run.loss * k })),
        { loss: lossOption(loss) },
      )
      expectClose(scaled.objective, fit.objective! * (loss === 'squared' ? k * k : 1), 1e-8)
      expectClose(scaled.parameters!.alpha, fit.parameters!.alpha)
      for (const name of ['A', 'B', 'E'] as const)
        expectClose(scaled.parameters![name], fit.parameters![name] * k, 1e-5)
    }),
    settings,
  )
})

it('does not depend on the order of the runs', () => {
  fc.assert(
    fc.property(samples, lossNames, fc.integer({ min: 1, max: 99 }), (runs, loss, seed) => {
      const shuffled = shuffle(runs, seed)
      const fit = fitChinchilla(runs, { loss: lossOption(loss) })
      const other = fitChinchilla(shuffled, { loss: lossOption(loss) })
      expectClose(other.objective, fit.objective, 1e-10)
      expectClose(other.parameters!.alpha, fit.parameters!.alpha)
      expectClose(other.standardErrors['A'], fit.standardErrors['A'], 1e-4)
    }),
    settings,
  )
})

it('takes a whole weight as that many copies, and only ratios of weights count', () => {
  fc.assert(
    fc.property(
      samples,
      lossNames,
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 48, maxLength: 48 }),
      (runs, loss, weights) => {
        const copies = runs.flatMap((run, i) => Array.from({ length: weights[i]! }, () => run))
        const weighted = fitChinchilla(runs, { loss: lossOption(loss), weights })
        const copied = fitChinchilla(copies, { loss: lossOption(loss) })
        fc.pre(weighted.parameters !== null)
        expectClose(weighted.objective, copied.objective, 1e-9)
        expectClose(weighted.parameters.alpha, copied.parameters!.alpha)
        const halved = fitChinchilla(runs, { loss: lossOption(loss), weights: weights.map((weight) => weight / 2) })
        expectClose(halved.objective, weighted.objective! / 2, 1e-9)
        expectClose(halved.parameters!.alpha, weighted.parameters.alpha)
        expectClose(halved.standardErrors['alpha'], weighted.standardErrors['alpha'], 1e-4)
      },
    ),
    settings,
  )
})

it('recovers whatever was planted, without noise', () => {
  const inRange = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
  fc.assert(
    fc.property(
      inRange(50, 1000),
      inRange(50, 5000),
      inRange(0.5, 3),
      inRange(0.2, 0.6),
      inRange(0.2, 0.6),
      lossNames,
      (A, B, E, alpha, beta, loss) => {
        const truth = { A, B, E, alpha, beta }
        const design = simulateRuns({ parameters, noise: 0, seed: 1 })
        const runs = design.map((run) => ({ ...run, loss: E + A * run.params ** -alpha + B * run.tokens ** -beta }))
        const fit = fitChinchilla(runs, { loss: lossOption(loss) })
        expect(fit.converged).toBe(true)
        for (const name of ['A', 'B', 'E', 'alpha', 'beta'] as const)
          expectClose(fit.parameters![name], truth[name], 1e-9)
      },
    ),
    settings,
  )
})

it('gives allocations that are the closed form of its constants', () => {
  fc.assert(
    fc.property(samples, lossNames, fc.double({ min: 18, max: 27, noNaN: true }), (runs, loss, logCompute) => {
      const fit = fitChinchilla(runs, { loss: lossOption(loss), allocation: allocationAt([10 ** logCompute]) })
      const best = computeOptimal(fit.parameters!, 10 ** logCompute)
      const [allocation] = fit.allocation
      expect(allocation!.params.estimate).toBe(best.params)
      expect(allocation!.tokens.estimate).toBe(best.tokens)
      expect(allocation!.tokensPerParam.estimate).toBe(best.tokensPerParam)
      expect(allocation!.loss.estimate).toBe(best.loss)
    }),
    settings,
  )
})

it('ignores a few runs that went wrong, under the robust losses', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const runs = simulateRuns({ parameters, noise: 0.002, seed })
    const spoiled = runs.map((run, i) => (i % 10 === 3 ? { ...run, loss: run.loss * 1.5 } : run))
    for (const loss of ['huber', 'lad'] as const) {
      const fit = fitChinchilla(spoiled, { loss: lossOption(loss) })
      expect(Math.abs(fit.parameters!.alpha - parameters.alpha)).toBeLessThan(0.03)
      expect(Math.abs(fit.parameters!.E - parameters.E)).toBeLessThan(0.06)
    }
  }
})

it('has 90 % intervals that hold the truth about nine times in ten', () => {
  for (const loss of losses) {
    const trials = 250
    const held = { alpha: 0, beta: 0, E: 0, tokensPerParam: 0 }
    for (let seed = 0; seed < trials; seed += 1) {
      const runs = simulateRuns({ parameters, modelsPerBudget: 15, noise: 0.005, seed: 7000 + seed })
      const fit = fitChinchilla(runs, { loss: lossOption(loss), level: 0.9, allocation: allocationAt([5.76e23]) })
      for (const name of ['alpha', 'beta', 'E'] as const) {
        const interval = fit.intervals[name]
        if (interval && interval.lower <= parameters[name] && parameters[name] <= interval.upper) held[name] += 1
      }
      const ratio = fit.allocation[0]!.tokensPerParam.interval!
      const truth = computeOptimal(parameters, 5.76e23).tokensPerParam
      if (ratio.lower <= truth && truth <= ratio.upper) held.tokensPerParam += 1
    }
    // Three standard errors of a coverage from 250 trials are 5.7 points.
    for (const [name, count] of Object.entries(held)) {
      expect(count / trials, `${loss} ${name}`).toBeGreaterThan(0.84)
      expect(count / trials, `${loss} ${name}`).toBeLessThan(0.96)
    }
  }
})

function shuffle(runs: readonly TrainingRun[], seed: number): readonly TrainingRun[] {
  const random = createRandom(seed)
  return runs
    .map((run) => ({ run, key: random.uniform() }))
    .toSorted((left, right) => left.key - right.key)
    .map(({ run }) => run)
}
