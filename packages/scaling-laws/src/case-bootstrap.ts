import { bootstrapChinchilla } from './internal/chinchilla-bootstrap.js'
import { requireFraction, requireWhole } from './internal/options.js'

/** Options of {@link caseBootstrap}. */
export interface CaseBootstrapOptions {
  /** Resamples of the runs; default 1000. */
  readonly replicates?: number
  /** Seed, any safe integer; resample k is drawn from stream k of it. */
  readonly seed: number
  /** Coverage of the intervals; default: the `level` of the fit. */
  readonly level?: number
}

/** A case bootstrap that a fit carries out; made by {@link caseBootstrap}. */
export interface CaseBootstrap extends CaseBootstrapOptions {
  readonly kind: 'case'
}

/**
 * Intervals from resamples of the runs, as the option `bootstrap` of {@link fitChinchilla}: a value that brings the resampling with it, so that a page that
 * does not use it does not load it. Every resample is fitted to its own optimum.
 *
 * Source: Efron and Tibshirani 1993, chapter 13 (percentile intervals).
 *
 * @param options - See {@link CaseBootstrapOptions}.
 * @returns The value for the option `bootstrap`.
 * @throws RangeError for fewer than 2 replicates or a level outside (0, 1).
 *
 * @example
 * ```ts
 * import { caseBootstrap, fitChinchilla, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 1 })
 * const fit = fitChinchilla(runs, { bootstrap: caseBootstrap({ replicates: 100, seed: 1 }) })
 * fit.intervals['alpha']!.method // => 'percentile case bootstrap'
 * ```
 */
export function caseBootstrap(options: CaseBootstrapOptions): CaseBootstrap {
  requireWhole('caseBootstrap', 'replicates', options.replicates ?? 2, 2)
  requireFraction('caseBootstrap', 'level', options.level ?? 0.5)
  return { ...options, kind: 'case', ...{ run: bootstrapChinchilla } }
}
