import { requireFraction, requireInteger } from './internal/require.js'
import { olsEstimator, weissmanEstimator } from './internal/linear-estimate.js'
import { refuseTail } from './internal/refuse-tail.js'
import { tailSample, type TailSample } from './internal/tail-sample.js'
import { fitParetoTail, type ParetoFit } from './fit-pareto-tail.js'
import type { TailRefusal } from './forecast-result.js'
import type { Observations } from './observations.js'
import type { NormalTail, PlottingPosition, Tail, TailMethod } from './tail.js'

/** Options of {@link fitTail}. */
export interface FitTailOptions {
  /**
   * `'ols'`: least squares of log(i/m) on the k largest scores (Jones et al. 2025); `'weissman'`: Hill's maximum-likelihood slope above the
   * (k+1)-th largest (Hill 1975, Weissman 1978); `'gpd'`: generalised Pareto by maximum likelihood; `'lognormal'`: log p normal. Default `'ols'`.
   */
  readonly method?: TailMethod
  /** k, the number of largest scores, at least 3. Default 10. Not used by `'lognormal'`. */
  readonly top?: number
  /** Of `'ols'`. Default `'i/m'`, under which some 30 % of forecasts are too low even when the tail is exactly exponential. */
  readonly plotting?: PlottingPosition
  /** Confidence of the bound that a refusal gives instead. Default 0.95. */
  readonly level?: number
}

/** A fitted tail or the reason why there is none. */
export interface TailFit {
  readonly m: number
  readonly k: number
  readonly method: TailMethod
  readonly tail: Tail | null
  readonly refused: TailRefusal | null
}

/**
 * Fits the upper tail of elicitation scores.
 *
 * @throws RangeError if `top` is no integer >= 3 or `level` lies outside (0, 1). Data that do not allow a fit are a refusal in the result.
 *
 * @example
 * ```ts
 * import { fitTail, observationsFromProbabilities, type LinearTail } from '@safety-portfolio/risk'
 *
 * const p = Array.from({ length: 1000 }, (_, i) => Math.exp(-Math.exp(2.8 + Math.log((i + 1) / 1000) / 3)))
 * const line = fitTail(observationsFromProbabilities(p)).tail as LinearTail
 * line.a // => ~-3
 * line.b // => ~-8.4
 * fitTail(observationsFromProbabilities([0.5, 0.5])).refused!.code // => 'top-exceeds-sample'
 * ```
 */
export function fitTail(observations: Observations, options: FitTailOptions = {}): TailFit {
  const { method = 'ols', top = 10, plotting = 'i/m', level = 0.95 } = options
  requireInteger('fitTail', 'top', top, 3)
  requireFraction('fitTail', 'level', level)
  const sample = tailSample(observations, top)
  const refused = refuseTail(sample, method, level)
  const tail = refused === null ? fitSample(sample, method, plotting).tail : null
  return { m: sample.m, k: top, method, tail, refused }
}

/** A tail fitted to a sample that was not refused. */
export function fitSample(
  sample: TailSample,
  method: TailMethod,
  plotting: PlottingPosition,
): { readonly tail: Tail; readonly pareto?: ParetoFit } {
  const { m, k, top } = sample
  if (method === 'gpd') {
    const pareto = fitParetoTail(top.subarray(0, k + 1), m)
    return { tail: pareto.tail, pareto }
  }
  if (method === 'lognormal') return { tail: normalTail(sample.observations.scores) }
  const estimator = method === 'ols' ? olsEstimator(m, k, plotting) : weissmanEstimator(m, k)
  return { tail: { form: 'linear', ...estimator(top) } }
}

function normalTail(scores: Float64Array): NormalTail {
  const m = scores.length
  let mean = 0
  for (const score of scores) mean -= Math.exp(-score) / m
  let squares = 0
  for (const score of scores) squares += (-Math.exp(-score) - mean) ** 2
  return { form: 'normal', mean, sd: Math.sqrt(squares / (m - 1)) }
}
