import type { ChinchillaParameters } from './chinchilla-law.js'
import type { LawFit } from './fit-result.js'
import { dataConstrained } from './internal/data-constrained-definition.js'
import { fitLaw, type FitLawOptions } from './internal/fit-law.js'
import type { TrainingRun } from './training-run.js'

/** A training run on a limited number of unique tokens. */
export interface RepeatedDataRun extends TrainingRun {
  /** Unique tokens that were available (> 0); `tokens` beyond them are repetitions. */
  readonly uniqueTokens: number
}

/** How fast repetition and excess parameters lose their worth. */
export interface RepetitionParameters {
  /** R_D* of the data-constrained law. */
  readonly RD: number
  /** R_N* of the data-constrained law. */
  readonly RN: number
}

/** The fit of the constants of repetition. JSON-safe. */
export interface DataConstrainedFit extends LawFit<'data-constrained', RepetitionParameters> {
  /** The law without repetition that was held. */
  readonly base: ChinchillaParameters
}

/**
 * Fits R_D* and R_N* of the data-constrained law, with the Chinchilla constants held at those of a fit to runs without repetition, as Muennighoff
 * et al. did. The uncertainty of those constants is not part of the intervals.
 *
 * Source: Muennighoff et al. 2023 (arXiv 2305.16264), section 3.1.
 *
 * @param runs - Runs of which some repeat data, and some have more parameters than suffice for their unique tokens.
 * @param base - Constants of the Chinchilla law for unique data.
 * @param options - See {@link FitLawOptions}.
 * @returns The constants with intervals and evidence, or a refusal.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { dataConstrainedLoss, fitDataConstrained, publishedFits } from '@safety-portfolio/scaling-laws'
 *
 * const { parameters } = publishedFits.muennighoff
 * const runs = [1e8, 1e9, 1e10].flatMap((params) =>
 *   [1, 4, 10, 40].map((epochs) => {
 *     const uniqueTokens = 1e9
 *     const tokens = epochs * uniqueTokens
 *     return { params, tokens, uniqueTokens, loss: dataConstrainedLoss(parameters, params, tokens, uniqueTokens) }
 *   }),
 * )
 * fitDataConstrained(runs, parameters).parameters?.RD // => ~15.3878
 * ```
 */
export function fitDataConstrained(
  runs: readonly RepeatedDataRun[],
  base: ChinchillaParameters,
  options: FitLawOptions = {},
): DataConstrainedFit {
  const { A, B, E, alpha, beta } = base
  for (const [name, value] of Object.entries({ A, B, alpha, beta })) {
    if (!(value > 0 && value < Infinity))
      throw new RangeError(`fitDataConstrained: base.${name} must be > 0, got ${value}`)
  }
  if (!(E >= 0 && E < Infinity)) throw new RangeError(`fitDataConstrained: base.E must be >= 0, got ${E}`)
  const fit = fitLaw('fitDataConstrained', dataConstrained(base), runs, options)
  return { ...fit, base: { A, B, E, alpha, beta } }
}
