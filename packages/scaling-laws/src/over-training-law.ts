import { requirePositive } from './internal/require-number.js'

/** The constants of the over-training law, L(C, M) = E + (a M^eta + b M^-eta) C^-eta. */
export interface OverTrainingParameters {
  /** Irreducible loss (>= 0). */
  readonly E: number
  /** Coefficient of the part that model size lowers (> 0). */
  readonly a: number
  /** Coefficient of the part that data lower (> 0). */
  readonly b: number
  /** Exponent of compute (> 0): half the exponent of model size and of data, which are equal. */
  readonly eta: number
}

/**
 * Loss of the over-training law at compute C and M tokens per parameter: E + (a M^eta + b M^-eta) C^-eta with C = 6 N D and M = D / N. It is the
 * Chinchilla law with equal exponents, E + 6^-eta (a N^(-2 eta) + b D^(-2 eta)), so curves of equal M are parallel in log (L - E) over log C.
 *
 * Source: Gadre et al. 2024 (arXiv 2403.08540).
 *
 * @param parameters - Constants of the law.
 * @param compute - Training compute C in FLOP (> 0).
 * @param tokensPerParam - Tokens per parameter M (> 0).
 * @returns The predicted loss.
 * @throws RangeError where compute or tokensPerParam is not > 0.
 *
 * @example
 * ```ts
 * import { overTrainingLoss } from '@safety-portfolio/scaling-laws'
 *
 * overTrainingLoss({ E: 1, a: 10, b: 40, eta: 0.5 }, 100, 4) // => ~5
 * ```
 */
export function overTrainingLoss(
  { E, a, b, eta }: OverTrainingParameters,
  compute: number,
  tokensPerParam: number,
): number {
  requirePositive('overTrainingLoss', 'compute', compute)
  requirePositive('overTrainingLoss', 'tokensPerParam', tokensPerParam)
  return E + (a * tokensPerParam ** eta + b * tokensPerParam ** -eta) * compute ** -eta
}

/**
 * Tokens per parameter at which the over-training law is lowest for given compute, the same at every compute: (b / a)^(1 / (2 eta)).
 *
 * @example
 * ```ts
 * import { overTrainingOptimum } from '@safety-portfolio/scaling-laws'
 *
 * overTrainingOptimum({ E: 1, a: 10, b: 40, eta: 0.5 }) // => ~4
 * ```
 */
export function overTrainingOptimum({ a, b, eta }: OverTrainingParameters): number {
  return (b / a) ** (0.5 / eta)
}
