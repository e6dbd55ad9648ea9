import { spectralMap, symmetricEigen } from './symmetric-eigen.js'

/** A basis P of one block with its inverse, row by row. */
export interface NaturalBasis {
  readonly basis: Float64Array
  readonly inverse: Float64Array
}

/**
 * The coordinates in which the deviance is about as curved in every direction of a square root of the covariance: those in which a group's information
 * about the effects is the identity. `null` where that information is singular.
 */
export function naturalBasis(information: Float64Array, q: number): NaturalBasis | null {
  const metric = symmetricEigen(information, q)
  if (!(metric.values[q - 1]! > 1e-12 * metric.values[0]!)) return null
  return {
    basis: spectralMap(metric, q, (value) => 1 / Math.sqrt(value)),
    inverse: spectralMap(metric, q, (value) => Math.sqrt(value)),
  }
}
