import type { Estimate } from './estimate.js'
import type { Finding } from './finding.js'

/** How a bootstrap interval is made from the replicates. */
export type BootstrapMethod = 'percentile' | 'bca'

/** Options of the bootstraps. */
export interface BootstrapOptions {
  /** Any safe integer; replicate k draws from stream k of it. */
  readonly seed: number
  /** Resamples, at least 2. Default 1000, enough for a 95% percentile interval; BCa deserves more. */
  readonly replicates?: number
  /** Confidence level in (0, 1). Default 0.95. */
  readonly level?: number
  /**
   * `'percentile'` (default): quantiles of the replicates. `'bca'`: bias-corrected and accelerated (Efron 1987), second-order accurate;
   * costs one more evaluation of the statistic per case or cluster, for the jackknife.
   */
  readonly method?: BootstrapMethod
  /** One label per case: whole clusters are resampled, and left out whole by the jackknife. Default: every case is its own. */
  readonly clusters?: ArrayLike<number | string>
  /** Return every replicate in `draws`. Default false. */
  readonly keepDraws?: boolean
}

/** What every bootstrap reports beside its estimates. */
export interface BootstrapReport {
  /** Cases. */
  readonly n: number
  /** Clusters resampled, or `null` where cases are. */
  readonly clusters: number | null
  /** Resamples drawn. */
  readonly replicates: number
  /** Replicates in which the statistic (or a component of it) was not finite; left out, and told by a `'bootstrap-failures'` warning. */
  readonly failures: number
  /** The method asked for; what an interval is made by says its own `method`. */
  readonly method: BootstrapMethod
  /** The seed that repeats the result. */
  readonly seed: number
  /** What the interval takes for granted. */
  readonly assumptions: readonly string[]
  /**
   * Codes: `'bootstrap-failures'`, `'few-replicates'` (fewer than 20 expected beyond a bound), `'few-clusters'` (fewer than 10),
   * `'no-variation'`, `'bca-degenerate'` (the percentile interval stands in), `'bca-extreme'` (a bound beyond the outermost 5 replicates).
   */
  readonly warnings: readonly Finding[]
  /** Version of this package. */
  readonly version: string
}

/** Result of a bootstrap of one number. `interval` and `standardError` are `null`, with a `reason`, where the replicates carry none. */
export interface BootstrapResult extends Estimate, BootstrapReport {
  /** The replicates in order, `null` for failures; only with `keepDraws`. */
  readonly draws?: readonly (number | null)[]
}

/** Result of a bootstrap of several numbers at once. */
export interface BootstrapVectorResult extends BootstrapReport {
  /** One estimate per component, from the same resamples. */
  readonly estimates: readonly Estimate[]
  /** Per replicate one number per component, `null` for failures; only with `keepDraws`. */
  readonly draws?: readonly (readonly (number | null)[])[]
}
