import fc from 'fast-check'
import { expect, it } from 'vitest'
import { simulateRuns, publishedFits } from '../src/index.js'
import { bnsl } from '../src/internal/bnsl-definition.js'
import { downstreamErrorLaw } from '../src/internal/downstream-error-definition.js'
import { lossToLossDefinition } from '../src/internal/loss-to-loss-definition.js'
import { lawObjective, type LawModel } from '../src/internal/law-model.js'
import { m1 } from '../src/internal/m1-definition.js'
import { m3 } from '../src/internal/m3-definition.js'
import { m4 } from '../src/internal/m4-definition.js'
import { overTraining } from '../src/internal/over-training-definition.js'

const curve = [1, 3, 10, 30, 100, 300].map((x, i) => ({ x, loss: 1 + x ** -0.4 * (1 + 0.05 * (-1) ** i) }))
const pairs = [2, 2.3, 2.7, 3.2, 3.8].map((source, i) => ({ source, target: 1 + source + 0.02 * (-1) ** i }))
const errors = [2, 2.5, 3, 4, 5].map((loss, i) => ({ loss, error: 0.9 - Math.exp(-loss) + 0.01 * (-1) ** i }))
const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0.02, seed: 5 }).slice(0, 6)
const ones = (n: number): Float64Array => new Float64Array(n).fill(1)

const models: readonly (readonly [string, LawModel, readonly number[]])[] = [
  ['no break', bnsl(0, 0).build(curve, ones(6)), [-0.3, -0.5, 0.4]],
  ['one break', bnsl(1, 0).build(curve, ones(6)), [-0.3, -0.5, 0.2, 0.7, 0.3, -0.6]],
  ['one break, of y + 1', bnsl(1, 1).build(curve, ones(6)), [-0.3, -0.5, 0.2, 0.7, 0.3, -0.6]],
  ['two breaks', bnsl(2, 0).build(curve, ones(6)), [-0.3, -0.5, 0.2, 0.7, -0.8, -0.6, -0.4, 0.9, -1]],
  ['m1', m1.build(curve, ones(6)), [-0.3, 0.4]],
  ['m3', m3.build(curve, ones(6)), [-0.3, 0.5, 0.4]],
  ['m4', m4(null).build(curve, ones(6)), [0.3, -0.6, 0.5, -0.4, 0.1]],
  ['m4, alpha above 1', m4(null).build(curve, ones(6)), [0.3, -0.6, 0.5, 1, 0.1]],
  ['m4, known plateau', m4(2.5).build(curve, ones(6)), [0.3, -0.6, 0.5, -0.4]],
  ['over-training', overTraining.build(runs, ones(6)), [-1.5, -1.2, -0.5, 0.15]],
  ['downstream error', downstreamErrorLaw.build(errors, ones(5)), [0.4, -1, 0.6]],
  ['loss-to-loss', lossToLossDefinition(null).build(pairs, ones(5)), [-0.5, 1.3, -0.7, -0.6]],
  ['loss-to-loss, known', lossToLossDefinition({ source: 1.2, target: 1.4 }).build(pairs, ones(5)), [-0.5, 1.3]],
]
const near = (start: readonly number[]): fc.Arbitrary<Float64Array> =>
  fc
    .tuple(...start.map((value) => fc.double({ min: value - 0.15, max: value + 0.15, noNaN: true })))
    .map((values) => Float64Array.from(values))

/** Central differences with this step are good to about step^2 times the third derivative. */
const step = 1e-5
const tolerance = 1e-6

it.each(models)('has the gradient and the Hessian of finite differences: %s', (_, model, start) => {
  const { size } = model
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  const scratch = new Float64Array(size * size)
  fc.assert(
    fc.property(near(start), (theta) => {
      for (let i = 0; i < model.n; i += 1) {
        model.logValue(theta, i, gradient, hessian)
        for (let j = 0; j < size; j += 1) {
          const up = theta.slice()
          const down = theta.slice()
          up[j]! += step
          down[j]! -= step
          const upper = new Float64Array(size)
          const lower = new Float64Array(size)
          const slope = (model.logValue(up, i, upper, scratch) - model.logValue(down, i, lower, scratch)) / (2 * step)
          expect(Math.abs(slope - gradient[j]!)).toBeLessThan(tolerance * (1 + Math.abs(slope)))
          for (let k = 0; k < size; k += 1) {
            const second = (upper[k]! - lower[k]!) / (2 * step)
            expect(Math.abs(second - hessian[j * size + k]!)).toBeLessThan(tolerance * (1 + Math.abs(second)))
            expect(hessian[j * size + k]).toBe(hessian[k * size + j])
          }
        }
      }
    }),
    { numRuns: 20, seed: 1 },
  )
})

it.each(models)('has starts of a finite objective: %s', (_, model) => {
  const law = model as LawModel & { starts(weights: Float64Array): readonly Float64Array[] }
  const found = law.starts(model.weights)
  expect(found.length).toBeGreaterThan(0)
  for (const start of found) {
    const value = lawObjective(
      model,
      { log: true, delta: Infinity },
      start,
      new Float64Array(model.size),
      new Float64Array(model.size ** 2),
    )
    expect(Number.isFinite(value)).toBe(true)
  }
})
