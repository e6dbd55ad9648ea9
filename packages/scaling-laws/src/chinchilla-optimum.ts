import type { Finding } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from './chinchilla-law.js'
import type { ConstantCovariance, LossName } from './fit-result.js'
import { chinchillaProblem, parametersOf, size, uncentring } from './internal/chinchilla-problem.js'
import { chinchillaScores } from './internal/chinchilla-scores.js'
import { solve, solverWorkspace } from './internal/chinchilla-solution.js'
import { gradientTolerance, relativeGradientNorm } from './internal/gradient-norm.js'
import { scaledExtremes } from './internal/hessian-spectrum.js'
import { smoothObjective, outputScale } from './internal/objective.js'
import { require, smoothLoss } from './internal/options.js'
import { sandwichCovariance, transformCovariance } from './internal/sandwich-covariance.js'
import { refusalOf, ridgeOf } from './internal/fit-findings.js'
import { unidentifiable } from './internal/identifiability.js'
import type { TrainingRun } from './training-run.js'

/** How to fit; every option has a default. */
export interface ChinchillaOptimumOptions {
  /** Distance between law and runs; default `'huber'`. */
  readonly loss?: Exclude<LossName, 'lad'>
  /** Threshold of the Huber loss in log loss; default 1e-3. */
  readonly delta?: number
  /** One weight (> 0) per run; default 1 each. */
  readonly weights?: readonly number[]
}

/** The optimum alone. JSON-safe. */
export interface ChinchillaOptimum {
  /** The law, so that `predictWithFit` and `allocateBudgets` can go on from here. */
  readonly law: 'chinchilla'
  /** The constants, or `null` with a `refusal`. */
  readonly parameters: ChinchillaParameters | null
  /** The objective there, as `fitChinchilla` reports it. */
  readonly objective: number | null
  /** Whether gradient and Hessian certify an optimum. */
  readonly converged: boolean
  /** Relative gradient, as `fitChinchilla` reports it. */
  readonly gradientNorm: number | null
  /** Ratio of the largest to the smallest eigenvalue of the scaled Hessian; `null` where that is not positive. Above 1e8 the constants are a ridge. */
  readonly conditionNumber: number | null
  /** Sandwich covariance (HC3) of the constants. */
  readonly covariance: ConstantCovariance | null
  /** Why there is no fit, and which data would cure it. */
  readonly refusal?: Finding
}

/**
 * The fit of {@link fitChinchilla} alone: the same optimum from the same starts, its certificate and its covariance, in a bundle of less than 8 kB
 * (gzip), for pages that fit while one types. Runs that cannot determine the law are refused here too; it warns of nothing, and neither resamples nor
 * allocates: {@link fitChinchilla} does all of that, and {@link allocateBudgets} and `predictWithFit` go on from what this returns.
 *
 * @param runs - Training runs.
 * @param options - See {@link ChinchillaOptimumOptions}.
 * @returns Constants with their certificate and covariance, or a refusal.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { chinchillaOptimum, fitChinchilla, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 1 })
 * chinchillaOptimum(runs).converged // => true
 * chinchillaOptimum(runs).parameters // => fitChinchilla(runs).parameters
 * ```
 */
export function chinchillaOptimum(
  runs: readonly TrainingRun[],
  options: ChinchillaOptimumOptions = {},
): ChinchillaOptimum {
  const caller = 'chinchillaOptimum'
  const loss = smoothLoss(caller, options)
  const { weights = runs.map(() => 1) } = options
  const weighed = weights.length === runs.length && weights.every((weight) => weight > 0)
  require(weighed, caller, 'weights', '> 0, one per run', weights)
  const objective = smoothObjective(loss)
  const problem = chinchillaProblem(runs, Float64Array.from(weights))
  const workspace = solverWorkspace()
  const refused = (refusal: Finding): ChinchillaOptimum => ({ ...nothing, refusal })
  const early = unidentifiable(runs, problem)
  if (early) return refused(early)
  const [best] = solve(problem, objective, workspace)
  if (!best) return refused(ridgeOf(null)!)
  const scores = chinchillaScores(problem, objective, best.theta, workspace.derivatives)
  const [smallest, largest] = scaledExtremes(workspace.derivatives.hessian, size)
  const conditionNumber = smallest > 0 ? largest / smallest : null
  const refusal = refusalOf(problem, best.theta) ?? ridgeOf(conditionNumber)
  if (refusal) return refused(refusal)
  const gradientNorm = relativeGradientNorm(scores, objective.delta)
  const centred = sandwichCovariance(scores, objective.delta)
  const matrix = centred && transformCovariance(centred, uncentring(problem), size)
  return {
    ...nothing,
    parameters: parametersOf(problem, best.theta),
    objective: best.value * outputScale(loss, problem),
    converged: best.converged && gradientNorm <= gradientTolerance,
    gradientNorm,
    conditionNumber,
    covariance: matrix && {
      scales,
      matrix: scales.map((_, j) => Array.from(matrix.subarray(j * size, (j + 1) * size))),
      degrees: runs.length - size,
    },
  }
}

const nothing: ChinchillaOptimum = {
  law: 'chinchilla',
  parameters: null,
  objective: null,
  converged: false,
  gradientNorm: null,
  conditionNumber: null,
  covariance: null,
}

const scales = ['log A', 'log B', 'log E', 'alpha', 'beta']
