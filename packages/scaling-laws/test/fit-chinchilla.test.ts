import { expect, it } from 'vitest'
import {
  type TrainingRun,
  allocationAt,
  caseBootstrap,
  chinchillaObjective,
  fitChinchilla,
  publishedFits,
  simulateRuns,
  withoutHighest,
} from '../src/index.js'
import { lossOption } from './loss-option.js'

const { parameters } = publishedFits.besiroglu
const runs = simulateRuns({ parameters, seed: 1 })
const losses = ['huber', 'lad', 'log-squared', 'squared'] as const

it.each(losses)('recovers planted constants without noise to 1e-9: %s', (loss) => {
  const fit = fitChinchilla(simulateRuns({ parameters, noise: 0, seed: 1 }), { loss: lossOption(loss) })
  expect(fit.converged).toBe(true)
  for (const name of ['A', 'B', 'E', 'alpha', 'beta'] as const) {
    expect(Math.abs(fit.parameters![name] / parameters[name] - 1)).toBeLessThan(1e-9)
  }
  expect(fit.objective).toBeLessThan(1e-12)
})

it.each(losses)('reports a certified optimum that nearby points do not beat: %s', (loss) => {
  const fit = fitChinchilla(runs, { loss: lossOption(loss) })
  expect(fit).toMatchObject({ law: 'chinchilla', n: 64, converged: true, bootstrap: null })
  expect(fit.refusal).toBeUndefined()
  const here = chinchillaObjective(fit.parameters!, runs, { loss })
  expect(Math.abs(here.objective / fit.objective! - 1)).toBeLessThan(1e-11)
  for (const name of ['A', 'B', 'E', 'alpha', 'beta'] as const) {
    for (const factor of [0.999, 1.001]) {
      const moved = { ...fit.parameters!, [name]: fit.parameters![name] * factor }
      expect(chinchillaObjective(moved, runs, { loss }).objective).toBeGreaterThan(fit.objective!)
    }
    const interval = fit.intervals[name]!
    expect(interval.lower).toBeLessThan(fit.parameters![name])
    expect(interval.upper).toBeGreaterThan(fit.parameters![name])
    expect(fit.standardErrors[name]).toBeGreaterThan(0)
  }
  if (loss === 'lad') {
    expect(fit.gradientNorm).toBeNull()
    expect(here.gradientNorm).toBeNull()
    expect(fit.certificate!.interpolated.length).toBeLessThanOrEqual(5)
    expect(Math.max(...fit.certificate!.multipliers.map(Math.abs))).toBeLessThanOrEqual(1)
  } else {
    expect(fit.gradientNorm).toBeLessThan(1e-9)
    expect(here.gradientNorm).toBeLessThan(1e-6)
    expect(fit.certificate).toBeUndefined()
  }
})

it('is plain data that survives JSON', () => {
  const fit = fitChinchilla(runs, {
    bootstrap: caseBootstrap({ replicates: 20, seed: 1 }),
    allocation: allocationAt([1e21]),
  })
  expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
})

it('names what basins it looked at', () => {
  const { basins } = fitChinchilla(runs)
  expect(basins!.gridCells).toBe(256)
  expect(basins!.starts).toBeGreaterThanOrEqual(1)
  expect(basins!.optima[0]!.gridShare).toBeGreaterThan(0)
  expect(basins!.smallestEigenvalue).toBeGreaterThan(0)
  expect(basins!.conditionNumber).toBeGreaterThan(1)
})

it('allocates the budgets asked for, with intervals that hold the truth here', () => {
  const fit = fitChinchilla(runs, { allocation: allocationAt([1e20, 5.76e23]), level: 0.99 })
  expect(fit.allocation.map(({ compute }) => compute)).toEqual([1e20, 5.76e23])
  expect(fit.allocation.map(({ extrapolation }) => extrapolation)).toEqual([0.1, 576])
  const { tokensPerParam, params, tokens, loss } = fit.allocation[1]!
  expect(tokensPerParam.interval!.level).toBe(0.99)
  expect(tokensPerParam.interval!.lower).toBeLessThan(18.34)
  expect(tokensPerParam.interval!.upper).toBeGreaterThan(18.34)
  expect((6 * params.estimate! * tokens.estimate!) / 5.76e23).toBeCloseTo(1, 10)
  expect(loss.standardError).toBeGreaterThan(0)
  expect(fitChinchilla(runs)).toMatchObject({ allocation: [], exponents: null })
  expect(fitChinchilla(runs, { allocation: allocationAt() }).allocation).toHaveLength(9)
  expect(fit.exponents!.params.estimate! + fit.exponents!.tokens.estimate!).toBeCloseTo(1, 12)
})

it('bootstraps: same seed same numbers, and about the spread of the sandwich', () => {
  const bootstrap = caseBootstrap({ replicates: 300, seed: 9, level: 0.9 })
  const sandwich = fitChinchilla(runs, { loss: 'log-squared' })
  const fit = fitChinchilla(runs, { loss: 'log-squared', bootstrap })
  expect(fitChinchilla(runs, { loss: 'log-squared', bootstrap })).toEqual(fit)
  expect(fit.bootstrap).toMatchObject({ replicates: 300, seed: 9, failed: 0 })
  expect(fit.intervals['alpha']).toMatchObject({ level: 0.9, method: 'percentile case bootstrap' })
  const ratio = fit.standardErrors['alpha']! / sandwich.standardErrors['alpha']!
  expect(ratio).toBeGreaterThan(0.7)
  expect(ratio).toBeLessThan(1.4)
})

it('leaves out the highest losses', () => {
  const spoiled: TrainingRun[] = [
    ...runs,
    { params: 1e9, tokens: 1e9, loss: 50 },
    { params: 1e8, tokens: 1e9, loss: 60 },
  ]
  expect(fitChinchilla(withoutHighest(spoiled, 2))).toEqual(fitChinchilla(runs))
})

it.each<[string, readonly TrainingRun[], string]>([
  ['no run', [], 'too-few-runs'],
  ['one run', runs.slice(0, 1), 'too-few-runs'],
  ['five runs', runs.slice(0, 5), 'too-few-runs'],
  ['one dataset size', runs.map((run) => ({ ...run, tokens: 1e10 })), 'too-few-dataset-sizes'],
  ['two model sizes', runs.map((run, i) => ({ ...run, params: i % 2 === 0 ? 1e8 : 1e9 })), 'too-few-model-sizes'],
  ['20 tokens per parameter', runs.map((run) => ({ ...run, tokens: 20 * run.params })), 'tokens-follow-params'],
  ['a loss that is not a number', runs.map((run, i) => (i === 3 ? { ...run, loss: Number.NaN } : run)), 'invalid-runs'],
  ['infinite tokens', runs.map((run, i) => (i === 3 ? { ...run, tokens: Infinity } : run)), 'invalid-runs'],
  ['negative params', runs.map((run, i) => (i === 3 ? { ...run, params: -1 } : run)), 'invalid-runs'],
  [
    'a loss that follows tokens alone',
    runs.map((run) => ({ ...run, loss: 2 + 400 * run.tokens ** -0.3 })),
    'no-effect-of-params',
  ],
  [
    'a loss that follows params alone',
    runs.map((run) => ({ ...run, loss: 2 + 400 * run.params ** -0.3 })),
    'no-effect-of-tokens',
  ],
  ['the same loss everywhere', runs.map((run) => ({ ...run, loss: 2 })), 'constant-loss'],
])('refuses %s', (_, bad, code) => {
  const fit = fitChinchilla(bad, { bootstrap: caseBootstrap({ replicates: 10, seed: 1 }) })
  expect(fit).toMatchObject({ parameters: null, objective: null, converged: false, gradientNorm: null, basins: null })
  expect(fit).toMatchObject({ allocation: [], exponents: null, bootstrap: null })
  expect(Object.values(fit.intervals)).toEqual([null, null, null, null, null])
  expect(fit.refusal?.code).toBe(code)
  expect(fit.refusal?.message).toMatch(/[Aa]dd|needed|Repair|[Gg]ive/)
})

it.each([
  [{ loss: 'mean' as never }, /loss must be one of/],
  [{ loss: 'lad' as never }, /loss must be one of huber, squared, log-squared, got lad/],
  [{ identifiability: 'ignore' as never }, /identifiability must be one of refuse, warn, got ignore/],
  [{ delta: 0 }, /delta must be > 0, got 0/],
  [{ delta: Number.NaN }, /delta/],
  [{ level: 1 }, /level/],
  [{ weights: [1] }, /weights must be >= 0, one per datum \(64\), got 1/],
  [{ weights: runs.map(() => -1) }, /weights must be >= 0/],
])('throws for the option %j', (options, message) => {
  expect(() => fitChinchilla(runs, options)).toThrow(message)
})

it.each([
  [() => caseBootstrap({ seed: 1, level: 0 }), /caseBootstrap: level/],
  [() => caseBootstrap({ seed: 1, replicates: 1 }), /caseBootstrap: replicates/],
  [() => allocationAt([0]), /allocationAt: budgets must be > 0, got 0/],
  [() => withoutHighest(runs, -1), /withoutHighest: count/],
])('throws for a part that makes no sense: %s', (part, message) => {
  expect(part).toThrow(message)
})

it.each<[string, readonly TrainingRun[], string]>([
  ['two model sizes', runs.map((run, i) => ({ ...run, params: i % 2 === 0 ? 1e8 : 1e9 })), 'too-few-model-sizes'],
  ['20 tokens per parameter', runs.map((run) => ({ ...run, tokens: 20 * run.params })), 'tokens-follow-params'],
  [
    'a loss that follows tokens alone',
    runs.map((run, i) => ({ ...run, loss: 2 + 400 * run.tokens ** -0.3 + 1e-9 * (i % 3) })),
    'no-effect-of-params',
  ],
])('fits %s where the caller insists, and says why it is none', (_, bad, code) => {
  const fit = fitChinchilla(bad, { identifiability: 'warn', allocation: allocationAt([1e21]) })
  expect(fit.refusal).toBeUndefined()
  expect(fit.parameters?.E).toBeGreaterThan(0)
  expect(fit.warnings.map((warning) => warning.code)).toContain(code)
})

it('refuses bad values whatever the caller insists on', () => {
  const insist = { identifiability: 'warn' } as const
  expect(fitChinchilla(runs.slice(0, 5), insist).refusal?.code).toBe('too-few-runs')
  expect(fitChinchilla([{ ...runs[0]!, loss: 0 }, ...runs], insist).refusal?.code).toBe('invalid-runs')
})

it('finds E = 0 where the runs show no floor, and says so', () => {
  const floorless = simulateRuns({ parameters: { ...parameters, E: 0 }, noise: 0.01, seed: 2 })
  const pinned = [1, 2, 3, 4, 5, 6, 7, 8]
    .map((seed) => simulateRuns({ parameters: { ...parameters, E: 0 }, noise: 0.01, seed }))
    .map((sample) => fitChinchilla(sample, { loss: 'log-squared' }))
    .filter((fit) => fit.parameters?.E === 0)
  expect(pinned.length).toBeGreaterThan(0)
  for (const fit of pinned) {
    expect(fit.converged).toBe(true)
    expect(fit.warnings.map(({ code }) => code)).toContain('zero-irreducible-loss')
    expect(fit.intervals['E']).toBeNull()
    expect(fit.intervals['alpha']).not.toBeNull()
  }
  expect(fitChinchilla(floorless).parameters).not.toBeNull()
})

it('warns where an exponent is hardly determined', () => {
  const sample = simulateRuns({ parameters, noise: 0.2, modelsPerBudget: 3, spread: 1.5, seed: 3 })
  const fit = fitChinchilla(sample, { loss: 'log-squared' })
  expect([fit.refusal?.code, ...fit.warnings.map(({ code }) => code)].join()).toMatch(/uncertain|bound|no-effect/)
})

it('evaluates constants from elsewhere with weights, and refuses the wrong number of them', () => {
  const twice = chinchillaObjective(parameters, runs, { weights: runs.map(() => 2) })
  expect(twice.objective).toBeCloseTo(2 * chinchillaObjective(parameters, runs).objective, 12)
  expect(() => chinchillaObjective(parameters, runs, { weights: [1] })).toThrow(/one entry per run \(64\), got 1/)
})
