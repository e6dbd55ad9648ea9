import type { ComputeTrend } from './compute-trend.js'

/**
 * One sentence with everything a trend must be quoted with: rate, doubling time, n, window, filter and snapshot.
 *
 * @example
 * ```ts
 * import { describeComputeTrend, fitComputeTrend } from '@safety-portfolio/scaling-laws'
 *
 * const models = [2018, 2019, 2020, 2021].map((year, i) => ({ name: 'M', date: `${year}-01-01`, compute: 1e21 * 4 ** i }))
 * const sentence = describeComputeTrend(fitComputeTrend(models, { snapshot: '2021-02-01' }))
 * sentence // => 'x4.00 per year (90 % interval 3.98 to 4.02), doubling every 6.00 months; n = 4, 2018-01-01 to 2021-01-01, filter: none, snapshot 2021-02-01'
 * ```
 */
export function describeComputeTrend(trend: ComputeTrend): string {
  const { growthPerYear, doublingMonths, n, window, filter, snapshot } = trend
  const sample = `n = ${n}, ${window.from ?? window.first ?? 'open'} to ${window.to ?? window.last ?? 'open'}, filter: ${filter}, snapshot ${snapshot ?? 'unknown'}`
  if (growthPerYear.estimate === null) return `no trend: ${growthPerYear.reason ?? 'unknown reason'}; ${sample}`
  const interval =
    growthPerYear.interval === null
      ? ''
      : ` (${+(100 * growthPerYear.interval.level).toFixed(2)} % interval ${growthPerYear.interval.lower.toFixed(2)} to ${growthPerYear.interval.upper.toFixed(2)})`
  const doubling =
    doublingMonths.estimate === null ? 'not growing' : `doubling every ${doublingMonths.estimate.toFixed(2)} months`
  return `x${growthPerYear.estimate.toFixed(2)} per year${interval}, ${doubling}; ${sample}`
}
