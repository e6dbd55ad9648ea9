import type { Estimate } from '@safety-portfolio/stats'
import type { AllocatingFit } from './allocate-budgets.js'
import type { ChinchillaParameters } from './chinchilla-law.js'
import { computeOptimal } from './compute-optimal.js'
import { inferenceAwareOptimum } from './inference-aware.js'
import { deltaEstimate } from './internal/chinchilla-estimates.js'
import { requireFraction } from './internal/options.js'
import { studentTHalfWidth } from './internal/student-t-half-width.js'
import { numericGradient } from './predict-with-fit.js'

/** What serving asks of the model that reaches the loss of a compute-optimal one, with the uncertainty of the fit. */
export interface InferenceAwareAllocation {
  /** Training budget in FLOP whose compute-optimal loss is to be reached. */
  readonly compute: number
  /** Tokens that will be served, at 2 N FLOP each. */
  readonly inferenceTokens: number
  /** The loss to reach. */
  readonly loss: Estimate
  /** Number of parameters. */
  readonly params: Estimate
  /** Training tokens. */
  readonly tokens: Estimate
  /** Training tokens per parameter. */
  readonly tokensPerParam: Estimate
  /** Training FLOP. */
  readonly trainingCompute: Estimate
  /** Training and inference FLOP. */
  readonly totalCompute: Estimate
  /** Cost of the compute-optimal model of the same loss over that of this one. */
  readonly saving: Estimate
}

type Quantity = Exclude<keyof InferenceAwareAllocation, 'compute' | 'inferenceTokens'>

/**
 * Inference-aware allocations (Sardana et al. 2024, arXiv 2401.00448) from a saved fit of the Chinchilla law alone, without its runs: for each budget
 * the model that reaches the loss of its compute-optimal one at the least cost of training and serving, with intervals by the delta method from the
 * covariance that the fit carries. {@link fitInferenceAware} does the same from runs, with a bootstrap where asked for.
 *
 * @param fit - A fit, or one read back by `parseFit`.
 * @param budgets - Training budgets C in FLOP (> 0).
 * @param inferenceTokens - Tokens that will be served (>= 0).
 * @param options - `level`: coverage of the intervals, default 0.95.
 * @returns One allocation per budget; without a covariance its intervals are `null` with a reason.
 * @throws RangeError for a refused fit or arguments outside their domain.
 *
 * @example
 * ```ts
 * import { allocateInferenceAware, fitChinchilla, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0.001, seed: 1 })
 * const [served] = allocateInferenceAware(fitChinchilla(runs), [1e23], 1e13)
 * served!.saving.estimate! > 1 // => true
 * served!.params.interval!.method // => 'delta method, t'
 * ```
 */
export function allocateInferenceAware(
  fit: AllocatingFit,
  budgets: readonly number[],
  inferenceTokens: number,
  options: { readonly level?: number } = {},
): readonly InferenceAwareAllocation[] {
  const { level = 0.95 } = options
  requireFraction('allocateInferenceAware', 'level', level)
  const { parameters, covariance } = fit
  if (parameters === null)
    throw new RangeError('allocateInferenceAware: fit must have constants, and this one was refused')
  const matrix = covariance === null ? null : Float64Array.from(covariance.matrix.flat())
  const quantile = covariance === null ? 0 : studentTHalfWidth((1 - level) / 2, covariance.degrees)
  const at = (constants: ChinchillaParameters, compute: number): Readonly<Record<Quantity, number>> => {
    const { loss } = computeOptimal(constants, compute)
    return inferenceAwareOptimum(constants, { loss, inferenceTokens })
  }
  return budgets.map((compute) => {
    const best = at(parameters, compute)
    const estimate = (name: Quantity): Estimate => {
      const gradient = (): readonly number[] =>
        numericGradient(parameters, covariance!, (constants) => Math.log(at(constants, compute)[name]))
      return deltaEstimate({ value: best[name], log: true, gradient }, matrix, quantile, level, 'delta method, t')
    }
    return {
      compute,
      inferenceTokens,
      loss: estimate('loss'),
      params: estimate('params'),
      tokens: estimate('tokens'),
      tokensPerParam: estimate('tokensPerParam'),
      trainingCompute: estimate('trainingCompute'),
      totalCompute: estimate('totalCompute'),
      saving: estimate('saving'),
    }
  })
}
