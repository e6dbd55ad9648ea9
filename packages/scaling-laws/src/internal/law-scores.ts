import type { Objective } from './chinchilla-kernel.js'
import { mirror, residualAt, type LawModel } from './law-model.js'

/** What every covariance and certificate needs of a law at a point: residuals and their gradients, computed once. */
export interface LawScores {
  readonly n: number
  readonly size: number
  readonly weights: Float64Array
  /** Residuals, on the scale of the objective. */
  readonly residuals: Float64Array
  /** Weight times the derivative of the loss at each residual. */
  readonly psi: Float64Array
  /** Gradient of each residual, n x size. */
  readonly jacobian: Float64Array
  /** Hessian of the objective. */
  readonly hessian: Float64Array
}

export function lawScores(model: LawModel, { log, delta }: Objective, theta: Float64Array): LawScores {
  const { n, size, weights } = model
  const residuals = new Float64Array(n)
  const psi = new Float64Array(n)
  const jacobian = new Float64Array(n * size)
  const total = new Float64Array(size * size)
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  for (let i = 0; i < n; i += 1) {
    const residual = residualAt(model, log, theta, i, gradient, hessian)
    const score = weights[i]! * Math.max(-delta, Math.min(delta, residual))
    residuals[i] = residual
    psi[i] = score
    for (let j = 0; j < size; j += 1) jacobian[i * size + j] = gradient[j]!
    const within = Math.abs(residual) <= delta ? weights[i]! : 0
    for (let j = 0; j < size; j += 1) {
      for (let k = 0; k <= j; k += 1) {
        const at = j * size + k
        total[at]! += score * hessian[at]! + within * gradient[j]! * gradient[k]!
      }
    }
  }
  mirror(total, size)
  return { n, size, weights, residuals, psi, jacobian, hessian: total }
}
