import { choleskyFactor, choleskySolve } from '@safety-portfolio/stats'
import type { Objective } from './chinchilla-kernel.js'
import { size, type ChinchillaProblem } from './chinchilla-problem.js'

/**
 * Covariance of (log A, log B, log E, alpha, beta), uncentred: H^-1 (sum of squared scores) H^-1 times n / (n - p), which is the infinitesimal
 * jackknife and holds without a model of the noise. A constant at its bound has zero variance. `null` where H is not positive definite.
 *
 * Source: Huber 1967; White 1980; MacKinnon and White 1985 (HC1).
 */
export function sandwichCovariance(
  problem: ChinchillaProblem,
  objective: Objective,
  theta: Float64Array,
  hessian: Float64Array,
): Float64Array | null {
  const bread = hessian.slice()
  const free = Array.from({ length: size }, (_, j) => hessian[j * size + j] !== 0)
  for (let j = 0; j < size; j += 1) if (!free[j]!) bread[j * size + j] = 1
  const factor = choleskyFactor(bread, size)
  const used = free.filter(Boolean).length
  if (factor === null || problem.n <= used) return null
  const covariance = new Float64Array(size * size)
  const score = new Float64Array(size)
  for (let i = 0; i < problem.n; i += 1) {
    fillScore(problem, objective, theta, i, score)
    const influence = uncentre(problem, choleskySolve(factor, size, score))
    for (let j = 0; j < size; j += 1) {
      for (let k = 0; k < size; k += 1) covariance[j * size + k]! += influence[j]! * influence[k]!
    }
  }
  return covariance.map((value) => (value * problem.n) / (problem.n - used))
}

/** Gradient of one run's loss. */
function fillScore(
  problem: ChinchillaProblem,
  objective: Objective,
  theta: Float64Array,
  i: number,
  score: Float64Array,
): void {
  const x = problem.x[i]!
  const y = problem.y[i]!
  const p = Math.exp(theta[0]! - theta[3]! * x)
  const q = Math.exp(theta[1]! - theta[4]! * y)
  const s = Math.exp(theta[2]!)
  const mu = p + q + s
  const residual = objective.log ? Math.log(mu) - problem.logLoss[i]! : mu - problem.level[i]!
  const psi = problem.weights[i]! * Math.max(-objective.delta, Math.min(objective.delta, residual))
  const factor = objective.log ? psi / mu : psi
  score[0] = factor * p
  score[1] = factor * q
  score[2] = factor * s
  score[3] = -factor * p * x
  score[4] = -factor * q * y
}

/** Constants in the units of the runs from centred ones: log A = a + alpha mean(log N) + mean(log L), and so on; deviations have no means. */
function uncentre(problem: ChinchillaProblem, deviation: Float64Array): Float64Array {
  const [a, b, e, alpha, beta] = deviation as unknown as readonly [number, number, number, number, number]
  return Float64Array.of(a + alpha * problem.logParamsMean, b + beta * problem.logTokensMean, e, alpha, beta)
}
