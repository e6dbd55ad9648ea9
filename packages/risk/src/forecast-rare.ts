import type { Estimate } from '@safety-portfolio/stats'
import { backtestForecasts, type Backtest } from './backtest.js'
import type { RareForecast, WorstQuery } from './forecast-result.js'
import { fitSample } from './fit-tail.js'
import { bodyOf } from './internal/body.js'
import { aggregateOf, frequencyOf, meanOf, worstOf } from './internal/forecast-parts.js'
import { forecastAssumptions, forecastWarnings } from './internal/forecast-warnings.js'
import { linearDraws } from './internal/linear-draws.js'
import { refuseTail } from './internal/refuse-tail.js'
import { requireAtLeast, requireFinite, requireFraction, requireInteger } from './internal/require.js'
import { tailSample, type TailSample } from './internal/tail-sample.js'
import {
  linearUncertainty,
  normalUncertainty,
  paretoUncertainty,
  type TailUncertainty,
} from './internal/tail-uncertainty.js'
import type { Observations } from './observations.js'
import { diagnoseTail } from './tail-diagnostics.js'
import type { PlottingPosition, TailMethod } from './tail.js'
import { version } from './version.js'

/** Options of {@link forecastRare}. */
export interface ForecastOptions {
  /** Numbers of queries at deployment. Default 10, 100 and 1,000 times the sample. */
  readonly to?: readonly number[]
  /** Thresholds tau of the behaviour frequency: probabilities in (0, 1), or scores. Default 0.1, 0.5 and 0.9; for scores none. */
  readonly thresholds?: readonly number[]
  /** How the tail is fitted; `'auto'` takes the method that {@link backtestForecasts} picks. Default `'auto'`. */
  readonly method?: TailMethod | 'auto'
  /** Of least squares. Default `'i/m'`. */
  readonly plotting?: PlottingPosition
  /** k, the number of largest scores. Default 10. */
  readonly top?: number
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
  /** Simulated fits behind the intervals. Default 2000. */
  readonly replicates?: number
  /** Seed of everything random. */
  readonly seed: number
}

/**
 * Forecasts a rare behaviour at deployment scale from m measured queries (Jones et al. 2025, arXiv 2502.16797): the worst of n queries, how frequent
 * queries above a threshold are, and the chance that n answers show it at least once. Intervals of the linear tails come from simulated
 * fits and are exact if the tail is exponential. What the data do not allow is refused, with the bound that holds all the same.
 *
 * @throws RangeError if an option is out of its domain.
 *
 * @example
 * ```ts
 * import { forecastRare, observationsFromProbabilities, type LinearTail } from '@safety-portfolio/risk'
 *
 * const p = Array.from({ length: 1000 }, (_, i) => Math.exp(-Math.exp(2.8 + Math.log((i + 1) / 1000) / 3)))
 * const forecast = forecastRare(observationsFromProbabilities(p), { to: [1e4, 1e6], method: 'ols', seed: 1 })
 * const line = forecast.tail as LinearTail
 * line.a // => ~-3
 * line.b // => ~-8.4
 * forecast.worst[0]!.p // => ~0.466129
 * forecast.worst[1]!.interval!.upper // => ~0.99
 * ```
 */
export function forecastRare(observations: Observations, options: ForecastOptions): RareForecast {
  const settings = parseOptions(observations, options)
  const { top, plotting, level, to, thresholds } = settings
  const sample = tailSample(observations, top)
  const { method, choice, backtest } = choose(observations, sample, settings)
  const logN = to.length === 0 ? null : Math.log(Math.max(...to))
  const diagnostics = diagnoseTail(sample, { method, plotting, level, logN })
  const common = {
    m: sample.m,
    k: top,
    kind: observations.kind,
    method,
    choice,
    plotting: method === 'ols' ? plotting : null,
    diagnostics,
    ...(backtest === undefined ? {} : { backtest }),
    assumptions: forecastAssumptions(method, observations),
    version,
  }
  const refused = refuseTail(sample, method, level)
  if (refused !== null) {
    const none: Estimate = { estimate: null, standardError: null, interval: null, reason: refused.message }
    const reason = refused.message
    return {
      ...common,
      tail: null,
      worst: to.map((n) => ({ n, psi: null, logP: null, p: null, interval: null, logPInterval: null, reason })),
      frequency: thresholds.map((tau) => ({ tau, log10: null, ...none })),
      aggregate: to.map((n) => ({ n, log10: null, ...none })),
      meanProbability: none,
      warnings: [],
      refused,
    }
  }
  const { tail, uncertainty } = fitWithUncertainty(sample, method, settings)
  // The log-normal law is about all queries: it has no threshold and leaves no body.
  const threshold = tail.form === 'pareto' ? tail.threshold : tail.form === 'linear' ? sample.top[top - 1]! : 0
  const body =
    tail.form === 'normal'
      ? { logMean: -Infinity, draw: () => -Infinity }
      : bodyOf(observations.scores, top, sample.m, settings.seed)
  const mean = observations.kind === 'score' ? null : meanOf(tail, threshold, body, uncertainty, level)
  return {
    ...common,
    tail,
    worst: to.map((n) => worstOf(tail, n, observations.kind, uncertainty, level)),
    frequency: thresholds.map((tau) => frequencyOf(tail, tau, observations.kind, uncertainty, level)),
    aggregate: to.map((n) => aggregateOf(mean, n)),
    meanProbability: mean?.estimate ?? {
      estimate: null,
      standardError: null,
      interval: null,
      reason: 'a score is no probability',
    },
    warnings: forecastWarnings(observations, diagnostics, { method, plotting, k: top }),
  }
}

type Settings = Required<Omit<ForecastOptions, 'method'>> & { readonly method: TailMethod | 'auto' }

function parseOptions(observations: Observations, options: ForecastOptions): Settings {
  const m = observations.scores.length
  const { method = 'auto', plotting = 'i/m', top = 10, level = 0.95, replicates = 2000, seed } = options
  const { to = m === 0 ? [] : [10 * m, 100 * m, 1000 * m] } = options
  const { thresholds = observations.kind === 'score' ? [] : [0.1, 0.5, 0.9] } = options
  for (const n of to) requireAtLeast('forecastRare', 'to', n, 1)
  for (const tau of thresholds) {
    if (observations.kind === 'score') requireFinite('forecastRare', 'thresholds', tau)
    else requireFraction('forecastRare', 'thresholds', tau)
  }
  requireInteger('forecastRare', 'top', top, 3)
  requireInteger('forecastRare', 'replicates', replicates, 2)
  requireFraction('forecastRare', 'level', level)
  return { to, thresholds, method, plotting, top, level, replicates, seed }
}

function choose(
  observations: Observations,
  sample: TailSample,
  { method, top, plotting, level, seed }: Settings,
): { readonly method: TailMethod; readonly choice: string; readonly backtest?: Backtest } {
  if (method !== 'auto') return { method, choice: 'asked for' }
  const backtest = backtestForecasts(observations, { top, plotting, level, seed })
  if (backtest.picked !== null) {
    const { target, fitSize, repeats } = backtest
    return {
      method: backtest.picked,
      choice: `smallest mean error in ${repeats} backtests of ${target} queries from ${fitSize}`,
      backtest,
    }
  }
  const fallback = refuseTail(sample, 'weissman', level) === null ? 'weissman' : 'ols'
  const why = backtest.refused?.message ?? 'No method could forecast in nine of ten backtests.'
  return { method: fallback, choice: `no backtest, so the maximum-likelihood tail where it exists: ${why}`, backtest }
}

/** Options of {@link worstQueries}. */
export type WorstQueriesOptions = Omit<ForecastOptions, 'method' | 'thresholds' | 'to'> & {
  readonly method: TailMethod
  readonly to: readonly number[]
}

/**
 * Only the worst of n queries by one method, without diagnostics, frequency or aggregate risk: for simulations and sliders, where
 * {@link forecastRare} would compute the rest every time.
 *
 * @returns `null` where {@link forecastRare} refuses
 * @throws RangeError if an option is out of its domain.
 *
 * @example
 * ```ts
 * import { observationsFromProbabilities, worstQueries } from '@safety-portfolio/risk'
 *
 * const p = Array.from({ length: 1000 }, (_, i) => Math.exp(-Math.exp(2.8 + Math.log((i + 1) / 1000) / 3)))
 * const [worst] = worstQueries(observationsFromProbabilities(p), { method: 'weissman', to: [1e5], seed: 1 })!
 * worst!.p // => ~0.62256
 * ```
 */
export function worstQueries(observations: Observations, options: WorstQueriesOptions): readonly WorstQuery[] | null {
  const settings = parseOptions(observations, { ...options, thresholds: [] })
  const sample = tailSample(observations, settings.top)
  if (refuseTail(sample, options.method, settings.level) !== null) return null
  const { tail, uncertainty } = fitWithUncertainty(sample, options.method, settings)
  return settings.to.map((n) => worstOf(tail, n, observations.kind, uncertainty, settings.level))
}

function fitWithUncertainty(
  sample: TailSample,
  method: TailMethod,
  { plotting, level, replicates, seed }: Settings,
): { readonly tail: ReturnType<typeof fitSample>['tail']; readonly uncertainty: TailUncertainty } {
  const { m, k, top } = sample
  const { tail, pareto } = fitSample(sample, method, plotting)
  const resampling = { replicates, seed, level }
  if (pareto !== undefined) {
    return { tail, uncertainty: paretoUncertainty(pareto, top.subarray(0, k + 1), m, resampling) }
  }
  if (tail.form === 'normal') return { tail, uncertainty: normalUncertainty(tail, m, resampling) }
  if (tail.form === 'pareto') throw new TypeError('forecastRare: a Pareto tail without its fit')
  const draws = linearDraws(tail, { m, k, method: method === 'ols' ? 'ols' : 'weissman', plotting, replicates, seed })
  return { tail, uncertainty: linearUncertainty(tail, draws, level) }
}
