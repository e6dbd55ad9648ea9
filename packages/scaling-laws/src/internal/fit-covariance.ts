import type { ConstantCovariance, CovarianceName } from '../fit-result.js'
import { requireOneOf } from './options.js'

/** How a covariance is called in `method`. */
export const covarianceMethods: Readonly<Record<CovarianceName, string>> = {
  sandwich: 'sandwich (HC3), t',
  'infinitesimal-jackknife': 'infinitesimal jackknife, t',
}

/** The power of 1 - leverage that a name divides scores by; an unknown name is an error of the caller. */
export function leveragePower(caller: string, name: CovarianceName): number {
  requireOneOf(caller, 'covariance', name, Object.keys(covarianceMethods))
  return name === 'sandwich' ? 1 : 0
}

/** A covariance as plain data. */
export function plainCovariance(
  names: readonly string[],
  logScale: readonly boolean[],
  matrix: Float64Array | null,
  degrees: number,
): ConstantCovariance | null {
  if (matrix === null) return null
  const size = names.length
  return {
    scales: names.map((name, j) => (logScale[j]! ? `log ${name}` : name)),
    matrix: names.map((_, j) => Array.from(matrix.subarray(j * size, (j + 1) * size))),
    degrees,
  }
}
