import {
  choleskyFactor,
  choleskySolve,
  normalCdf,
  normalDensity,
  normalQuantile,
  quantile,
  standardDeviation,
} from '@safety-portfolio/stats'
import type { Objective } from './chinchilla-kernel.js'
import { size, type ChinchillaProblem } from './chinchilla-problem.js'
import { predicted } from './chinchilla-solution.js'

/**
 * Covariance of (log A, log B, log E, alpha, beta), uncentred: H^-1 (sum of squared scores) H^-1 times n / (n - p), the infinitesimal jackknife,
 * which needs no model of the noise. A constant at its bound has zero variance. `null` where H is not positive definite.
 *
 * For a Huber loss with a threshold far below the noise (and for absolute deviations) the second derivative counts the few runs within the
 * threshold, which is a poor estimate of its expectation. It is therefore smoothed by Epanechnikov's kernel of the width that Hall and Sheather
 * recommend for quantile regression (Powell's kernel sandwich); where the threshold is far above the noise this changes nothing.
 *
 * Source: Huber 1967; White 1980; MacKinnon and White 1985 (HC1); Powell 1991; Hall and Sheather 1988; Koenker 2005, section 3.4.
 */
export function sandwichCovariance(
  problem: ChinchillaProblem,
  { log, delta }: Objective,
  theta: Float64Array,
): Float64Array | null {
  const { n } = problem
  const residuals = Float64Array.from({ length: n }, (_, i) => {
    const mu = predicted(problem, theta, i)
    return log ? Math.log(mu) - problem.logLoss[i]! : mu - problem.level[i]!
  })
  const width = delta === Infinity ? 0 : bandwidth(residuals)
  const bread = new Float64Array(size * size)
  const scores = new Float64Array(n * size)
  for (let i = 0; i < n; i += 1) {
    const residual = residuals[i]!
    const psi = Math.max(-delta, Math.min(delta, residual))
    const second = expectedCurvature(residual, delta, width)
    addRun(problem, log, theta, i, psi, second, bread, scores)
  }
  const free = Array.from({ length: size }, (_, j) => bread[j * size + j] !== 0)
  for (let j = 0; j < size; j += 1) if (!free[j]!) bread[j * size + j] = 1
  const used = free.filter(Boolean).length
  const factor = choleskyFactor(bread, size)
  if (factor === null || n <= used) return null
  const covariance = new Float64Array(size * size)
  for (let i = 0; i < n; i += 1) {
    const influence = choleskySolve(factor, size, scores.slice(i * size, (i + 1) * size))
    // Back to the units of the runs: log A = a + alpha mean(log N) + constant, log B alike.
    influence[0]! += influence[3]! * problem.logParamsMean
    influence[1]! += influence[4]! * problem.logTokensMean
    for (let j = 0; j < size; j += 1) {
      for (let k = 0; k < size; k += 1) {
        covariance[j * size + k]! += (influence[j]! * influence[k]! * n) / (n - used)
      }
    }
  }
  return covariance
}

/** Adds one run to the expected Hessian and writes its score. */
function addRun(
  problem: ChinchillaProblem,
  log: boolean,
  theta: Float64Array,
  i: number,
  psi: number,
  second: number,
  bread: Float64Array,
  scores: Float64Array,
): void {
  const x = problem.x[i]!
  const y = problem.y[i]!
  const weight = problem.weights[i]!
  const mu = log ? predicted(problem, theta, i) : 1
  const p = Math.exp(theta[0]! - theta[3]! * x) / mu
  const q = Math.exp(theta[1]! - theta[4]! * y) / mu
  const jacobian = [p, q, Math.exp(theta[2]!) / mu, -p * x, -q * y]
  const outer = weight * (log ? second - psi : second)
  for (let j = 0; j < size; j += 1) {
    scores[i * size + j] = weight * psi * jacobian[j]!
    for (let k = 0; k < size; k += 1) bread[j * size + k]! += outer * jacobian[j]! * jacobian[k]!
  }
  // Second derivatives of mu: each term times products of (1, -x) or (1, -y).
  const bend = weight * psi
  bread[0]! += bend * p
  bread[3]! -= bend * p * x
  bread[15]! -= bend * p * x
  bread[18]! += bend * p * x * x
  bread[6]! += bend * q
  bread[9]! -= bend * q * y
  bread[21]! -= bend * q * y
  bread[24]! += bend * q * y * y
  bread[12]! += bend * jacobian[2]!
}

/** The indicator of |residual| <= delta, smoothed by the kernel. */
function expectedCurvature(residual: number, delta: number, width: number): number {
  if (!(width > 0)) return Math.abs(residual) <= delta ? 1 : 0
  return kernelCdf((delta + residual) / width) - kernelCdf((residual - delta) / width)
}

/** Distribution function of Epanechnikov's kernel on [-1, 1]. */
function kernelCdf(u: number): number {
  if (u <= -1) return 0
  return u >= 1 ? 1 : 0.5 + u * (0.75 - 0.25 * u * u)
}

/** Hall and Sheather's bandwidth at the median, in residuals: a robust scale times the quantile of the bandwidth in probability. */
function bandwidth(residuals: Float64Array): number {
  const n = residuals.length
  const density = normalDensity(0)
  const probability = Math.min(
    0.4,
    normalQuantile(0.975) ** (2 / 3) * (1.5 * density * density) ** (1 / 3) * n ** (-1 / 3),
  )
  const spread = Math.min(standardDeviation(residuals), (quantile(residuals, 0.75) - quantile(residuals, 0.25)) / 1.34)
  // Theirs is the half width w of a uniform window; Epanechnikov's kernel has the same standard deviation w / sqrt(3) on [-1, 1] sqrt(5 / 3) w.
  return 2 * spread * normalQuantile(0.5 + probability) * Math.sqrt(5 / 3)
}
