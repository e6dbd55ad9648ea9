import { fillFactor, outerProduct, readFactorEntries, semidefiniteFactor } from './covariance-template.js'
import type { CovarianceTemplate } from './covariance-template.js'
import { backwardSolve, transpose } from './dense.js'

/**
 * Theta with a vanishing amount of variance added in every direction of the factors that are (nearly) singular, so that derivatives with
 * respect to the covariance can be read off derivatives with respect to its factor. What follows theta is kept.
 */
export function liftedTheta(
  templates: readonly CovarianceTemplate[],
  theta: ArrayLike<number>,
  smallest: number,
  variance: number,
): Float64Array {
  const lifted = Float64Array.from(theta)
  let from = 0
  for (const template of templates) {
    const { q } = template
    const lambda = new Float64Array(q * q)
    fillFactor(template, theta, from, lambda)
    const diagonal = Array.from({ length: q }, (_, k) => Math.abs(lambda[k * q + k]!))
    if (Math.min(...diagonal) <= smallest) {
      const sigma = outerProduct(lambda, q)
      for (let k = 0; k < q; k += 1) sigma[k * q + k] = sigma[k * q + k]! + variance
      lifted.set(readFactorEntries(template, semidefiniteFactor(sigma, q)), from)
    }
    from += template.positions.length
  }
  return lifted
}

/** Per factor the symmetric X with X Lambda = M. */
export function dividedByFactors(
  matrices: readonly Float64Array[],
  lambdas: readonly Float64Array[],
  templates: readonly CovarianceTemplate[],
): Float64Array[] {
  return matrices.map((matrix, f) => {
    const { q } = templates[f]!
    const turned = transpose(matrix, q, q)
    backwardSolve(lambdas[f]!, q, turned, q)
    return turned.map((value, k) => (value + turned[(k % q) * q + Math.floor(k / q)]!) / 2)
  })
}
