import { factorise, solveFactored } from './damped-newton.js'
import { kernelWidth } from './kernel-width.js'
import type { LawScores } from './law-scores.js'
import { unitMatrix } from './unit-matrix.js'

/**
 * Covariance of the coordinates of a law: H^-1 (sum of squared scores) H^-1, the infinitesimal jackknife, which needs no model of the noise; each score
 * is divided by a power of 1 - leverage, since a point that pulls the law towards itself shows less of its noise. A constant at its bound has zero variance. `null` where H is not positive definite.
 *
 * For a Huber loss with a threshold far below the noise (and for absolute deviations) the second derivative counts the few runs within the
 * threshold, which is a poor estimate of its expectation. It is therefore smoothed by Epanechnikov's kernel of the width that Hall and Sheather
 * recommend for quantile regression (Powell's kernel sandwich); where the threshold is far above the noise this changes nothing.
 *
 * Source: Huber 1967; White 1980; MacKinnon and White 1985 (HC3); Powell 1991; Hall and Sheather 1988; Koenker 2005, section 3.4.
 *
 * @param power - 1 for HC3, 1/2 for HC2, 0 for none.
 */
export function sandwichCovariance(scores: LawScores, delta: number, power = 1): Float64Array | null {
  // A point that the law must follow whatever it says is not given an infinite weight.
  const leastLeft = 0.1
  const { n, size, psi, jacobian } = scores
  const bread = smoothedBread(scores, delta)
  if (bread === null) return null
  const { inverse, curvature } = bread
  const covariance = new Float64Array(size * size)
  const influence = new Float64Array(size)
  for (let i = 0; i < n; i += 1) {
    let leverage = 0
    for (let j = 0; j < size; j += 1) {
      let moved = 0
      for (let k = 0; k < size; k += 1) moved += inverse[j * size + k]! * jacobian[i * size + k]!
      influence[j] = moved
      leverage += jacobian[i * size + j]! * moved
    }
    const left = Math.max(leastLeft, 1 - curvature[i]! * leverage)
    // A power that is not known beforehand is slow.
    const squared = (psi[i]! / (power === 1 ? left : left ** power)) ** 2
    for (let j = 0; j < size; j += 1) {
      for (let k = 0; k < size; k += 1) covariance[j * size + k]! += squared * influence[j]! * influence[k]!
    }
  }
  return covariance
}

/** Inverse of the smoothed Hessian, and the smoothed second derivative of the loss at each point; `null` where it is not positive definite. */
export function smoothedBread(
  { n, size, weights, residuals, hessian, jacobian }: LawScores,
  delta: number,
): { readonly inverse: Float64Array; readonly curvature: Float64Array } | null {
  const width = delta === Infinity ? 0 : kernelWidth(residuals)
  const bread = hessian.slice()
  const curvature = new Float64Array(n)
  for (let i = 0; i < n; i += 1) {
    const second = weights[i]! * expectedCurvature(residuals[i]!, delta, width)
    curvature[i] = second
    // The Hessian holds the weight of each point within the threshold.
    const change = second - (Math.abs(residuals[i]!) <= delta ? weights[i]! : 0)
    if (change === 0) continue
    for (let j = 0; j < size; j += 1) {
      const left = change * jacobian[i * size + j]!
      for (let k = 0; k < size; k += 1) bread[j * size + k]! += left * jacobian[i * size + k]!
    }
  }
  const factor = new Float64Array(size * size)
  const scale = bread.filter((_, at) => at % (size + 1) === 0).map(Math.abs)
  // A constant at its bound, all zeros, gets a unit pivot and, having no derivatives, no variance.
  if (!factorise(bread, scale, 0, factor) || n <= scale.filter(Boolean).length) return null
  // The inverse of the bread once: with it a leverage is a quadratic form, and the sum over points needs no solve of its own.
  const inverse = unitMatrix(size)
  for (let j = 0; j < size; j += 1) {
    const row = inverse.subarray(j * size, (j + 1) * size)
    solveFactored(factor, row, row)
  }
  return { inverse, curvature }
}

/** T C T' for the derivatives T (row-major, square) of other coordinates and a symmetric C. */
export function transformCovariance(covariance: Float64Array, transform: Float64Array, size: number): Float64Array {
  return product(product(transform, covariance, size), transform, size)
}

/** X Y' of square matrices. */
export function product(left: Float64Array, right: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size)
  for (let j = 0; j < size; j += 1) {
    for (let k = 0; k < size; k += 1) {
      for (let m = 0; m < size; m += 1) result[j * size + k]! += left[j * size + m]! * right[k * size + m]!
    }
  }
  return result
}

/** The indicator of |residual| <= delta, smoothed by the kernel. */
export function expectedCurvature(residual: number, delta: number, width: number): number {
  if (!(width > 0)) return Math.abs(residual) <= delta ? 1 : 0
  return kernelCdf((delta + residual) / width) - kernelCdf((residual - delta) / width)
}

/** Distribution function of Epanechnikov's kernel on [-1, 1]. */
function kernelCdf(value: number): number {
  const u = Math.max(-1, Math.min(1, value))
  return 0.5 + u * (0.75 - 0.25 * u * u)
}
