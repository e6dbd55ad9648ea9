import type { Objective } from './chinchilla-kernel.js'
import { residualAt, type LawModel } from './law-model.js'

/** Residuals of log loss below this are rounding and count as this much in the scale of the gradient. */
const rounding = 1e-6

/** Relative gradient at or below which a point is an optimum. */
export const gradientTolerance = 1e-9

/** Largest component of the gradient, each relative to the sum of the absolute values of its terms. */
export function relativeGradientNorm(model: LawModel, { log, delta }: Objective, theta: Float64Array): number {
  const { n, size, weights } = model
  const total = new Float64Array(size)
  const absolute = new Float64Array(size)
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  const least = Math.min(rounding, delta)
  for (let i = 0; i < n; i += 1) {
    const residual = residualAt(model, log, theta, i, gradient, hessian)
    const psi = Math.max(-delta, Math.min(delta, residual))
    for (let j = 0; j < size; j += 1) {
      total[j]! += weights[i]! * psi * gradient[j]!
      absolute[j]! += weights[i]! * Math.max(Math.abs(psi), least) * Math.abs(gradient[j]!)
    }
  }
  let largest = 0
  for (let j = 0; j < size; j += 1) {
    if (absolute[j]! > 0) largest = Math.max(largest, Math.abs(total[j]!) / absolute[j]!)
  }
  return largest
}
