import { clusterIndex } from './internal/cluster-index.js'
import { requireInteger, requireLevel, requireValues } from './internal/require.js'
import type { Interval } from './interval.js'
import { mean } from './mean.js'
import { createRandom } from './random.js'

/** Options of `wildClusterBootstrap`. */
export interface WildClusterBootstrapOptions {
  /** Confidence level in (0, 1). Default 0.95. */
  readonly level?: number
  /** Sign patterns drawn where there are too many to go through. Default 9999. */
  readonly replicates?: number
  /** Seed of the patterns. Default 0. */
  readonly seed?: number
  /** The mean that is tested. Default 0. */
  readonly null?: number
}

/** What `wildClusterBootstrap` says of a mean. */
export interface WildClusterBootstrapResult {
  readonly mean: number
  readonly clusters: number
  /** Two-sided p-value of the hypothesis that the mean is `null`; `null` with one cluster. */
  readonly pValue: number | null
  /** The means that the test does not reject; `null` where the sign patterns are too few to reject any. */
  readonly interval: Interval | null
  /** Sign patterns that were gone through or drawn. */
  readonly replicates: number
  readonly reason?: string
}

/** Up to this many clusters all 2^C sign patterns are gone through. */
const enumerated = 13

/**
 * Test and interval of a mean from few clusters: the wild cluster bootstrap-t with Rademacher signs and the null imposed (Cameron, Gelbach and
 * Miller 2008). Each replicate flips the sign of whole clusters of deviations from the null; the interval inverts the test.
 *
 * With C clusters there are 2^C patterns, half of them mirror images: below 5 clusters, no level of 0.95 can be reached, and the interval is `null`.
 *
 * @param values - finite numbers, at least one
 * @param clusters - the cluster of each value
 * @throws RangeError if a value is not finite, the lengths differ, or an option is out of range.
 *
 * @example
 * ```ts
 * import { wildClusterBootstrap } from '@safety-portfolio/stats'
 *
 * const values = [0.4, 0.6, 0.3, 0.5, 0.2, 0.4, 0.6, 0.1]
 * wildClusterBootstrap(values, [1, 2, 3, 4, 5, 6, 7, 8]).pValue // => ~0.0078
 * ```
 */
export function wildClusterBootstrap(
  values: ArrayLike<number>,
  clusters: ArrayLike<number | string>,
  options: WildClusterBootstrapOptions = {},
): WildClusterBootstrapResult {
  const { level = 0.95, replicates = 9999, seed = 0, null: hypothesis = 0 } = options
  requireValues('wildClusterBootstrap', values, 1)
  requireLevel('wildClusterBootstrap', level)
  requireInteger('wildClusterBootstrap', 'replicates', replicates, 99)
  if (!Number.isFinite(hypothesis)) throw new RangeError(`wildClusterBootstrap: null must be finite, got ${hypothesis}`)
  if (clusters.length !== values.length) {
    throw new RangeError(`wildClusterBootstrap: clusters must have ${values.length} elements, got ${clusters.length}`)
  }
  const { of, count } = clusterIndex(clusters)
  const sums = new Float64Array(count)
  const sizes = new Float64Array(count)
  for (let i = 0; i < values.length; i += 1) {
    sums[of[i]!]! += values[i]!
    sizes[of[i]!]! += 1
  }
  const centre = mean(values)
  if (count < 2) {
    return {
      mean: centre,
      clusters: count,
      pValue: null,
      interval: null,
      replicates: 0,
      reason: 'there is one cluster',
    }
  }
  const signs = patterns(count, replicates, seed)
  const test = (value: number): number => pValueAt(value, sums, sizes, signs)
  const least = 2 / signs.length
  const attainable = count > enumerated ? true : least <= 1 - level
  return {
    mean: centre,
    clusters: count,
    pValue: test(hypothesis),
    interval: attainable ? invert(test, centre, spread(sums, sizes, centre), level) : null,
    replicates: signs.length,
    ...(attainable ? {} : { reason: `${count} clusters allow no p-value below ${least}` }),
  }
}

function patterns(count: number, replicates: number, seed: number): readonly Int8Array[] {
  if (count <= enumerated) {
    return Array.from({ length: 2 ** count }, (_, code) =>
      Int8Array.from({ length: count }, (_unused, cluster) => ((code >> cluster) & 1 ? -1 : 1)),
    )
  }
  const random = createRandom(seed)
  const drawn = Array.from({ length: replicates }, () =>
    Int8Array.from({ length: count }, () => (random.uniform() < 0.5 ? -1 : 1)),
  )
  // The data themselves are one pattern.
  return [new Int8Array(count).fill(1), ...drawn]
}

/** Share of sign patterns whose |t| reaches that of the data, for the null that the mean is `value`. */
function pValueAt(value: number, sums: Float64Array, sizes: Float64Array, signs: readonly Int8Array[]): number {
  const n = sizes.reduce((total, size) => total + size, 0)
  const deviations = sums.map((sum, cluster) => sum - sizes[cluster]! * value)
  const observed = Math.abs(statistic(deviations, sizes, n))
  let reached = 0
  const flipped = new Float64Array(deviations.length)
  for (const pattern of signs) {
    for (let cluster = 0; cluster < flipped.length; cluster += 1) {
      flipped[cluster] = deviations[cluster]! * pattern[cluster]!
    }
    // Rounding must not tell mirror images from the data.
    if (Math.abs(statistic(flipped, sizes, n)) >= observed * (1 - 1e-9)) reached += 1
  }
  return reached / signs.length
}

function statistic(deviations: Float64Array, sizes: Float64Array, n: number): number {
  let total = 0
  for (const deviation of deviations) total += deviation
  const centre = total / n
  let squares = 0
  for (let cluster = 0; cluster < sizes.length; cluster += 1) {
    const residual = deviations[cluster]! - sizes[cluster]! * centre
    squares += residual * residual
  }
  return squares > 0 ? total / Math.sqrt(squares) : total === 0 ? 0 : Math.sign(total) * Infinity
}

function spread(sums: Float64Array, sizes: Float64Array, centre: number): number {
  const n = sizes.reduce((total, size) => total + size, 0)
  let squares = 0
  for (const [cluster, sum] of sums.entries()) squares += (sum - sizes[cluster]! * centre) ** 2
  return Math.sqrt(squares) / n
}

/** The ends of the set of means with p > 1 - level, by bisection from a bracket that doubles. */
function invert(test: (value: number) => number, centre: number, step: number, level: number): Interval {
  const method = 'wild cluster bootstrap-t'
  if (step === 0) return { lower: centre, upper: centre, level, method }
  const end = (direction: number): number => {
    let inside = centre
    let outside = centre + direction * 2 * step
    for (let doubling = 0; test(outside) > 1 - level; doubling += 1) {
      if (doubling === 12) return direction * Infinity
      inside = outside
      outside = centre + (outside - centre) * 2
    }
    for (let halving = 0; halving < 40; halving += 1) {
      const middle = (inside + outside) / 2
      if (test(middle) > 1 - level) inside = middle
      else outside = middle
    }
    return inside
  }
  return { lower: end(-1), upper: end(1), level, method }
}
