import { evaluate, type Objective } from './chinchilla-kernel.js'
import { size, type ChinchillaProblem } from './chinchilla-problem.js'
import type { Derivatives } from './damped-newton.js'
import type { LawScores } from './law-scores.js'

/** The scores of the Chinchilla law; leaves value, gradient and Hessian of the objective in `at`. */
export function chinchillaScores(
  problem: ChinchillaProblem,
  objective: Objective,
  theta: Float64Array,
  at: Derivatives,
): LawScores {
  const { n, x, y, level, weights } = problem
  const { log, delta } = objective
  const residuals = new Float64Array(n)
  const psi = new Float64Array(n)
  const jacobian = new Float64Array(n * size)
  evaluate(problem, objective, theta, at)
  // The Hessian of the objective holds J J' of the runs within the threshold: without them only the bend of the law is left.
  const bend = at.hessian.slice()
  const constant = Math.exp(theta[2]!)
  for (let i = 0; i < n; i += 1) {
    const p = Math.exp(theta[0]! - theta[3]! * x[i]!)
    const q = Math.exp(theta[1]! - theta[4]! * y[i]!)
    const mu = p + q + constant
    const unit = log ? 1 / mu : 1
    const residual = log ? Math.log(mu / level[i]!) : mu - level[i]!
    residuals[i] = residual
    psi[i] = weights[i]! * Math.max(-delta, Math.min(delta, residual))
    const row = i * size
    jacobian[row] = p * unit
    jacobian[row + 1] = q * unit
    jacobian[row + 2] = constant * unit
    jacobian[row + 3] = -p * unit * x[i]!
    jacobian[row + 4] = -q * unit * y[i]!
    if (Math.abs(residual) > delta) continue
    for (let j = 0; j < size; j += 1) {
      const left = weights[i]! * jacobian[row + j]!
      for (let k = 0; k < size; k += 1) bend[j * size + k]! -= left * jacobian[row + k]!
    }
  }
  return { n, size, weights, residuals, psi, jacobian, bend }
}
