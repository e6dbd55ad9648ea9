import type { Finding } from '@safety-portfolio/stats'
import { symmetricEigen } from './internal/symmetric-eigen.js'
import { requireInteger, requireNonNegative } from './internal/require-number.js'

/** Options of {@link principalComponents}. */
export interface PrincipalComponentsOptions {
  /** How many components to keep; default all. */
  readonly components?: number
  /** One weight >= 0 per row, such as the counts of a bootstrap; default 1 each. */
  readonly weights?: ArrayLike<number>
}

/** Principal components of a table. JSON-safe. */
export interface PrincipalComponents {
  /** Total weight of the rows. */
  readonly n: number
  /** (Weighted) mean per column, which is subtracted. */
  readonly mean: readonly number[]
  /** Variance along each component, descending, with divisor n - 1. */
  readonly variances: readonly number[]
  /** Share of the total variance; over all components the shares sum to 1. */
  readonly explained: readonly number[]
  /** Per component one unit vector over the columns; its sign is chosen so that its entries sum to >= 0. */
  readonly loadings: readonly (readonly number[])[]
  /** Per row its coordinate on each component. */
  readonly scores: readonly (readonly number[])[]
  /** Why there are no components. */
  readonly refusal?: Finding
}

/**
 * Principal component analysis of the centred (not standardised) columns, as Ruan et al. 2024 (arXiv 2405.10938, section 3.2) use for benchmark
 * scores that are all shares of correct answers. Eigenvectors come from Jacobi rotations of the covariance matrix.
 *
 * Components of equal variance are determined only up to a rotation among themselves; what is computed from all of them together does not change.
 *
 * @param rows - One row per case, all of the same length, finite. Impute missing cells first: {@link imputeScores}.
 * @param options - See {@link PrincipalComponentsOptions}.
 * @returns Components; with a total weight below 2 or without any variance a `refusal` and none.
 * @throws RangeError for ragged rows, cells that are not finite, or options outside their domain.
 *
 * @example
 * ```ts
 * import { principalComponents } from '@safety-portfolio/scaling-laws'
 *
 * const pca = principalComponents([[0, 0], [1, 1], [2, 2], [3, 3.4]])
 * pca.explained[0]! // => ~0.998
 * pca.loadings[0]![0]! // => ~0.6644
 * ```
 */
export function principalComponents(
  rows: readonly (readonly number[])[],
  options: PrincipalComponentsOptions = {},
): PrincipalComponents {
  const { weights } = options
  const columns = rows[0]?.length ?? 0
  const { components = columns } = options
  requireInteger('principalComponents', 'components', components, 0)
  if (weights !== undefined && weights.length !== rows.length)
    throw new RangeError(
      `principalComponents: weights must have one entry per row (${rows.length}), got ${weights.length}`,
    )
  const mean = new Float64Array(columns)
  let n = 0
  for (const [i, row] of rows.entries()) {
    const weight = weights?.[i] ?? 1
    requireNonNegative('principalComponents', 'weights', weight)
    if (row.length !== columns)
      throw new RangeError(`principalComponents: rows must have ${columns} cells, got ${row.length} in row ${i}`)
    n += weight
    for (const [j, cell] of row.entries()) {
      if (!Number.isFinite(cell))
        throw new RangeError(`principalComponents: rows must be finite, got ${cell} in row ${i}`)
      mean[j] = mean[j]! + weight * cell
    }
  }
  for (let j = 0; j < columns; j += 1) mean[j] = n > 0 ? mean[j]! / n : 0
  const covariance = new Float64Array(columns * columns)
  const centred = new Float64Array(columns)
  for (const [i, row] of rows.entries()) {
    const weight = weights?.[i] ?? 1
    if (weight === 0) continue
    for (let j = 0; j < columns; j += 1) centred[j] = row[j]! - mean[j]!
    for (let j = 0; j < columns; j += 1) {
      const left = weight * centred[j]!
      for (let k = 0; k <= j; k += 1) covariance[j * columns + k]! += left * centred[k]!
    }
  }
  for (let j = 0; j < columns; j += 1)
    for (let k = 0; k <= j; k += 1) {
      const value = covariance[j * columns + k]! / (n - 1)
      covariance[j * columns + k] = value
      covariance[k * columns + j] = value
    }
  let total = 0
  for (let j = 0; j < columns; j += 1) total += covariance[j * columns + j]!
  if (n < 2 || !(total > 0)) return refused(n, Array.from(mean))
  const { values, vectors } = symmetricEigen(covariance, columns)
  const kept = Math.min(components, columns)
  const loadings = vectors.slice(0, kept).map((vector) => {
    const sign = vector.reduce((sum, value) => sum + value, 0) < 0 ? -1 : 1
    return Array.from(vector, (value) => sign * value)
  })
  // Rounding can leave a variance of 0 slightly negative.
  const variances = values.slice(0, kept).map((value) => Math.max(0, value))
  return {
    n,
    mean: Array.from(mean),
    variances,
    explained: variances.map((value) => value / total),
    loadings,
    scores: rows.map((row) => componentScores(row, mean, loadings)),
  }
}

/** Coordinates of a row on components fitted elsewhere. */
export function componentScores(
  row: readonly number[],
  mean: ArrayLike<number>,
  loadings: readonly (readonly number[])[],
): readonly number[] {
  return loadings.map((loading) => {
    let total = 0
    for (let j = 0; j < row.length; j += 1) total += loading[j]! * (row[j]! - mean[j]!)
    return total
  })
}

function refused(n: number, mean: readonly number[]): PrincipalComponents {
  const refusal: Finding =
    n < 2
      ? { code: 'too-few-models', message: `Principal components need 2 rows, got ${n}. Add models.` }
      : { code: 'constant-benchmark', message: 'No column varies, so there is no component. Add models that differ.' }
  return { n, mean, variances: [], explained: [], loadings: [], scores: [], refusal }
}
