import type { LawFit } from './fit-result.js'
import { fitLaw, type FitLawOptions } from './internal/fit-law.js'
import { kaplanSteps } from './internal/kaplan-steps-definition.js'
import type { KaplanStepsParameters, TrainingStepPoint } from './kaplan-training.js'

/** The fit of Kaplan's law of model size and steps. JSON-safe. */
export type KaplanStepsFit = LawFit<'kaplan-steps', KaplanStepsParameters>

/**
 * Fits L = (Nc / N)^alphaN + (Sc / S)^alphaS to points of training curves.
 *
 * Source: Kaplan et al. 2020 (arXiv 2001.08361), equation 5.6.
 *
 * @param points - Points with at least three model sizes and three numbers of steps; see {@link minimumSteps}.
 * @param options - See {@link FitLawOptions}.
 * @returns Constants with intervals and evidence, or a refusal.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { fitKaplanSteps, kaplanStepsLoss } from '@safety-portfolio/scaling-laws'
 *
 * const truth = { Nc: 1e13, Sc: 2000, alphaN: 0.08, alphaS: 0.75 }
 * const points = [1e7, 1e8, 1e9].flatMap((params) =>
 *   [1e4, 1e5, 1e6].map((steps) => ({ params, steps, loss: kaplanStepsLoss(truth, params, steps) })),
 * )
 * fitKaplanSteps(points).parameters?.alphaS // => ~0.750000
 * ```
 */
export function fitKaplanSteps(points: readonly TrainingStepPoint[], options: FitLawOptions = {}): KaplanStepsFit {
  return fitLaw('fitKaplanSteps', kaplanSteps, points, options)
}
