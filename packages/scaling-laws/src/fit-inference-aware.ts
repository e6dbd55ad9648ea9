import { studentTSurvivalQuantile, type Estimate, type Finding } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from './chinchilla-law.js'
import { computeOptimal } from './compute-optimal.js'
import type { FitChinchillaOptions } from './fit-chinchilla.js'
import type { LossName } from './fit-result.js'
import { inferenceAwareOptimum, type InferenceAwareOptimum } from './inference-aware.js'
import { drawnEstimate } from './internal/drawn-estimate.js'
import { fitLoss } from './internal/options.js'
import { bootstrapChinchilla } from './internal/chinchilla-bootstrap.js'
import { deltaEstimate } from './internal/chinchilla-estimates.js'
import { usableRuns } from './internal/chinchilla-input.js'
import { solverOf } from './internal/chinchilla-lad.js'
import { insistable, refusesUnidentified } from './internal/identifiability-option.js'
import { fitChinchillaPoint, type ChinchillaPoint } from './internal/chinchilla-point.js'
import { requireNonNegative, requirePositive } from './internal/require-number.js'
import type { ResamplingRecord } from './resampling.js'
import type { TrainingRun } from './training-run.js'
import { version } from './version.js'
import { noEstimate } from './internal/no-estimate.js'

/** Options of {@link fitInferenceAware}: those of `fitChinchilla` and the demand. Exactly one of `targetLoss` and `targetCompute` is given. */
export interface FitInferenceAwareOptions extends Omit<
  FitChinchillaOptions,
  'allocation' | 'loss' | 'bootstrap' | 'covariance'
> {
  /** Distance between law and runs; default `'huber'`. */
  readonly loss?: LossName
  /** Case bootstrap: replicates (default 1000), seed, and the level of the intervals. Without it intervals come from the sandwich covariance. */
  readonly bootstrap?: { readonly replicates?: number; readonly seed: number; readonly level?: number }
  /** Tokens that the model will process at inference over its life (>= 0). */
  readonly inferenceTokens: number
  /** Loss to reach. */
  readonly targetLoss?: number
  /** Reach the loss of the compute-optimal model of this budget in FLOP, whatever that loss is. */
  readonly targetCompute?: number
}

/** An inference-aware allocation with the uncertainty of the fit. JSON-safe. */
export interface InferenceAwareFit {
  /** Number of runs used. */
  readonly n: number
  /** Constants of the fitted law; `null` when refused. */
  readonly parameters: ChinchillaParameters | null
  /** Inference tokens asked for. */
  readonly inferenceTokens: number
  /** The loss to reach. */
  readonly loss: Estimate
  /** Number of parameters. */
  readonly params: Estimate
  /** Training tokens. */
  readonly tokens: Estimate
  /** Training tokens per parameter. */
  readonly tokensPerParam: Estimate
  /** Training and inference FLOP. */
  readonly totalCompute: Estimate
  /** Cost of the compute-optimal model of the same loss over that of this one. */
  readonly saving: Estimate
  /** What the bootstrap did; `null` when none was asked for. `unusable` counts replicates without a fit or whose E is not below the target. */
  readonly bootstrap: ResamplingRecord | null
  /** What was done, in one sentence. */
  readonly method: string
  /** What has to hold for the numbers to mean what they say. */
  readonly assumptions: readonly string[]
  /** What the reader must know before using it. */
  readonly warnings: readonly Finding[]
  /** Why there is no allocation, and which data would cure it. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}

const quantities = ['loss', 'params', 'tokens', 'tokensPerParam', 'totalCompute', 'saving'] as const
type Quantities = Pick<InferenceAwareOptimum, (typeof quantities)[number]>

/** Above this share of replicates without an answer an interval of the others would claim too much. */
const mostUnusable = 0.1

/**
 * Inference-aware allocation of Sardana et al. 2024 (arXiv 2401.00448) with intervals: fits the Chinchilla law to the runs and carries its
 * uncertainty (sandwich covariance and delta method, or a case bootstrap) to {@link inferenceAwareOptimum}.
 *
 * @param runs - Training runs; see {@link parseRuns}.
 * @param options - See {@link FitInferenceAwareOptions}.
 * @returns The allocation; a `refusal` where the law cannot be fitted or its E is not below the target.
 * @throws RangeError for options outside their domain, or unless exactly one target is given.
 *
 * @example
 * ```ts
 * import { fitInferenceAware, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0.001, seed: 1 })
 * const best = fitInferenceAware(runs, { inferenceTokens: 1e13, targetCompute: 1e22 })
 * best.saving.estimate! > 1 // => true
 * best.params.interval!.method // => 'sandwich (infinitesimal jackknife), t'
 * ```
 */
export function fitInferenceAware(runs: readonly TrainingRun[], options: FitInferenceAwareOptions): InferenceAwareFit {
  const { inferenceTokens, targetLoss, targetCompute, bootstrap } = options
  requireNonNegative('fitInferenceAware', 'inferenceTokens', inferenceTokens)
  if ((targetLoss === undefined) === (targetCompute === undefined))
    throw new RangeError('fitInferenceAware: exactly one of targetLoss and targetCompute must be given')
  requirePositive('fitInferenceAware', 'targetLoss or targetCompute', targetLoss ?? targetCompute!)
  const optimum = (parameters: ChinchillaParameters): Quantities | null => {
    const loss = targetLoss ?? computeOptimal(parameters, targetCompute!).loss
    return loss > parameters.E ? inferenceAwareOptimum(parameters, { loss, inferenceTokens }) : null
  }
  const input = usableRuns('fitInferenceAware', runs, options)
  const loss = fitLoss('fitInferenceAware', options)
  const refuses = refusesUnidentified('fitInferenceAware', options)
  const early = input.refusal
  const solver = solverOf(loss)
  const point =
    early !== undefined && (refuses || !insistable(early))
      ? early
      : fitChinchillaPoint(input.problem, loss, 1, solver, early)
  const refusal = 'code' in point ? point : refuses ? point.doubts[0] : undefined
  if ('code' in point || refusal !== undefined) return refused(input.runs.length, inferenceTokens, null, refusal!)
  const best = optimum(point.parameters)
  if (best === null)
    return refused(input.runs.length, inferenceTokens, point.parameters, {
      code: 'target-below-irreducible-loss',
      message: `The target loss ${targetLoss} is not above the fitted E = ${point.parameters.E.toPrecision(5)}: by this law no model reaches it. Ask for a higher loss.`,
    })
  const level = bootstrap?.level ?? options.level ?? 0.95
  const { replicates = 1000 } = bootstrap ?? {}
  const draws =
    bootstrap === undefined
      ? null
      : bootstrapChinchilla(point, loss, solver, bootstrap)
          .constants.map(optimum)
          .filter((draw) => draw !== null)
  const unusable = draws === null ? 0 : replicates - draws.length
  const estimate = (name: (typeof quantities)[number]): Estimate => {
    if (name === 'loss' && targetLoss !== undefined)
      return { estimate: targetLoss, standardError: null, interval: null, reason: 'The target loss is given.' }
    if (draws !== null)
      return percentiles(
        best[name],
        draws.map((draw) => draw[name]),
        unusable / replicates,
        level,
      )
    const quantile = studentTSurvivalQuantile((1 - level) / 2, Math.max(1, input.runs.length - 5))
    const gradient = (): readonly number[] => logGradient(point, (parameters) => optimum(parameters)?.[name] ?? NaN)
    return deltaEstimate({ value: best[name], log: true, gradient }, point.covariance, quantile, level, sandwich)
  }
  return {
    n: input.runs.length,
    parameters: point.parameters,
    inferenceTokens,
    ...(Object.fromEntries(quantities.map((name) => [name, estimate(name)])) as Record<keyof Quantities, Estimate>),
    bootstrap: bootstrap === undefined ? null : { replicates, seed: bootstrap.seed, unusable },
    method: `Chinchilla law fitted to the runs, then the exact minimum of 6 N D + 2 N D_inference at the target loss; intervals: ${draws === null ? sandwich : 'percentile case bootstrap'}`,
    assumptions: [
      'The law holds where the optimum lies, which is usually at more tokens per parameter than any run has.',
      'Training costs 6 N D and inference 2 N FLOP per token, at the same price and utilisation; the number of inference tokens is known.',
    ],
    warnings: [...point.doubts, ...point.warnings],
    version,
  }
}

const sandwich = 'sandwich (infinitesimal jackknife), t'

/** Gradient of log f with respect to (log A, log B, log E, alpha, beta), by central differences. */
function logGradient(point: ChinchillaPoint, f: (parameters: ChinchillaParameters) => number): readonly number[] {
  const { A, B, E, alpha, beta } = point.parameters
  const at = (index: number, step: number): number => {
    const x = [0, 0, 0, 0, 0].map((_, j) => (j === index ? step : 0)) as [number, number, number, number, number]
    return Math.log(
      f({
        A: A * Math.exp(x[0]),
        B: B * Math.exp(x[1]),
        E: E * Math.exp(x[2]),
        alpha: alpha + x[3],
        beta: beta + x[4],
      }),
    )
  }
  // Cube root of the rounding error: truncation and cancellation are equal there.
  const step = 6e-6
  return [0, 1, 2, 3, 4].map((index) => (at(index, step) - at(index, -step)) / (2 * step))
}

function percentiles(value: number, draws: readonly number[], unusableShare: number, level: number): Estimate {
  return drawnEstimate(
    value,
    unusableShare > mostUnusable ? [] : draws,
    { level, method: 'percentile case bootstrap' },
    `${(100 * unusableShare).toFixed(0)} % of the replicates give no allocation, mostly since their E is not below the target.`,
  )
}

function refused(
  n: number,
  inferenceTokens: number,
  parameters: ChinchillaParameters | null,
  refusal: Finding,
): InferenceAwareFit {
  const none: Estimate = noEstimate(refusal.message)
  return {
    n,
    parameters,
    inferenceTokens,
    ...(Object.fromEntries(quantities.map((name) => [name, none])) as Record<keyof Quantities, Estimate>),
    bootstrap: null,
    method: 'refused',
    assumptions: [],
    warnings: [],
    refusal,
    version,
  }
}
