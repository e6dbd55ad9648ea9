import type { Objective } from './chinchilla-kernel.js'
import type { ChinchillaProblem } from './chinchilla-problem.js'

/** Residuals of log loss below this are rounding and count as this much in the scale of the gradient. */
const rounding = 1e-6

/** Largest component of the gradient, each relative to the sum of the absolute values of its terms. */
export function relativeGradientNorm(problem: ChinchillaProblem, objective: Objective, theta: Float64Array): number {
  const { log, delta } = objective
  const total = new Float64Array(5)
  const absolute = new Float64Array(5)
  const constant = Math.exp(theta[2]!)
  const least = Math.min(rounding, delta)
  for (let i = 0; i < problem.n; i += 1) {
    const p = Math.exp(theta[0]! - theta[3]! * problem.x[i]!)
    const q = Math.exp(theta[1]! - theta[4]! * problem.y[i]!)
    const mu = p + q + constant
    const residual = log ? Math.log(mu) - problem.logLoss[i]! : mu - problem.level[i]!
    const psi = Math.max(-delta, Math.min(delta, residual))
    const scale = problem.weights[i]! / (log ? mu : 1)
    const terms = [p, q, constant, -p * problem.x[i]!, -q * problem.y[i]!]
    for (let j = 0; j < 5; j += 1) {
      total[j]! += scale * psi * terms[j]!
      absolute[j]! += scale * Math.max(Math.abs(psi), least) * Math.abs(terms[j]!)
    }
  }
  let largest = 0
  for (let j = 0; j < 5; j += 1) {
    if (absolute[j]! > 0) largest = Math.max(largest, Math.abs(total[j]!) / absolute[j]!)
  }
  return largest
}
