import { numberCell, parseRows, rowSchema, type RowSchema } from '@safety-portfolio/records'

/** Two losses of models that correspond: of one model on two test sets, or of two models of equal size and data trained on two corpora. */
export interface LossPair {
  /** The loss L0 that is known (> 0). */
  readonly source: number
  /** The loss L1 that is predicted from it (> 0). */
  readonly target: number
}

/** Schema of a table row with the cells `source` and `target`; pass it to the readers of `@safety-portfolio/records`. */
export const lossPairSchema: RowSchema<LossPair> = /* @__PURE__ */ (() =>
  rowSchema({
    source: numberCell({ positive: true }),
    target: numberCell({ positive: true }),
  }))()

/**
 * Turns unknown rows into pairs of losses, or reports every bad row at once.
 *
 * @throws DataError with every bad cell.
 *
 * @example
 * ```ts
 * import { parseLossPairs } from '@safety-portfolio/scaling-laws'
 *
 * parseLossPairs([{ source: '2.9', target: '3.1' }]) // => [{ source: 2.9, target: 3.1 }]
 * ```
 */
export function parseLossPairs(rows: readonly unknown[]): readonly LossPair[] {
  return parseRows(rows, { schema: lossPairSchema, name: 'pairs' })
}

/** The constants of L1 = K (L0 - E0)^kappa + E1. */
export interface LossToLossParameters {
  /** Coefficient (> 0). */
  readonly K: number
  /** Exponent (> 0). */
  readonly kappa: number
  /** Irreducible part of the source loss (>= 0, below every source loss). */
  readonly E0: number
  /** Irreducible part of the target loss (>= 0). */
  readonly E1: number
}

/**
 * Target loss predicted from a source loss: K (L0 - E0)^kappa + E1, a shifted power law.
 *
 * Source: Brandfonbrener et al. 2024 (arXiv 2411.12925).
 *
 * @param parameters - Constants of the law.
 * @param source - The source loss L0 (>= E0).
 * @returns The predicted target loss.
 * @throws RangeError where the source loss is below E0.
 *
 * @example
 * ```ts
 * import { lossToLoss } from '@safety-portfolio/scaling-laws'
 *
 * lossToLoss({ K: 2, kappa: 0.5, E0: 1, E1: 1 }, 5) // => 5
 * ```
 */
export function lossToLoss({ K, kappa, E0, E1 }: LossToLossParameters, source: number): number {
  if (!(source >= E0)) throw new RangeError(`lossToLoss: source must be >= E0 (${E0}), got ${source}`)
  return K * (source - E0) ** kappa + E1
}
