import { numberCell, parseRows, rowSchema, type RowSchema } from '@safety-portfolio/records'
import { requireFinite } from './internal/require-number.js'

/** A model's loss and its error on downstream tasks. */
export interface DownstreamPoint {
  /** Loss of the model (> 0), on the same validation set for all. */
  readonly loss: number
  /** Its downstream error (> 0), usually an average of 1 - accuracy over tasks. */
  readonly error: number
}

/** Schema of a table row with the cells `loss` and `error`; pass it to the readers of `@safety-portfolio/records`. */
export const downstreamPointSchema: RowSchema<DownstreamPoint> = /* @__PURE__ */ (() =>
  rowSchema({
    loss: numberCell({ positive: true }),
    error: numberCell({ positive: true }),
  }))()

/**
 * Turns unknown rows into pairs of loss and error, or reports every bad row at once.
 *
 * @throws DataError with every bad cell.
 *
 * @example
 * ```ts
 * import { parseDownstreamPoints } from '@safety-portfolio/scaling-laws'
 *
 * parseDownstreamPoints([{ loss: '2.9', error: '0.62' }]) // => [{ loss: 2.9, error: 0.62 }]
 * ```
 */
export function parseDownstreamPoints(rows: readonly unknown[]): readonly DownstreamPoint[] {
  return parseRows(rows, { schema: downstreamPointSchema, name: 'points' })
}

/** The constants of Err = epsilon - k exp(-gamma L). */
export interface DownstreamErrorParameters {
  /** Error that a model of high loss tends to (> 0), such as that of guessing. */
  readonly epsilon: number
  /** How far the error falls below it (> 0); extrapolated to L = 0, so it may exceed epsilon. */
  readonly k: number
  /** Decay per unit of loss (> 0). */
  readonly gamma: number
}

/**
 * Downstream error of a model by its loss: epsilon - k exp(-gamma L).
 *
 * Source: Gadre et al. 2024 (arXiv 2403.08540).
 *
 * @param parameters - Constants of the law.
 * @param loss - Loss of the model.
 * @returns The predicted error, unbounded: below some loss it is negative and the law no longer holds.
 * @throws RangeError where the loss is not finite.
 *
 * @example
 * ```ts
 * import { downstreamError } from '@safety-portfolio/scaling-laws'
 *
 * downstreamError({ epsilon: 0.85, k: 2, gamma: 0.7 }, 3) // => ~0.605087
 * ```
 */
export function downstreamError({ epsilon, k, gamma }: DownstreamErrorParameters, loss: number): number {
  requireFinite('downstreamError', 'loss', loss)
  return epsilon - k * Math.exp(-gamma * loss)
}
