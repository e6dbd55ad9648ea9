import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { lawObjective, pointwiseObjective } from '../src/internal/law-model.js'
import { m4 } from '../src/internal/m4-definition.js'

/** Sums of 40 terms of size one in two orders, some of them second derivatives with alpha far from 1. */
const rounding = 1e-10

const random = createRandom(12)
const points = Array.from({ length: 40 }, (_, i) => ({ x: 100 * 1.2 ** i, loss: 1 + 2 * random.uniform() }))
const weights = Float64Array.from(points, (_, i) => (i % 7 === 3 ? 0 : 0.5 + random.uniform()))
const model = m4(null).build(points, weights)

it.each([
  [0.1, { log: true, delta: Infinity }],
  [1, { log: true, delta: 0.2 }],
  [0.5, { log: false, delta: Infinity }],
  [8, { log: false, delta: 0.3 }],
])('adds up with alpha %d what the law says of single points: %o', (alpha, objective) => {
  const theta = Float64Array.of(0.3, -0.7, 0.4, Math.log(alpha), 0.2)
  for (const gaussNewton of [false, true]) {
    const [fused, slow] = [0, 1].map(() => ({ gradient: new Float64Array(5), hessian: new Float64Array(25) }))
    const how = { ...objective, gaussNewton }
    const value = lawObjective(model, how, theta, fused!.gradient, fused!.hessian)
    expect(pointwiseObjective(model, how, theta, slow!.gradient, slow!.hessian)).toBeCloseTo(value, 10)
    for (const name of ['gradient', 'hessian'] as const)
      for (const [j, entry] of fused![name].entries()) expect(Math.abs(entry - slow![name][j]!)).toBeLessThan(rounding)
  }
})

it('is the same in whatever order the points come', () => {
  const order = points.map((_, i) => (i * 17) % points.length)
  const shuffled = m4(null).build(
    order.map((i) => points[i]!),
    Float64Array.from(order, (i) => weights[i]!),
  )
  const theta = Float64Array.of(0.3, -0.7, 0.4, -1, 0.2)
  const at = (of: typeof model): number =>
    lawObjective(of, { log: true, delta: Infinity }, theta, new Float64Array(5), new Float64Array(25))
  expect(at(shuffled) / at(model)).toBeCloseTo(1, 12)
})
