import type { LawFit } from './fit-result.js'
import { fitLaw, type FitLawOptions } from './internal/fit-law.js'
import { kaplan } from './internal/kaplan-definition.js'
import type { KaplanParameters } from './kaplan-laws.js'
import type { TrainingRun } from './training-run.js'

/** The fit of Kaplan's law of model size and data. JSON-safe. */
export type KaplanFit = LawFit<'kaplan', KaplanParameters>

/**
 * Fits L = [(Nc / N)^(alphaN / alphaD) + Dc / D]^alphaD to training runs.
 *
 * Source: Kaplan et al. 2020 (arXiv 2001.08361), equation 1.5.
 *
 * @param runs - Training runs with at least three model sizes and three amounts of data.
 * @param options - See {@link FitLawOptions}.
 * @returns Constants with intervals and evidence, or a refusal.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { fitKaplan, kaplanLoss, publishedKaplan } from '@safety-portfolio/scaling-laws'
 *
 * const runs = [1e7, 1e8, 1e9].flatMap((params) =>
 *   [1e9, 1e10, 1e11].map((tokens) => ({
 *     params,
 *     tokens,
 *     loss: kaplanLoss(publishedKaplan.paramsAndTokens.parameters, params, tokens),
 *   })),
 * )
 * fitKaplan(runs).parameters?.alphaD // => ~0.103000
 * ```
 */
export function fitKaplan(runs: readonly TrainingRun[], options: FitLawOptions = {}): KaplanFit {
  return fitLaw('fitKaplan', kaplan, runs, options)
}
