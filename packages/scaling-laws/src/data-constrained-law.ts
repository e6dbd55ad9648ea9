import type { ChinchillaParameters } from './chinchilla-law.js'

/** The constants of the data-constrained law: those of Chinchilla, and how fast repetition and excess parameters lose their worth. */
export interface DataConstrainedParameters extends ChinchillaParameters {
  /** R_D*: the number of repetitions after which new epochs have lost 1 - 1/e of their worth (> 0). */
  readonly RD: number
  /** R_N*: the same for parameters in excess of what the unique tokens call for (> 0). */
  readonly RN: number
}

/** What data and parameters are worth under repetition. */
export interface EffectiveData {
  /** Unique tokens that a run could use, min(unique tokens, D). */
  readonly uniqueTokens: number
  /** D / unique tokens. */
  readonly epochs: number
  /** D': unique tokens that would be worth as much. */
  readonly effectiveTokens: number
  /** N': parameters that would be worth as much. */
  readonly effectiveParams: number
}

/**
 * What repeated tokens and excess parameters are worth: D' = U (1 + R_D* (1 - exp(-R_D / R_D*))) with R_D = D / U - 1 repetitions, and the same
 * for parameters beyond the compute-optimal number for U unique tokens.
 *
 * Source: Muennighoff et al. 2023 (arXiv 2305.16264), section 3.1; formulas as in the README of huggingface/datablations.
 *
 * @param parameters - Constants of the law.
 * @param params - Model parameters N (> 0).
 * @param tokens - Training tokens D, repetitions included (> 0).
 * @param uniqueTokens - Unique tokens that exist (> 0).
 * @returns Effective tokens and parameters.
 *
 * @example
 * ```ts
 * import { effectiveData, publishedFits } from '@safety-portfolio/scaling-laws'
 *
 * const four = effectiveData(publishedFits.muennighoff.parameters, 1e9, 4e9, 1e9)
 * four.epochs // => 4
 * four.effectiveTokens // => ~3.73e9
 * ```
 */
export function effectiveData(
  parameters: DataConstrainedParameters,
  params: number,
  tokens: number,
  uniqueTokens: number,
): EffectiveData {
  for (const [name, value] of Object.entries({ params, tokens, uniqueTokens })) {
    if (!(value > 0)) throw new RangeError(`effectiveData: ${name} must be > 0, got ${value}`)
  }
  const unique = Math.min(uniqueTokens, tokens)
  const sufficient = Math.min(params, sufficientParams(parameters, unique))
  return {
    uniqueTokens: unique,
    epochs: tokens / unique,
    effectiveTokens: decayed(unique, tokens, parameters.RD),
    effectiveParams: decayed(sufficient, params, parameters.RN),
  }
}

/**
 * Loss of the data-constrained law: E + A / N'^alpha + B / D'^beta with the effective parameters and tokens of {@link effectiveData}.
 *
 * Source: Muennighoff et al. 2023 (arXiv 2305.16264), equation 5.
 *
 * @param parameters - Constants of the law.
 * @param params - Model parameters N (> 0).
 * @param tokens - Training tokens D, repetitions included (> 0).
 * @param uniqueTokens - Unique tokens that exist (> 0).
 * @returns The predicted loss.
 *
 * @example
 * ```ts
 * import { dataConstrainedLoss, publishedFits } from '@safety-portfolio/scaling-laws'
 *
 * dataConstrainedLoss(publishedFits.muennighoff.parameters, 6.34e9, 242e9, 25e9) // => ~2.22564408899845
 * ```
 */
export function dataConstrainedLoss(
  parameters: DataConstrainedParameters,
  params: number,
  tokens: number,
  uniqueTokens: number,
): number {
  const { effectiveParams, effectiveTokens } = effectiveData(parameters, params, tokens, uniqueTokens)
  const { A, B, E, alpha, beta } = parameters
  return E + A * effectiveParams ** -alpha + B * effectiveTokens ** -beta
}

/** The parameters that are compute-optimal for a number of unique tokens: G (G U)^(beta / alpha). */
export function sufficientParams({ A, B, alpha, beta }: ChinchillaParameters, uniqueTokens: number): number {
  const logG = Math.log((alpha * A) / (beta * B)) / (alpha + beta)
  return Math.exp(logG + (beta / alpha) * (logG + Math.log(uniqueTokens)))
}

function decayed(base: number, amount: number, halfLife: number): number {
  return base * (1 - halfLife * Math.expm1(-(amount / base - 1) / halfLife))
}
