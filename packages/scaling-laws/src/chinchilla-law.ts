/** The five constants of the Chinchilla law L(N, D) = E + A / N^alpha + B / D^beta. */
export interface ChinchillaParameters {
  /** Coefficient of the parameter term (> 0, units of loss times N^alpha). */
  readonly A: number
  /** Coefficient of the data term (> 0, units of loss times D^beta). */
  readonly B: number
  /** Irreducible loss (>= 0). */
  readonly E: number
  /** Exponent of the parameter term (> 0). */
  readonly alpha: number
  /** Exponent of the data term (> 0). */
  readonly beta: number
}

/**
 * Loss that the Chinchilla law predicts: E + A / N^alpha + B / D^beta.
 *
 * Source: Hoffmann et al. 2022 (arXiv 2203.15556), equation 2.
 *
 * @param parameters - Constants of the law.
 * @param params - Number of model parameters N (> 0).
 * @param tokens - Number of training tokens D (> 0).
 * @returns The predicted loss, in the units of `E`.
 *
 * @example
 * ```ts
 * import { chinchillaLoss } from '@safety-portfolio/scaling-laws'
 *
 * chinchillaLoss({ A: 406.4, B: 410.7, E: 1.69, alpha: 0.34, beta: 0.28 }, 70e9, 1.4e12) // => ~1.937
 * ```
 */
export function chinchillaLoss(parameters: ChinchillaParameters, params: number, tokens: number): number {
  if (!(params > 0)) throw new RangeError(`chinchillaLoss: params must be > 0, got ${params}`)
  if (!(tokens > 0)) throw new RangeError(`chinchillaLoss: tokens must be > 0, got ${tokens}`)
  const { A, B, E, alpha, beta } = parameters
  return E + A * params ** -alpha + B * tokens ** -beta
}
