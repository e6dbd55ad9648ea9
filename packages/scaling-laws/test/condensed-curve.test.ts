import { expect, it } from 'vitest'
import { condensedCurve } from '../src/internal/condensed-curve.js'
import type { LawModel } from '../src/internal/law-model.js'

function model(logLoss: Float64Array, weights: Float64Array): LawModel {
  const level = logLoss.map((value) => Math.exp(value))
  const longest: readonly number[] = []
  return {
    n: logLoss.length,
    size: 0,
    weights,
    logLoss,
    level,
    logLossMean: 0,
    vanishing: [],
    longest,
    logValue: () => 0,
  }
}

const x = Float64Array.from({ length: 1000 }, (_, i) => i / 100)
const weights = x.map((_, i) => i % 3)

it('keeps the weight and lies on a straight line that all points are on', () => {
  const curve = condensedCurve(
    model(
      x.map((value) => 2 - 0.3 * value),
      weights,
    ),
    x,
  )!
  expect(curve.n).toBe(64)
  expect(curve.weights.reduce((sum, value) => sum + value, 0)).toBeCloseTo(999, 9)
  for (const [i, value] of curve.x.entries()) expect(curve.logLoss[i]).toBeCloseTo(2 - 0.3 * value, 12)
})

it('leaves out points without weight and bins without points', () => {
  const gap = x.map((_, i) => (i < 100 || i > 900 ? 1 : 0))
  const curve = condensedCurve(model(x, gap), x)!
  expect(curve.n).toBeLessThan(20)
  expect(curve.weights.every((weight) => weight > 0)).toBe(true)
})

it('does not condense few points', () => {
  const some = x.subarray(0, 64)
  expect(condensedCurve(model(some, weights.subarray(0, 64)), some)).toBeNull()
})
