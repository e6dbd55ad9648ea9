import { dateCell, numberCell, optionalCell, rowSchema, textCell, type RowSchema } from '@safety-portfolio/records'
import type { Flop } from './flops.js'
import { parseRows } from './internal/parse-rows.js'
import type { IsoDate } from './iso-date.js'

/** One published model with its date and training compute, as in Epoch AI's tables. */
export interface ComputeModel {
  /** Name of the model. */
  readonly name: string
  /** Publication date; absent when the table has none. */
  readonly date?: IsoDate
  /** Training compute in FLOP; absent when nobody has estimated it. */
  readonly compute?: Flop
}

/**
 * Schema of a row of a table of models: `name`, `date` (`YYYY-MM-DD` or empty) and `compute` (a number > 0 or empty).
 * Pass it to the readers of `@safety-portfolio/records` with `columns` that name the table's own columns.
 */
export const computeModelSchema: RowSchema<ComputeModel> = /* @__PURE__ */ (() =>
  rowSchema({
    name: textCell(),
    date: optionalCell(dateCell()),
    compute: optionalCell(numberCell({ positive: true })),
  }))()

/**
 * Gives rows `{ name, date, compute }` their types. An empty cell means "not known" and the field is absent; the fits
 * count such models and leave them out.
 *
 * @throws DataError with every bad cell of the table.
 *
 * @example
 * ```ts
 * import { parseComputeModels } from '@safety-portfolio/scaling-laws'
 *
 * const rows = [
 *   { name: 'A', date: '2020-05-28', compute: '3.14e23' },
 *   { name: 'B', date: '2021-01-01', compute: '' },
 * ]
 * parseComputeModels(rows) // => [{ name: 'A', date: '2020-05-28', compute: 3.14e23 }, { name: 'B', date: '2021-01-01' }]
 * parseComputeModels([{ name: 'C', date: '28/05/2020', compute: 1 }]) // throws DataError
 * ```
 */
export function parseComputeModels(rows: readonly unknown[]): readonly ComputeModel[] {
  return parseRows(computeModelSchema, rows)
}
