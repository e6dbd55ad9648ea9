import { numberCell, parseRows, rowSchema, type RowSchema } from '@safety-portfolio/records'

/** One point of a learning or scaling curve. */
export interface CurvePoint {
  /** The quantity that is scaled up (> 0): examples seen, parameters, compute. */
  readonly x: number
  /** The loss reached (> 0). */
  readonly loss: number
}

/** Schema of a table row with the cells `x` and `loss`; pass it to the readers of `@safety-portfolio/records`. */
export const curvePointSchema: RowSchema<CurvePoint> = /* @__PURE__ */ (() =>
  rowSchema({
    x: numberCell({ positive: true }),
    loss: numberCell({ positive: true }),
  }))()

/**
 * Turns unknown rows into points of a curve, or reports every bad row at once.
 *
 * @throws DataError with every bad cell.
 *
 * @example
 * ```ts
 * import { parseCurvePoints } from '@safety-portfolio/scaling-laws'
 *
 * parseCurvePoints([{ x: '1e6', loss: '0.74' }]) // => [{ x: 1e6, loss: 0.74 }]
 * parseCurvePoints([{ x: 0, loss: 1 }]) // throws DataError
 * ```
 */
export function parseCurvePoints(rows: readonly unknown[]): readonly CurvePoint[] {
  return parseRows(rows, { schema: curvePointSchema, name: 'curve' })
}
