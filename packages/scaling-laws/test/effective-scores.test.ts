import { expect, it } from 'vitest'
import { effectiveScores } from '../src/internal/effective-scores.js'
import { relativeGradientNorm } from '../src/internal/gradient-norm.js'

const scores = (jacobian: readonly number[]) => ({
  n: 2,
  size: 2,
  weights: Float64Array.of(1, 1),
  residuals: Float64Array.of(0.1, -0.1),
  psi: Float64Array.of(0.1, -0.1),
  jacobian: Float64Array.from(jacobian),
  hessian: new Float64Array(4),
})

it('leaves scores as they are where every constant has an effect, or exactly none', () => {
  for (const given of [scores([1, 1e-9, 1, -1]), scores([1, 0, 1, 0])]) expect(effectiveScores(given)).toBe(given)
})

it('takes a slope away that moves nothing, which alone would make the gradient 1', () => {
  const given = scores([1, 1e-18, 1, 0])
  expect(relativeGradientNorm(given, 1)).toBe(1)
  expect([...effectiveScores(given).jacobian]).toEqual([1, 0, 1, 0])
  expect(relativeGradientNorm(effectiveScores(given), 1)).toBe(0)
})

it('keeps a slope that is small at one point and not at another', () => {
  const given = scores([1, 1e-18, 1, 1e-3])
  expect(effectiveScores(given)).toBe(given)
})
