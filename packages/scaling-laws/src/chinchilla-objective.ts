import type { ChinchillaParameters } from './chinchilla-law.js'
import type { LossName } from './fit-result.js'
import { evaluate } from './internal/chinchilla-kernel.js'
import { emptyDerivatives } from './internal/damped-newton.js'
import { chinchillaProblem, type ChinchillaProblem } from './internal/chinchilla-problem.js'
import { relativeGradientNorm } from './internal/gradient-norm.js'
import { absoluteSum } from './internal/law-model.js'
import { chinchillaModel } from './internal/chinchilla-model.js'
import { lawScores } from './internal/law-scores.js'
import { objectiveOf, outputScale } from './internal/objective.js'
import { fitLoss } from './internal/options.js'
import type { TrainingRun } from './training-run.js'

/** Which objective to evaluate. */
export interface ChinchillaObjectiveOptions {
  /** Default `'huber'`. */
  readonly loss?: LossName
  /** Threshold of the Huber loss; default 1e-3. */
  readonly delta?: number
  /** One weight per run; default 1 each. */
  readonly weights?: readonly number[]
}

/** The objective of {@link fitChinchilla} at given constants. */
export interface ChinchillaObjective {
  /** The sum over the runs. */
  readonly objective: number
  /** As in a fit: about 1 far from an optimum, below 1e-9 at one; `null` for `'lad'`, which has corners. */
  readonly gradientNorm: number | null
}

/**
 * Evaluates the objective at any constants, to check a fit that was made elsewhere: is it an optimum, and how far above the best one?
 *
 * @param parameters - Constants, all > 0.
 * @param runs - Training runs.
 * @param options - Loss, threshold and weights.
 * @returns Objective and gradient norm.
 *
 * @example
 * ```ts
 * import { chinchillaObjective, fitChinchilla, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 1 })
 * const best = fitChinchilla(runs)
 * const other = chinchillaObjective(publishedFits.hoffmann.parameters, runs)
 * other.objective > best.objective! // => true
 * other.gradientNorm! > 1e-3 // => true
 * ```
 */
export function chinchillaObjective(
  parameters: ChinchillaParameters,
  runs: readonly TrainingRun[],
  options: ChinchillaObjectiveOptions = {},
): ChinchillaObjective {
  const loss = fitLoss('chinchillaObjective', options)
  const { weights = runs.map(() => 1) } = options
  if (weights.length !== runs.length) {
    throw new RangeError(
      `chinchillaObjective: weights must have one entry per run (${runs.length}), got ${weights.length}`,
    )
  }
  const problem = chinchillaProblem(runs, Float64Array.from(weights))
  const theta = centred(problem, parameters)
  if (loss.name === 'lad') return { objective: absoluteSum(chinchillaModel(problem), theta), gradientNorm: null }
  const derivatives = emptyDerivatives(5)
  const objective = objectiveOf(loss)
  evaluate(problem, objective, theta, derivatives)
  return {
    objective: derivatives.value * outputScale(loss, problem),
    gradientNorm: relativeGradientNorm(lawScores(chinchillaModel(problem), objective, theta), objective.delta),
  }
}

function centred(problem: ChinchillaProblem, { A, B, E, alpha, beta }: ChinchillaParameters): Float64Array {
  return Float64Array.of(
    Math.log(A) - alpha * problem.logParamsMean - problem.logLossMean,
    Math.log(B) - beta * problem.logTokensMean - problem.logLossMean,
    Math.log(E) - problem.logLossMean,
    alpha,
    beta,
  )
}
