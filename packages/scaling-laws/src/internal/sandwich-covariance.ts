import { factorise, solveFactored } from './damped-newton.js'
import { kernelWidth } from './kernel-width.js'
import type { LawScores } from './law-scores.js'

/** A point that the law must follow whatever it says is not given an infinite weight. */
const leastLeft = 0.1

/**
 * Covariance of the coordinates of a law: H^-1 (sum of squared scores) H^-1, the infinitesimal jackknife, which needs no model of the noise; each score
 * is divided by 1 - leverage (HC3), since a point that pulls the law towards itself shows less of its noise. A constant at its bound has zero variance. `null` where H is not positive definite.
 *
 * For a Huber loss with a threshold far below the noise (and for absolute deviations) the second derivative counts the few runs within the
 * threshold, which is a poor estimate of its expectation. It is therefore smoothed by Epanechnikov's kernel of the width that Hall and Sheather
 * recommend for quantile regression (Powell's kernel sandwich); where the threshold is far above the noise this changes nothing.
 *
 * Source: Huber 1967; White 1980; MacKinnon and White 1985 (HC3); Powell 1991; Hall and Sheather 1988; Koenker 2005, section 3.4.
 */
export function sandwichCovariance(
  scores: LawScores,
  delta: number,
  correction: 'hc3' | 'none' = 'hc3',
): Float64Array | null {
  const { n, size, psi, jacobian } = scores
  const bread = smoothedBread(scores, delta)
  if (bread === null) return null
  const { inverse, curvature } = bread
  const meat = new Float64Array(size * size)
  for (let i = 0; i < n; i += 1) {
    const start = i * size
    let leverage = 0
    for (let j = 0; j < size; j += 1) {
      let moved = 0
      for (let k = 0; k < size; k += 1) moved += inverse[j * size + k]! * jacobian[start + k]!
      leverage += jacobian[start + j]! * moved
    }
    const inflation = correction === 'none' ? 1 : 1 / Math.max(leastLeft, 1 - curvature[i]! * leverage) ** 2
    const squared = inflation * psi[i]! * psi[i]!
    for (let j = 0; j < size; j += 1) {
      const left = squared * jacobian[start + j]!
      for (let k = 0; k <= j; k += 1) meat[j * size + k]! += left * jacobian[start + k]!
    }
  }
  for (let j = 0; j < size; j += 1) for (let k = 0; k < j; k += 1) meat[k * size + j] = meat[j * size + k]!
  return transformCovariance(meat, inverse, size)
}

/** Inverse of the smoothed Hessian, and the smoothed second derivative of the loss at each point; `null` where it is not positive definite. */
export function smoothedBread(
  { n, size, weights, residuals, bend, jacobian }: LawScores,
  delta: number,
): { readonly inverse: Float64Array; readonly curvature: Float64Array } | null {
  const width = delta === Infinity ? 0 : kernelWidth(residuals)
  const bread = bend.slice()
  const curvature = new Float64Array(n)
  for (let i = 0; i < n; i += 1) {
    const second = weights[i]! * expectedCurvature(residuals[i]!, delta, width)
    curvature[i] = second
    if (second === 0) continue
    for (let j = 0; j < size; j += 1) {
      const left = second * jacobian[i * size + j]!
      for (let k = 0; k < size; k += 1) bread[j * size + k]! += left * jacobian[i * size + k]!
    }
  }
  const free = Array.from({ length: size }, (_, j) => bread[j * size + j] !== 0)
  for (let j = 0; j < size; j += 1) if (!free[j]!) bread[j * size + j] = 1
  const factor = new Float64Array(size * size)
  const scale = bread.filter((_, at) => at % (size + 1) === 0).map(Math.abs)
  if (!factorise(bread, scale, 0, factor) || n <= free.filter(Boolean).length) return null
  // The inverse of the bread once: with it a leverage is a quadratic form, and the sum over points needs no solve of its own.
  const inverse = new Float64Array(size * size)
  const unit = new Float64Array(size)
  for (let j = 0; j < size; j += 1) {
    unit.fill(0)
    unit[j] = 1
    solveFactored(factor, unit, inverse.subarray(j * size, (j + 1) * size))
  }
  return { inverse, curvature }
}

/** T C T' for the derivatives T (row-major, square) of other coordinates. */
export function transformCovariance(covariance: Float64Array, transform: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size)
  for (let j = 0; j < size; j += 1) {
    for (let k = 0; k < size; k += 1) {
      let total = 0
      for (let l = 0; l < size; l += 1) {
        if (transform[j * size + l] === 0) continue
        for (let m = 0; m < size; m += 1)
          total += transform[j * size + l]! * covariance[l * size + m]! * transform[k * size + m]!
      }
      result[j * size + k] = total
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
function kernelCdf(u: number): number {
  if (u <= -1) return 0
  return u >= 1 ? 1 : 0.5 + u * (0.75 - 0.25 * u * u)
}
