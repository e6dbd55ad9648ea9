import type { BootstrapOptions, BootstrapReport, BootstrapResult, BootstrapVectorResult } from './bootstrap-result.js'
import type { Estimate } from './estimate.js'
import { bootstrapEstimate } from './internal/bootstrap-estimate.js'
import { bootstrapWarnings } from './internal/bootstrap-warnings.js'
import { clusterIndex } from './internal/cluster-index.js'
import { allFinite } from './internal/gradient-norm.js'
import { requireChoice, requireInteger, requireLevel } from './internal/require.js'
import { createRandom } from './random.js'
import { resampleCounts } from './resample-counts.js'
import { version } from './version.js'

/**
 * Bootstrap of any statistic of n cases (Efron 1979; Efron and Tibshirani 1993). The statistic gets *weights*: how often each case
 * is in the resample. All ones give the estimate. No data is copied, and the caller's fast weighted fit can be used as it is.
 *
 * A statistic that is not finite in some replicates is counted and told, not hidden; replicates that are all the same (50 of 50
 * successes, one cluster) carry no uncertainty, and the interval is then `null` with a reason rather than of width 0.
 *
 * @param n - number of cases, at least 1
 * @param statistic - number, or array of a fixed length, from weights. The array of weights is reused: do not keep or change it
 * @param options - `seed` is required
 * @throws RangeError if an option is out of range, `clusters` is not of length n, or the statistic changes its length.
 *
 * @example
 * ```ts
 * import { bootstrap, weightedMean } from '@safety-portfolio/stats'
 *
 * const seconds = [12, 15, 9, 30, 11, 14, 10, 25, 13, 16]
 * const result = bootstrap(seconds.length, (weights) => weightedMean(seconds, weights), { seed: 1, replicates: 2000 })
 * result.estimate! // => ~15.5
 * result.interval!.lower < 15.5 && 15.5 < result.interval!.upper // => true
 * ```
 */
export function bootstrap(
  n: number,
  statistic: (weights: Float64Array) => number,
  options: BootstrapOptions,
): BootstrapResult
export function bootstrap(
  n: number,
  statistic: (weights: Float64Array) => readonly number[],
  options: BootstrapOptions,
): BootstrapVectorResult
export function bootstrap(
  n: number,
  statistic: (weights: Float64Array) => number | readonly number[],
  options: BootstrapOptions,
): BootstrapResult | BootstrapVectorResult
export function bootstrap(
  n: number,
  statistic: (weights: Float64Array) => number | readonly number[],
  options: BootstrapOptions,
): BootstrapResult | BootstrapVectorResult {
  const { seed, replicates = 1000, level = 0.95, method = 'percentile', clusters, keepDraws = false } = options
  requireInteger('bootstrap', 'n', n, 1)
  requireInteger('bootstrap', 'replicates', replicates, 2)
  requireLevel('bootstrap', level)
  requireChoice('bootstrap', 'method', method, ['percentile', 'bca'])
  if (clusters !== undefined && clusters.length !== n) {
    throw new RangeError(`bootstrap: clusters must have one label per case (${n}), got ${clusters.length}`)
  }

  const units = clusters === undefined ? null : clusterIndex(clusters)
  const unitCount = units === null ? n : units.count
  const unitWeights = new Float64Array(unitCount)
  const weights = units === null ? unitWeights : new Float64Array(n)
  const evaluate = (): number | readonly number[] => {
    if (units !== null) for (let i = 0; i < n; i += 1) weights[i] = unitWeights[units.of[i]!]!
    return statistic(weights)
  }

  unitWeights.fill(1)
  const whole = evaluate()
  const scalar = typeof whole === 'number'
  const estimates = scalar ? [whole] : [...whole]
  const width = estimates.length
  if (width === 0) throw new RangeError('bootstrap: statistic gave an empty array')
  const table = (rows: number, weigh: (row: number) => void): Float64Array => {
    const values = new Float64Array(rows * width)
    for (let row = 0; row < rows; row += 1) {
      weigh(row)
      const computed = evaluate()
      requireShape(whole, computed)
      if (typeof computed === 'number') values[row] = computed
      else values.set(computed, row * width)
    }
    return values
  }
  const draws = table(replicates, (k) => resampleCounts(createRandom(seed, k), unitCount, unitWeights))
  const leaveOneOut = (left: number): void => {
    unitWeights.fill(1)
    unitWeights[left] = 0
  }
  const jackknife = method === 'bca' && unitCount > 1 ? table(unitCount, leaveOneOut) : null

  const failures = failedRows(draws, width)
  const warnings = bootstrapWarnings({ failures, replicates, level, clusters: units?.count })
  const components = estimates.map((estimate, column): Estimate => {
    const subject = scalar ? 'the statistic' : `component ${column}`
    const left = jackknife === null ? null : columnOf(jackknife, width, column)
    return bootstrapEstimate(
      { subject, estimate, draws: columnOf(draws, width, column), jackknife: left, level, method },
      warnings,
    )
  })

  const report: BootstrapReport = {
    n,
    clusters: units === null ? null : unitCount,
    replicates,
    failures,
    method,
    seed,
    assumptions: [
      units === null
        ? 'Cases are independent draws from one population, and resampling them imitates drawing anew.'
        : 'Clusters are independent draws from one population; cases within a cluster may depend on each other in any way.',
      ...(method === 'bca'
        ? ['Some monotone transformation makes the estimate normal, with a standard error linear in the truth.']
        : []),
    ],
    warnings,
    version,
  }
  if (!keepDraws) return scalar ? { ...components[0]!, ...report } : { estimates: components, ...report }
  const rows = Array.from({ length: replicates }, (_, k) =>
    Array.from(draws.subarray(k * width, (k + 1) * width), (draw) => (Number.isFinite(draw) ? draw : null)),
  )
  if (scalar) return { ...components[0]!, ...report, draws: rows.map((row) => row[0]!) }
  return { estimates: components, ...report, draws: rows }
}

function requireShape(whole: number | readonly number[], computed: number | readonly number[]): void {
  const shape = (value: number | readonly number[]): string =>
    typeof value === 'number' ? 'a number' : `${value.length} numbers in an array`
  if (typeof computed === 'number' && typeof whole === 'number') return
  if (typeof computed !== 'number' && typeof whole !== 'number' && computed.length === whole.length) return
  throw new RangeError(
    `bootstrap: statistic gave ${shape(whole)} for the whole sample and ${shape(computed)} for a resample`,
  )
}

function failedRows(table: Float64Array, width: number): number {
  let failures = 0
  for (let start = 0; start < table.length; start += width) {
    if (!allFinite(table.subarray(start, start + width))) failures += 1
  }
  return failures
}

function columnOf(table: Float64Array, width: number, column: number): Float64Array {
  return Float64Array.from({ length: table.length / width }, (_, row) => table[row * width + column]!)
}
