import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import {
  criticalBatchSize,
  fitKaplan,
  fitPowerLaw,
  kaplanLoss,
  powerLawLoss,
  publishedKaplan,
  type CurvePoint,
  type TrainingRun,
} from '../src/index.js'
import oracle from './oracles/kaplan.json' with { type: 'json' }

const truth = publishedKaplan.paramsAndTokens.parameters
const losses = ['huber', 'lad', 'log-squared', 'squared'] as const

function design(noise: number, seed: number): readonly TrainingRun[] {
  const random = createRandom(seed)
  return [1e6, 3e6, 1e7, 1e8, 1e9, 1e10].flatMap((params) =>
    [1e8, 1e9, 3e9, 1e10, 1e11].map((tokens) => ({
      params,
      tokens,
      loss: kaplanLoss(truth, params, tokens) * Math.exp(noise * random.normal()),
    })),
  )
}

function curve(noise: number, seed: number): readonly CurvePoint[] {
  const random = createRandom(seed)
  return Array.from({ length: 30 }, (_, k) => {
    const x = 1e6 * 1.5 ** k
    return { x, loss: powerLawLoss({ scale: 8.8e13, exponent: 0.076 }, x) * Math.exp(noise * random.normal()) }
  })
}

it.each(losses)('recovers the published constants without noise: %s', (loss) => {
  const fit = fitKaplan(design(0, 1), { loss })
  expect(fit.converged).toBe(true)
  for (const name of ['Nc', 'Dc', 'alphaN', 'alphaD'] as const) {
    expect(Math.abs(fit.parameters![name] / truth[name] - 1)).toBeLessThan(1e-9)
  }
  const power = fitPowerLaw(curve(0, 1), { loss })
  expect(power.converged).toBe(true)
  expect(Math.abs(power.parameters!.exponent / 0.076 - 1)).toBeLessThan(1e-10)
  expect(Math.abs(power.parameters!.scale / 8.8e13 - 1)).toBeLessThan(1e-8)
})

it('least squares of log loss is the straight line of the textbook for a power law', () => {
  const points = curve(0.05, 3)
  const x = points.map((point) => Math.log(point.x))
  const y = points.map((point) => Math.log(point.loss))
  const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length
  const xMean = mean(x)
  const yMean = mean(y)
  const slope =
    mean(x.map((value, i) => (value - xMean) * (y[i]! - yMean))) / mean(x.map((value) => (value - xMean) ** 2))
  const rss = y.reduce((total, value, i) => total + (value - yMean - slope * (x[i]! - xMean)) ** 2, 0)
  const fit = fitPowerLaw(points, { loss: 'log-squared' })
  expect(Math.abs(fit.parameters!.exponent / -slope - 1)).toBeLessThan(1e-12)
  expect(Math.abs(fit.objective! / rss - 1)).toBeLessThan(1e-12)
})

it('a least-absolute-deviations line meets two points and no line through two points is better', () => {
  const points = curve(0.05, 4).slice(0, 12)
  const fit = fitPowerLaw(points, { loss: 'lad' })
  expect(fit.converged).toBe(true)
  expect(fit.certificate!.interpolated).toHaveLength(2)
  let best = Infinity
  for (const [i, left] of points.entries()) {
    for (const right of points.slice(i + 1)) {
      const exponent = -Math.log(right.loss / left.loss) / Math.log(right.x / left.x)
      const total = points.reduce(
        (sum, point) => sum + Math.abs(Math.log(point.loss / left.loss) + exponent * Math.log(point.x / left.x)),
        0,
      )
      best = Math.min(best, total)
    }
  }
  expect(Math.abs(fit.objective! / best - 1)).toBeLessThan(1e-10)
})

it('does not depend on units', () => {
  const fit = fitKaplan(design(0.01, 5), { loss: 'log-squared' })
  const scaled = fitKaplan(
    design(0.01, 5).map((run) => ({
      params: run.params / 1e6,
      tokens: run.tokens / 1e9,
      loss: run.loss / Math.log(2),
    })),
    { loss: 'log-squared' },
  )
  expect(Math.abs(scaled.objective! / fit.objective! - 1)).toBeLessThan(1e-9)
  expect(Math.abs(scaled.parameters!.alphaN - fit.parameters!.alphaN)).toBeLessThan(1e-7)
  expect(Math.abs(scaled.parameters!.alphaD - fit.parameters!.alphaD)).toBeLessThan(1e-7)
})

it('has 90 % intervals that hold the exponents about nine times in ten', () => {
  const trials = 150
  const held = { alphaN: 0, alphaD: 0 }
  for (let seed = 0; seed < trials; seed += 1) {
    const { intervals } = fitKaplan(design(0.005, seed), { loss: 'log-squared', level: 0.9 })
    for (const name of ['alphaN', 'alphaD'] as const) {
      const interval = intervals[name]!
      if (interval.lower <= truth[name] && truth[name] <= interval.upper) held[name] += 1
    }
  }
  for (const count of Object.values(held)) {
    expect(count / trials).toBeGreaterThan(0.82)
    expect(count / trials).toBeLessThan(0.97)
  }
})

it('bootstraps both', () => {
  const bootstrap = { replicates: 40, seed: 2 }
  expect(fitKaplan(design(0.01, 1), { loss: 'log-squared', bootstrap }).intervals['alphaN']!.method).toMatch(
    /bootstrap/,
  )
  expect(fitPowerLaw(curve(0.01, 1), { bootstrap }).standardErrors['exponent']).toBeGreaterThan(0)
})

it('refuses what does not fall, or has one dataset size', () => {
  const risen = design(0, 1).map((run) => ({ ...run, loss: 1 + run.params / 1e10 + run.tokens / 1e11 }))
  expect(fitKaplan(risen, { loss: 'log-squared' }).parameters).toBeNull()
  expect(fitKaplan(design(0, 1).map((run) => ({ ...run, tokens: 1e9 }))).refusal?.code).toBe('too-few-dataset-sizes')
  expect(fitPowerLaw(curve(0, 1).map(({ x }) => ({ x, loss: x }))).refusal?.code).toBe('exponent-at-bound')
  expect(fitPowerLaw(curve(0, 1).slice(0, 2)).refusal?.code).toBe('too-few-points')
  expect(fitPowerLaw([{ x: Number.NaN, loss: 1 }]).refusal?.code).toBe('invalid-runs')
})

it.each([
  [() => kaplanLoss(truth, 0, 1), /kaplanLoss: params must be > 0, got 0/],
  [() => kaplanLoss(truth, 1, -1), /kaplanLoss: tokens must be > 0, got -1/],
  [() => powerLawLoss({ scale: 1, exponent: 1 }, 0), /powerLawLoss: x must be > 0, got 0/],
  [() => criticalBatchSize(0), /criticalBatchSize: loss must be > 0, got 0/],
])('refuses arguments outside the domain', (call, message) => {
  expect(call).toThrow(message)
})

// Scipy's Levenberg-Marquardt stops where the sum no longer changes, so that constants are good to the root of its rounding.
const tolerance = { objective: 1e-9, parameters: 1e-6 }

it.each(oracle)('finds the lowest optimum of few noisy runs: %#', ({ runs, objective, parameters }) => {
  const fit = fitKaplan(runs, { loss: 'log-squared' })
  expect(fit.converged).toBe(true)
  expect(Math.abs(fit.objective! / objective - 1)).toBeLessThan(tolerance.objective)
  for (const name of ['Nc', 'Dc', 'alphaN', 'alphaD'] as const)
    expect(Math.abs(fit.parameters![name] / parameters[name] - 1), name).toBeLessThan(tolerance.parameters)
})
