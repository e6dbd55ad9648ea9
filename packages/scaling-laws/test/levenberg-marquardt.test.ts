import { expect, it } from 'vitest'
import { bnslLoss, type CurvePoint } from '../src/index.js'
import { bnsl } from '../src/internal/bnsl-definition.js'
import { brief, levenbergMarquardtRace, thorough } from '../src/internal/levenberg-marquardt.js'
import { sumOfSquares } from '../src/internal/law-model.js'

const points = Array.from({ length: 40 }, (_, k): CurvePoint => {
  const x = 1e3 * 1.3 ** k
  return { x, loss: bnslLoss({ a: 0.3, b: 2, c0: 0.1, c1: 0.8, d1: 3e5, f1: 0.4 }, x) }
})
const model = bnsl(1, 0).build(points, new Float64Array(40).fill(1))
const starts = [-4, -2, 0, 2, 4].map((at) => Float64Array.of(0, -2, 0.2, 0.5, at, 0))

it('leaves the starts that lie lowest, each end once, the lowest first', () => {
  const left = levenbergMarquardtRace(model, starts, thorough)
  const squares = left.map((theta) => sumOfSquares(model, theta))
  expect(squares[0]).toBeLessThan(1e-12)
  expect(squares).toEqual(squares.toSorted((a, b) => a - b))
  expect(left.length).toBeLessThanOrEqual(starts.length)
  expect(levenbergMarquardtRace(model, starts, brief)).toHaveLength(1)
  expect(levenbergMarquardtRace(model, [], brief)).toEqual([])
})
