import {
  clopperPearsonInterval,
  clusteredStandardError,
  standardDeviation,
  studentTQuantile,
  wildClusterBootstrap,
  wilsonInterval,
  type Finding,
  type Interval,
} from '@safety-portfolio/stats'

/** Options of {@link estimateMean}. */
export interface EstimateMeanOptions {
  /** Confidence level in (0, 1). Default 0.95. */
  readonly level?: number
  /** The cluster of each question, such as the passage it is about. Default: questions are independent. */
  readonly clusters?: readonly (string | number)[] | undefined
  /** Seed of the bootstrap for few clusters. Default 0. */
  readonly seed?: number
}

/** The mean score of questions, with its error. */
export interface MeanEstimate {
  readonly mean: number | null
  /** Clustered with the finite correction where clusters are given, by questions otherwise; `null` where unknown. */
  readonly standardError: number | null
  readonly interval: Interval | null
  /** For scores of 0 and 1 of independent questions: never covers less than its level. `null` otherwise. */
  readonly clopperPearson: Interval | null
  /** Questions. */
  readonly n: number
  /** Both corrections, the number of clusters, and the wild bootstrap where clusters are few; `null` without clusters. */
  readonly clustered: {
    readonly clusters: number
    /** As if questions were independent. */
    readonly byQuestions: number | null
    /** Miller 2024, eq. 4. */
    readonly plain: number | null
    /** Times sqrt(C / (C - 1)), as Inspect does. */
    readonly finite: number | null
    readonly designEffect: number | null
    readonly wildInterval: Interval | null
    /** Why clusters are too few even for the wild bootstrap. */
    readonly wildReason?: string
  } | null
  readonly warnings: readonly Finding[]
  /** Why `mean`, `standardError` or `interval` is `null`. */
  readonly reason?: string
}

const nothing = { interval: null, clopperPearson: null } as const

/** Below this number of clusters normal theory is not to be trusted, and the wild bootstrap stands beside it. */
const fewClusters = 40

/**
 * Mean score over questions with an interval: Wilson's where every score is 0 or 1, Student's t with n - 1 degrees of freedom otherwise; with
 * clusters, t with C - 1, and the wild cluster bootstrap beside it below 40 clusters.
 *
 * The unit is the question: reduce epochs first, so that n counts questions and not attempts.
 *
 * @param values - one score a question; where one is not finite there is no mean
 * @param options - See {@link EstimateMeanOptions}.
 *
 * @example
 * ```ts
 * import { estimateMean } from '@safety-portfolio/evals'
 *
 * const scores = Array.from({ length: 100 }, (_, i) => (i < 63 ? 1 : 0))
 * const { mean, standardError, interval } = estimateMean(scores)
 * mean // => 0.63
 * standardError // => ~0.048524
 * interval?.lower // => ~0.5322
 * ```
 */
export function estimateMean(values: ArrayLike<number>, options: EstimateMeanOptions = {}): MeanEstimate {
  const { level = 0.95, clusters, seed = 0 } = options
  const n = values.length
  if (n === 0) {
    return {
      mean: null,
      standardError: null,
      interval: null,
      clopperPearson: null,
      n,
      clustered: null,
      warnings: [],
      reason: 'no question was scored',
    }
  }
  let sum = 0
  let successes = 0
  let binary = true
  for (let i = 0; i < n; i += 1) {
    const value = values[i]!
    sum += value
    if (value === 1) successes += 1
    else if (value !== 0) binary = false
  }
  const mean = sum / n
  if (!Number.isFinite(mean)) {
    const reason = 'a score is infinite or not a number, so there is no mean'
    return { mean: null, standardError: null, ...nothing, n, clustered: null, warnings: [], reason }
  }
  if (clusters !== undefined) return clusteredMean(values, clusters, mean, level, seed)
  // For scores of 0 and 1 the variance follows from the mean, whatever their number.
  const standardError =
    n < 2 ? null : binary ? Math.sqrt((mean * (1 - mean)) / (n - 1)) : standardDeviation(values) / Math.sqrt(n)
  const small: readonly Finding[] =
    !binary && n < 30
      ? [{ code: 'few-questions', message: `${n} questions: the t interval leans on scores being close to normal.` }]
      : []
  if (binary) {
    const interval = wilsonInterval(successes, n, { level })
    const clopperPearson = clopperPearsonInterval(successes, n, { level })
    return { mean, standardError, interval, clopperPearson, n, clustered: null, warnings: [], ...reasonFor(n) }
  }
  if (standardError === 0) {
    const reason = 'all scores are equal: nothing is known of how questions differ'
    return { mean, standardError, ...nothing, n, clustered: null, warnings: small, reason }
  }
  const interval =
    standardError === null ? null : within(tInterval(mean, standardError, n - 1, level, 'Student t'), values)
  return { mean, standardError, interval, clopperPearson: null, n, clustered: null, warnings: small, ...reasonFor(n) }
}

function reasonFor(n: number): { readonly reason?: string } {
  return n < 2 ? { reason: 'one question says nothing of how questions differ' } : {}
}

function clusteredMean(
  values: ArrayLike<number>,
  clusters: readonly (string | number)[],
  mean: number,
  level: number,
  seed: number,
): MeanEstimate {
  const n = values.length
  const { standardError: finite, clusters: count, designEffect, reason } = clusteredStandardError(values, clusters)
  const plain = clusteredStandardError(values, clusters, { correction: 'none' }).standardError
  const byQuestions = n < 2 ? null : standardDeviation(values) / Math.sqrt(n)
  if (finite === null) {
    const clustered = { clusters: count, byQuestions, plain, finite, designEffect, wildInterval: null }
    return { mean, standardError: null, ...nothing, n, clustered, warnings: [], reason: reason! }
  }
  const few = count < fewClusters
  const wild = few ? wildClusterBootstrap(values, clusters, { level, seed, null: mean, replicates: 999 }) : null
  const clustered = {
    clusters: count,
    byQuestions,
    plain,
    finite,
    designEffect,
    wildInterval: wild?.interval ?? null,
    ...(wild?.reason === undefined ? {} : { wildReason: wild.reason }),
  }
  const advice =
    clustered.wildInterval === null
      ? 'they are too few for the wild cluster bootstrap, and t leans on their means being close to normal'
      : 'compare the interval with that of the wild cluster bootstrap'
  const warnings = few ? [{ code: 'few-clusters', message: `${count} clusters are few: ${advice}.` }] : []
  const base = { mean, standardError: finite, clopperPearson: null, n, clustered, warnings }
  if (finite > 0)
    return { ...base, interval: within(tInterval(mean, finite, count - 1, level, 'Student t, clustered'), values) }
  // Clusters that do not differ have no t interval. Where every score is 1, or 0, so many clusters in agreement still bound what others may be.
  const same = (mean === 0 || mean === 1) && byQuestions === 0
  if (same) {
    const bound = clopperPearsonInterval(mean * count, count, { level })
    return { ...base, interval: { ...bound, method: 'clopper-pearson over clusters' } }
  }
  return { ...base, interval: null, reason: 'clusters do not differ: nothing is known of how others would' }
}

/** Estimate plus and minus a t quantile of standard errors. */
export function tInterval(estimate: number, error: number, df: number, level: number, method: string): Interval {
  const reach = studentTQuantile((1 + level) / 2, df) * error
  return { lower: estimate - reach, upper: estimate + reach, level, method }
}

/** Scores that all lie in [0, 1] have a mean there: what reaches beyond it is cut off, and the method says so. */
function within(interval: Interval, values: ArrayLike<number>): Interval {
  const { lower, upper, method } = interval
  if (lower >= 0 && upper <= 1) return interval
  if (Array.prototype.some.call(values, (value: number) => value < 0 || value > 1)) return interval
  return { ...interval, lower: Math.max(0, lower), upper: Math.min(1, upper), method: `${method}, cut to [0, 1]` }
}
