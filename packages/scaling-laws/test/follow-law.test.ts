import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { bnslLoss } from '../src/index.js'
import { bnsl } from '../src/internal/bnsl-definition.js'
import { followLaw, sharpened } from '../src/internal/follow-law.js'
import { sumOfSquares } from '../src/internal/law-model.js'
import { continueLaw, polishLaw } from '../src/internal/polish-law.js'

const truth = { a: 0.4, b: 2, c0: 0.05, c1: 2, d1: 600, f1: 0.3 }
const random = createRandom(4)
const points = Array.from({ length: 30 }, (_, k) => {
  const x = 100 * 1.15 ** k
  return { x, loss: bnslLoss(truth, x) * Math.exp(0.002 * random.normal()) }
})
const model = bnsl(1, 0).build(points, new Float64Array(points.length).fill(1))
const squares = { log: true, delta: Infinity }
const lowest = polishLaw(model, squares, model.starts(model.weights)[0]!)
const near = polishLaw(
  model,
  squares,
  lowest.theta.map((value) => value * 1.3),
  undefined,
  1,
)

it('comes to the optimum in stretches', () => {
  expect(near.converged).toBe(false)
  const found = followLaw(model, squares, near, 200, () => false)
  expect(found.converged).toBe(true)
  expect(found.value / lowest.value).toBeCloseTo(1, 12)
})

it('ends where more steps are of no use, and after so many', () => {
  expect(followLaw(model, squares, near, 200, () => true)).toBe(near)
  expect(followLaw(model, squares, near, 12, () => false)).toBe(near)
})

it('leaves wide breaks as they are and takes those between two points for as narrow as they come', () => {
  expect(sharpened(model, lowest.theta)).toBe(lowest.theta)
  // x is centred: 0 is the middle between two of an even number of points.
  const between = lowest.theta.map((value, j) => (j === 5 ? Math.log(0.005) : j === 4 ? 0 : value))
  const sharp = sharpened(model, between)
  expect(sharp[5]).toBeLessThan(-600)
  const at = (theta: Float64Array): number => sumOfSquares(model, theta)
  expect(at(sharp) / at(between)).toBeCloseTo(1, 2)
})

it('ends at a point where residuals are not finite', () => {
  const far = lowest.theta.map((value, j) => (j === 0 ? 800 : value))
  expect(continueLaw(model, { log: true, delta: 1e-3 }, far).converged).toBe(false)
})
