import type { LawFit } from './fit-result.js'
import { fitLaw, type FitLawOptions } from './internal/fit-law.js'
import { overTraining } from './internal/over-training-definition.js'
import type { OverTrainingParameters } from './over-training-law.js'
import type { TrainingRun } from './training-run.js'

/** The fit of the over-training law. JSON-safe. */
export type OverTrainingFit = LawFit<'over-training', OverTrainingParameters>

/**
 * Fits the over-training law L(C, M) = E + (a M^eta + b M^-eta) C^-eta to training runs, C = 6 N D and M = D / N: variable projection over eta,
 * then damped Newton on the exact Hessian. With four constants it can be fitted to as few as five small runs, of which one has another M.
 *
 * Source: Gadre et al. 2024 (arXiv 2403.08540), who minimise squares of the loss (`loss: 'squared'`).
 *
 * @param runs - At least five different runs, three amounts of compute and two ratios of tokens to params; `compute` is not used.
 * @param options - See {@link FitLawOptions}.
 * @returns Constants with intervals and evidence; refused with a reason where the runs cannot determine them.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { fitOverTraining, overTrainingLoss } from '@safety-portfolio/scaling-laws'
 *
 * const truth = { E: 1.8, a: 40, b: 120, eta: 0.12 }
 * const runs = [1e7, 1e8, 1e9].flatMap((params) =>
 *   [20, 320].map((ratio) => {
 *     const tokens = ratio * params
 *     return { params, tokens, loss: overTrainingLoss(truth, 6 * params * tokens, ratio) }
 *   }),
 * )
 * fitOverTraining(runs).parameters?.eta // => ~0.120000
 * ```
 */
export function fitOverTraining(runs: readonly TrainingRun[], options: FitLawOptions = {}): OverTrainingFit {
  return fitLaw('fitOverTraining', overTraining, runs, options)
}
