import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { lawObjective, pointwiseObjective } from '../src/internal/law-model.js'
import { powerOffset } from '../src/internal/power-offset-definition.js'

const random = createRandom(5)
const points = Array.from({ length: 80 }, (_, k) => ({
  x: 10 + 7 * k,
  loss: 1 + 3 / (1 + k) + 0.01 * random.uniform(),
}))
const model = powerOffset.build(
  points,
  Float64Array.from(points, (_, k) => k % 4),
)

it.each([
  ['squares of logs', { log: true, delta: Infinity }],
  ['squares', { log: false, delta: Infinity }],
  ['Huber loss of logs', { log: true, delta: 1e-3 }],
  ['the squares of gradients', { log: true, delta: Infinity, gaussNewton: true }],
])('sums %s in its loop as point by point, with and without E', (_, objective) => {
  for (const theta of [Float64Array.of(-0.4, -0.2, 0.6), Float64Array.of(0.1, -Infinity, 0.2)]) {
    const into = () => [new Float64Array(3), new Float64Array(9)] as const
    const [quick, slow] = [into(), into()]
    const value = lawObjective(model, objective, theta, ...quick)
    expect(value).toBeCloseTo(pointwiseObjective(model, objective, theta, ...slow), 10)
    for (const [k, column] of quick.entries()) {
      for (const [j, entry] of column.entries()) expect(entry).toBeCloseTo(slow[k]![j]!, 9)
    }
  }
})

it('is fitted first to few points that stand for very many', () => {
  expect(model.condensed!(model)!.n).toBeLessThanOrEqual(64)
  const few = powerOffset.build(points.slice(0, 64), new Float64Array(64).fill(1))
  expect('condensed' in few).toBe(false)
})
