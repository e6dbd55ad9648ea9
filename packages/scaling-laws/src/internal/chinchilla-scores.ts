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
  const { n, x, y, weights, scratch } = problem
  evaluate(problem, objective, theta, at)
  const residuals = scratch.slice(4 * n, 5 * n)
  const psi = scratch.slice(2 * n, 3 * n)
  const jacobian = new Float64Array(n * size)
  const constant = Math.exp(theta[2]!)
  for (let i = 0; i < n; i += 1) {
    const row = i * size
    const p = scratch[i]!
    const q = scratch[n + i]!
    jacobian[row] = p
    jacobian[row + 1] = q
    jacobian[row + 2] = objective.log && constant > 0 ? 1 - p - q : constant
    jacobian[row + 3] = -p * x[i]!
    jacobian[row + 4] = -q * y[i]!
  }
  return { n, size, weights, residuals, psi, jacobian, hessian: at.hessian }
}
