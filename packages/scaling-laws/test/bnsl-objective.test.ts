import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { bnsl } from '../src/internal/bnsl-definition.js'
import { lawObjective, type LawModel } from '../src/internal/law-model.js'

/** Sums of 40 terms of size one in two orders. */
const rounding = 1e-11

const random = createRandom(11)
const points = Array.from({ length: 40 }, (_, i) => ({ x: 100 * 1.2 ** i, loss: 1 + 2 * random.uniform() }))
const weights = Float64Array.from(points, (_, i) => (i % 7 === 3 ? 0 : 0.5 + random.uniform()))

it.each([
  [1, { log: true, delta: Infinity }],
  [2, { log: true, delta: 0.2 }],
  [2, { log: false, delta: Infinity }],
  [3, { log: false, delta: 0.3 }],
  [0, { log: true, delta: Infinity }],
])('adds up with %i breaks what the law says of single points: %o', (breaks, objective) => {
  const model = bnsl(breaks, 1).build(points, weights)
  const theta = Float64Array.from({ length: model.size }, (_, j) => (j < 2 ? -0.5 : 0.4 * random.normal()))
  for (const gaussNewton of [false, true]) {
    const fused = { gradient: new Float64Array(model.size), hessian: new Float64Array(model.size ** 2) }
    const slow = { gradient: new Float64Array(model.size), hessian: new Float64Array(model.size ** 2) }
    const how = { ...objective, gaussNewton }
    const value = lawObjective(model, how, theta, fused.gradient, fused.hessian)
    const pointwise = Object.fromEntries(Object.entries(model).filter(([name]) => name !== 'objective'))
    expect(lawObjective(pointwise as unknown as LawModel, how, theta, slow.gradient, slow.hessian)).toBeCloseTo(
      value,
      11,
    )
    for (const name of ['gradient', 'hessian'] as const)
      for (const [j, entry] of fused[name].entries()) expect(Math.abs(entry - slow[name][j]!)).toBeLessThan(rounding)
  }
})
