import { expect, it } from 'vitest'
import { powerOffsetLoss, publishedFits, simulateRuns } from '../src/index.js'
import { evaluate } from '../src/internal/chinchilla-kernel.js'
import { chinchillaModel } from '../src/internal/chinchilla-model.js'
import { chinchillaProblem } from '../src/internal/chinchilla-problem.js'
import { emptyDerivatives } from '../src/internal/damped-newton.js'
import { lawObjective, type LawModel } from '../src/internal/law-model.js'
import { dataConstrained } from '../src/internal/data-constrained-definition.js'
import { kaplan } from '../src/internal/kaplan-definition.js'
import { powerLaw } from '../src/internal/power-law-definition.js'
import { powerOffset } from '../src/internal/power-offset-definition.js'

const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0.02, seed: 5 })
const problem = chinchillaProblem(runs, new Float64Array(runs.length).fill(1))
const curve = [1, 3, 10, 30, 100, 300].map((x, i) => ({
  x,
  loss: powerOffsetLoss({ E: 1, B: 2, c: 0.4 }, x) * (1 + 0.02 * (-1) ** i),
}))

const models: readonly (readonly [string, LawModel, readonly number[]])[] = [
  ['chinchilla', chinchillaModel(problem), [-1.9, -2.1, -0.4, 0.4, 0.3]],
  [
    'data-constrained',
    dataConstrained(publishedFits.muennighoff.parameters).build(
      runs.map((run, i) => ({ ...run, uniqueTokens: run.tokens / (1 + (i % 9)) })),
      new Float64Array(runs.length).fill(1),
    ),
    [2, 1.5],
  ],
  ['power', powerLaw.build(curve, new Float64Array(6).fill(1)), [0.1, 0.2]],
  ['kaplan', kaplan.build(runs, new Float64Array(runs.length).fill(1)), [-0.5, -0.7, 0.8, 0.3]],
  ['power-offset', powerOffset.build(curve, new Float64Array(6).fill(1)), [-0.5, -0.3, 0.5]],
]

it.each(models)('has the derivatives of finite differences: %s', (_, model, start) => {
  const { size } = model
  const theta = Float64Array.from(start)
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  const scratch = new Float64Array(size * size)
  const step = 1e-5
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
      expect(Math.abs(slope - gradient[j]!)).toBeLessThan(1e-8)
      for (let k = 0; k < size; k += 1) {
        expect(Math.abs((upper[k]! - lower[k]!) / (2 * step) - hessian[j * size + k]!)).toBeLessThan(1e-7)
      }
    }
  }
})

it.each([
  { log: true, delta: 1e-3 },
  { log: true, delta: Infinity },
  { log: false, delta: Infinity },
])('the general engine and the kernel agree on the Chinchilla law: %o', (objective) => {
  const theta = Float64Array.of(-1.9, -2.1, -0.4, 0.4, 0.3)
  const fast = emptyDerivatives(5)
  evaluate(problem, objective, theta, fast)
  const gradient = new Float64Array(5)
  const hessian = new Float64Array(25)
  const value = lawObjective(chinchillaModel(problem), objective, theta, gradient, hessian)
  expect(Math.abs(value / fast.value - 1)).toBeLessThan(1e-12)
  for (let j = 0; j < 5; j += 1) expect(Math.abs(gradient[j]! - fast.gradient[j]!)).toBeLessThan(1e-12 * runs.length)
  for (let j = 0; j < 25; j += 1) expect(Math.abs(hessian[j]! - fast.hessian[j]!)).toBeLessThan(1e-11 * runs.length)
})
