import { expect, it } from 'vitest'
import {
  criticalBatchSize,
  fitKaplanSteps,
  kaplanExponents,
  kaplanOptimum,
  kaplanOverfitting,
  kaplanStepsLoss,
  minimumCompute,
  minimumSteps,
  publishedKaplan,
  type TrainingStepPoint,
} from '../src/index.js'
import { kaplanSteps } from '../src/internal/kaplan-steps-definition.js'

const truth = { Nc: 6.5e13, Sc: 2100, alphaN: 0.077, alphaS: 0.76 }
const design = [1e6, 1e7, 1e8, 1e9].flatMap((params) => [5e3, 2e4, 1e5, 5e5].map((steps) => ({ params, steps })))
const at = (noise: (i: number) => number): readonly TrainingStepPoint[] =>
  design.map(({ params, steps }, i) => ({ params, steps, loss: kaplanStepsLoss(truth, params, steps) * noise(i) }))

it.each(['huber', 'lad', 'log-squared', 'squared'] as const)('recovers planted constants to 1e-8: %s', (loss) => {
  const { parameters, converged } = fitKaplanSteps(
    at(() => 1),
    { loss },
  )
  expect(converged).toBe(true)
  expect(Math.abs(parameters!.alphaN / truth.alphaN - 1)).toBeLessThan(1e-8)
  expect(Math.abs(parameters!.alphaS / truth.alphaS - 1)).toBeLessThan(1e-8)
  expect(Math.abs(Math.log(parameters!.Nc / truth.Nc))).toBeLessThan(1e-6)
  expect(Math.abs(Math.log(parameters!.Sc / truth.Sc))).toBeLessThan(1e-6)
})

it('has exact derivatives', () => {
  const law = kaplanSteps.build(
    at((i) => 1 + 0.01 * (i % 3)),
    new Float64Array(design.length).fill(1),
  )
  const theta = Float64Array.of(-0.3, -2, 0.08, 0.7)
  const size = 4
  const [gradient, hessian, other, unused] = [
    new Float64Array(size),
    new Float64Array(16),
    new Float64Array(size),
    new Float64Array(16),
  ]
  for (const i of [0, 5, 15]) {
    law.logValue(theta, i, gradient, hessian)
    for (let j = 0; j < size; j += 1) {
      const moved = (step: number): number => {
        const point = theta.slice()
        point[j]! += step
        return law.logValue(point, i, other, unused)
      }
      expect((moved(1e-6) - moved(-1e-6)) / 2e-6).toBeCloseTo(gradient[j]!, 8)
      const up = theta.slice()
      up[j]! += 1e-6
      law.logValue(up, i, other, unused)
      for (let k = 0; k < size; k += 1) expect((other[k]! - gradient[k]!) / 1e-6).toBeCloseTo(hessian[j * size + k]!, 3)
    }
  }
})

it('gives intervals that hold the truth, and refuses what cannot determine the law', () => {
  const fit = fitKaplanSteps(
    at((i) => Math.exp(0.004 * Math.sin(7 * i))),
    { loss: 'log-squared', level: 0.99 },
  )
  const { lower, upper } = fit.intervals['alphaS']!
  expect(lower).toBeLessThan(truth.alphaS)
  expect(upper).toBeGreaterThan(truth.alphaS)
  expect(fit.covariance!.scales).toEqual(['log Nc', 'log Sc', 'alphaN', 'alphaS'])
  expect(fitKaplanSteps(at(() => 1).map((point) => ({ ...point, steps: 1e4 }))).refusal?.code).toBe('too-few-points')
  expect(fitKaplanSteps([]).refusal?.code).toBe('too-few-points')
  expect(fitKaplanSteps([{ params: 1, steps: 0, loss: 2 }]).refusal?.code).toBe('invalid-runs')
  // A loss that rises with steps is no power of them.
  expect(
    fitKaplanSteps(at(() => 1).map((point) => ({ ...point, loss: 1 + 0.01 * Math.log(point.steps) }))).parameters,
  ).toBeNull()
})

it('halves steps and compute at the critical batch, and joins the two: (S / S_min - 1)(C / C_min - 1) = 1', () => {
  const batch = 3e5
  const loss = 2.7
  expect(minimumSteps(100, criticalBatchSize(loss), loss)).toBeCloseTo(50, 12)
  expect(minimumCompute(100, criticalBatchSize(loss), loss)).toBeCloseTo(50, 12)
  const left = 1e5 / minimumSteps(1e5, batch, loss) - 1
  const right = 1e5 / minimumCompute(1e5, batch, loss) - 1
  expect(left * right).toBeCloseTo(1, 12)
})

it('has the table of compute-efficient training, whose D is B times S up to its rounding', () => {
  const one = kaplanOptimum(1)
  expect(one).toEqual({ petaflopDays: 1, params: 1.3e9, batchTokens: 2e6, steps: 5.4e3, tokens: 2e10 })
  const many = kaplanOptimum(1e3)
  expect((many.batchTokens * many.steps) / many.tokens).toBeCloseTo((2e6 * 5.4e3) / 2e10, 12)
})

it('has the exponents of the theory, which sum to one', () => {
  const { loss, params, batch, steps } = kaplanExponents({ alphaN: 0.077, alphaS: 0.76, alphaB: 0.21 })
  // From the rounded inputs the paper's 0.054 comes out as 0.0525.
  expect(loss).toBeCloseTo(0.05245, 5)
  expect(params + batch + steps).toBeCloseTo(1, 12)
})

it('relates overfitting to the ratio of losses', () => {
  const { parameters } = publishedKaplan.paramsAndTokens
  const { Nc, Dc, alphaN, alphaD } = parameters
  const [params, tokens] = [1e9, 1e10]
  const limited = ((Nc / params) ** (alphaN / alphaD) + Dc / tokens) ** alphaD
  expect(kaplanOverfitting(parameters, params, tokens)).toBeCloseTo(limited / (Nc / params) ** alphaN - 1, 12)
})

it.each([
  [() => kaplanStepsLoss(truth, 0, 1), /params must be > 0, got 0/],
  [() => minimumSteps(1, NaN, 2), /batchTokens must be > 0, got NaN/],
  [() => minimumCompute(-1, 1, 2), /compute must be > 0, got -1/],
  [() => kaplanOptimum(0), /petaflopDays/],
  [() => kaplanExponents({ alphaN: 0, alphaS: 1, alphaB: 1 }), /alphaN/],
  [() => kaplanOverfitting(publishedKaplan.paramsAndTokens.parameters, 1, 0), /tokens/],
])('names what is wrong with a call', (call, message) => {
  expect(call).toThrow(message)
})
