import { bootstrap, type Interval } from '@safety-portfolio/stats'
import type { Metric } from '../task/metric.js'

/** A metric of a run as it is reported: never without its error. */
export interface MetricReport {
  readonly name: string
  readonly value: number | null
  readonly standardError: number | null
  readonly interval: Interval | null
  /** Questions. */
  readonly n: number
  /** Why something is `null`. */
  readonly reason?: string
}

/** Resamples for few questions; fewer for many, so that a million questions are no more work than this many numbers. */
const replicates = 1000
const fewest = 200
const work = 2e7

/**
 * Computes a metric with a percentile bootstrap over questions, or over whole clusters of them (Efron and Tibshirani 1993, chapter 13), with seed 1, so that the same scores give the
 * same interval. A metric that throws or is not defined is `null`, with the reason.
 */
export function metricReport(
  metric: Metric,
  values: ArrayLike<number>,
  options: { readonly level: number; readonly clusters?: readonly number[] },
): MetricReport {
  const { name } = metric
  const n = values.length
  const none = (reason: string): MetricReport => ({ name, value: null, standardError: null, interval: null, n, reason })
  if (n === 0) return none('no question was scored')
  const all = Array.from(values)
  let value: number | null
  try {
    value = metric.compute(all)
  } catch (error) {
    return none(`the metric failed: ${(error as Error).message}`)
  }
  if (value === null || !Number.isFinite(value)) return none('the metric is not defined for these scores')
  const { standardError, interval, reason } = bootstrap(n, (weights) => resampled(metric, all, weights), {
    seed: 1,
    level: options.level,
    replicates: Math.min(replicates, Math.max(fewest, Math.ceil(work / n))),
    ...(options.clusters === undefined ? {} : { clusters: options.clusters }),
  })
  return {
    name,
    value,
    standardError,
    interval,
    n,
    ...(interval === null ? { reason: reason ?? 'the scores do not vary' } : {}),
  }
}

function resampled(metric: Metric, values: readonly number[], weights: Float64Array): number {
  const drawn: number[] = []
  for (const [index, value] of values.entries()) for (let left = weights[index]!; left > 0; left -= 1) drawn.push(value)
  try {
    return metric.compute(drawn) ?? Number.NaN
  } catch {
    return Number.NaN
  }
}
