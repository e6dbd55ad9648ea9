import { choleskyFactor, choleskySolve } from '@safety-portfolio/stats'
import { lawObjective, type LawModel } from './law-model.js'

/** Where each step gains less than this share, Newton steps on the exact Hessian go on. */
const precision = 1e-10
/** A coordinate with less of the curvature than this share has no effect: it stays, and does not shorten the step of the others. */
const noEffect = 1e-12

/**
 * Moves a start towards the least squares of log residuals, in so many steps of Levenberg and Marquardt: far from the optimum, in a curved valley, they go
 * further than Newton steps on the exact Hessian, which then finish.
 */
export function levenbergMarquardt(model: LawModel, start: Float64Array, most = 200): Float64Array {
  const { size, longest } = model
  const squares = { log: true, delta: Infinity, gaussNewton: true }
  let [gradient, normal] = [new Float64Array(size), new Float64Array(size * size)]
  let [nextGradient, nextNormal] = [new Float64Array(size), new Float64Array(size * size)]
  let theta = start
  let value = lawObjective(model, squares, theta, gradient, normal)
  let lambda = 1e-3
  for (let iteration = 0; iteration < most; iteration += 1) {
    let next: Float64Array | null = null
    let lower = value
    while (lambda < 1e8) {
      next = step(theta, normal, gradient, lambda, longest)
      lower = next === null ? Infinity : lawObjective(model, squares, next, nextGradient, nextNormal)
      if (lower < value) break
      next = null
      lambda *= 8
    }
    if (next === null) break
    const gain = (value - lower) / value
    theta = next
    value = lower
    ;[gradient, nextGradient] = [nextGradient, gradient]
    ;[normal, nextNormal] = [nextNormal, normal]
    lambda = Math.max(1e-12, lambda / 8)
    if (gain < precision) break
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
    damped[j * size + j] = Math.max(normal[j * size + j]!, least) * (1 + lambda) || 1
  }
  const factor = choleskyFactor(damped, size)
  if (factor === null) return null
  const move = choleskySolve(factor, size, right)
  const share = move.reduce((least, value, j) => Math.min(least, longest[j]! / Math.abs(value)), 1)
  return theta.map((value, j) => value - share * move[j]!)
}
