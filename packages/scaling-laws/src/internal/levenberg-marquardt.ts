import { choleskyFactor, choleskySolve } from '@safety-portfolio/stats'
import type { LawModel } from './law-model.js'

const mostIterations = 200
/** A coordinate with less of the curvature than this share has no effect: it stays, and does not shorten the step of the others. */
const noEffect = 1e-12

/**
 * Moves a start towards the least squares of log residuals, in at most 200 steps of Levenberg and Marquardt: far from the optimum, in a curved
 * valley, they go further than Newton steps on the exact Hessian, which then finish.
 */
export function levenbergMarquardt(model: LawModel, weights: Float64Array, start: Float64Array): Float64Array {
  const { size, n, longest } = model
  const gradient = new Float64Array(size)
  const scratch = new Float64Array(size * size)
  const normal = new Float64Array(size * size)
  const right = new Float64Array(size)
  const sumOfSquares = (theta: Float64Array): number => {
    let total = 0
    for (let i = 0; i < n; i += 1) {
      total += weights[i]! * (model.logValue(theta, i, gradient, scratch) - model.logLoss[i]!) ** 2
    }
    return total
  }
  let theta = start
  let value = sumOfSquares(theta)
  let lambda = 1e-3
  for (let iteration = 0; iteration < mostIterations; iteration += 1) {
    normal.fill(0)
    right.fill(0)
    for (let i = 0; i < n; i += 1) {
      const residual = model.logValue(theta, i, gradient, scratch) - model.logLoss[i]!
      for (let j = 0; j < size; j += 1) {
        right[j]! += weights[i]! * residual * gradient[j]!
        for (let k = 0; k <= j; k += 1) normal[j * size + k]! += weights[i]! * gradient[j]! * gradient[k]!
      }
    }
    let next: Float64Array | null = null
    let lower = value
    while (lambda < 1e8) {
      next = step(theta, normal, right, lambda, longest)
      lower = next === null ? Infinity : sumOfSquares(next)
      if (lower < value) break
      next = null
      lambda *= 8
    }
    if (next === null) break
    const gain = (value - lower) / value
    theta = next
    value = lower
    lambda = Math.max(1e-12, lambda / 8)
    if (gain < 1e-10) break
  }
  return theta
}

function step(
  theta: Float64Array,
  normal: Float64Array,
  right: Float64Array,
  lambda: number,
  longest: readonly number[],
): Float64Array | null {
  const size = theta.length
  const damped = normal.slice()
  let least = 0
  for (let j = 0; j < size; j += 1) least = Math.max(least, noEffect * normal[j * size + j]!)
  for (let j = 0; j < size; j += 1) {
    for (let k = j + 1; k < size; k += 1) damped[j * size + k] = normal[k * size + j]!
    damped[j * size + j] = Math.max(normal[j * size + j]!, least) * (1 + lambda) || 1
  }
  const factor = choleskyFactor(damped, size)
  if (factor === null) return null
  const move = choleskySolve(factor, size, right)
  const share = move.reduce((least, value, j) => Math.min(least, longest[j]! / Math.abs(value)), 1)
  return theta.map((value, j) => value - share * move[j]!)
}
