import type { ChinchillaProblem } from './chinchilla-problem.js'
import type { LawModel } from './law-model.js'

/** The Chinchilla law for the general engine; the kernel computes the same faster. */
export function chinchillaModel(problem: ChinchillaProblem): LawModel {
  const { n, x, y, weights, logLoss, level, logLossMean } = problem
  return {
    n,
    size: 5,
    weights,
    logLoss,
    level,
    logLossMean,
    vanishing: [2],
    longest: [3, 3, 3, 0.5, 0.5],
    logValue(theta, i, gradient, hessian) {
      const xi = x[i]!
      const yi = y[i]!
      let p = Math.exp(theta[0]! - theta[3]! * xi)
      let q = Math.exp(theta[1]! - theta[4]! * yi)
      let s = Math.exp(theta[2]!)
      const mu = p + q + s
      p /= mu
      q /= mu
      s /= mu
      gradient[0] = p
      gradient[1] = q
      gradient[2] = s
      gradient[3] = -p * xi
      gradient[4] = -q * yi
      for (let j = 0; j < 5; j += 1) for (let k = 0; k < 5; k += 1) hessian[j * 5 + k] = -gradient[j]! * gradient[k]!
      hessian[0]! += p
      hessian[3]! -= p * xi
      hessian[15]! -= p * xi
      hessian[18]! += p * xi * xi
      hessian[6]! += q
      hessian[9]! -= q * yi
      hessian[21]! -= q * yi
      hessian[24]! += q * yi * yi
      hessian[12]! += s
      return Math.log(mu)
    },
  }
}
