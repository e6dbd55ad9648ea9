import { clusterIndex } from './internal/cluster-index.js'
import { compensatedSum } from './internal/compensated-sum.js'
import { requireValues } from './internal/require.js'
import { mean } from './mean.js'

/** Options of `clusteredStandardError`. */
export interface ClusteredStandardErrorOptions {
  /**
   * `'none'`: Miller 2024 (arXiv 2411.00640), eq. 4. `'finite'`: times sqrt(C / (C - 1)) for C clusters, which a handful of clusters needs and
   * which Inspect applies. Default `'finite'`.
   */
  readonly correction?: 'none' | 'finite'
}

/** A standard error that lets values of the same cluster depend on each other. */
export interface ClusteredStandardError {
  /** `null` where it cannot be had; then `reason` says why. */
  readonly standardError: number | null
  /** How many clusters there are. */
  readonly clusters: number
  /** Values. */
  readonly n: number
  /** Variance of the mean over what it would be if values were independent; `null` where either is 0 or unknown. */
  readonly designEffect: number | null
  readonly reason?: string
}

/**
 * Standard error of a mean of values that come in clusters, such as questions about the same passage:
 * sqrt(sum over clusters of (sum of deviations from the mean)^2) / n.
 *
 * @param values - finite numbers, at least one
 * @param clusters - the cluster of each value
 * @returns the standard error; `null` with a reason where all values are of one cluster.
 * @throws RangeError if a value is not finite, there is none, or the lengths differ.
 *
 * @example
 * ```ts
 * import { clusteredStandardError } from '@safety-portfolio/stats'
 *
 * const values = [1, 1, 0, 0, 1, 0]
 * const clusters = ['a', 'a', 'b', 'b', 'c', 'c']
 * clusteredStandardError(values, clusters, { correction: 'none' }).standardError // => ~0.2357
 * clusteredStandardError(values, clusters).standardError // => ~0.2887
 * ```
 */
export function clusteredStandardError(
  values: ArrayLike<number>,
  clusters: ArrayLike<number | string>,
  options: ClusteredStandardErrorOptions = {},
): ClusteredStandardError {
  requireValues('clusteredStandardError', values, 1)
  if (clusters.length !== values.length) {
    throw new RangeError(`clusteredStandardError: clusters must have ${values.length} elements, got ${clusters.length}`)
  }
  const n = values.length
  const { of, count } = clusterIndex(clusters)
  if (count < 2) {
    const reason = 'all values are of one cluster, so nothing is known of how clusters differ'
    return { standardError: null, clusters: count, n, designEffect: null, reason }
  }
  const centre = mean(values)
  const sums = new Float64Array(count)
  const squares = new Float64Array(n)
  for (let i = 0; i < n; i += 1) {
    const deviation = values[i]! - centre
    sums[of[i]!]! += deviation
    squares[i] = deviation * deviation
  }
  const finite = (options.correction ?? 'finite') === 'finite' ? count / (count - 1) : 1
  const variance = (compensatedSum(sums.map((sum) => sum * sum)) * finite) / (n * n)
  const independent = compensatedSum(squares) / (n * (n - 1))
  return {
    standardError: Math.sqrt(variance),
    clusters: count,
    n,
    designEffect: independent > 0 ? variance / independent : null,
  }
}
