import {
  numberCell,
  optionalCell,
  parseRows,
  rowSchema,
  type RowSchema,
  type StandardResult,
} from '@safety-portfolio/records'

/** One training run: what was spent and the loss it reached. */
export interface TrainingRun {
  /** Number of parameters N (> 0). Which ones are counted (embeddings or not) is the caller's choice, the same for all runs. */
  readonly params: number
  /** Number of training tokens D (> 0), repetitions included. */
  readonly tokens: number
  /** Final loss (> 0), in any unit that is the same for all runs (usually nats per token). */
  readonly loss: number
  /** Training compute in FLOP, when it is known. Where it is missing, 6 N D stands for it. */
  readonly compute?: number
}

const cells = /* @__PURE__ */ (() =>
  rowSchema({
    params: optionalCell(numberCell({ positive: true })),
    tokens: optionalCell(numberCell({ positive: true })),
    compute: optionalCell(numberCell({ positive: true })),
    loss: numberCell({ positive: true }),
  }))()

/**
 * Schema of a table row that describes a training run: cells `params`, `tokens`, `compute` and `loss`, as numbers or as text.
 * Any two of `params`, `tokens` and `compute` give the third by C = 6 N D (Kaplan et al. 2020, section 2.1); with all three given, all three
 * are kept. Pass it to the readers of `@safety-portfolio/records`, with `columns` that name the table's own columns.
 *
 * @example
 * ```ts
 * import { parseCsv } from '@safety-portfolio/records'
 * import { runSchema } from '@safety-portfolio/scaling-laws'
 *
 * const csv = 'Model Size,Training FLOP,loss\n1e9,1.2e20,2.5\n'
 * const columns = { params: 'Model Size', compute: 'Training FLOP', loss: 'loss' }
 * parseCsv(csv, { schema: runSchema, columns }) // => [{ params: 1e9, tokens: 2e10, compute: 1.2e20, loss: 2.5 }]
 * ```
 */
export const runSchema: RowSchema<TrainingRun> = /* @__PURE__ */ (() => ({
  fields: cells.fields,
  required: cells.required,
  '~standard': {
    version: 1,
    vendor: 'safety-portfolio',
    validate: (row): StandardResult<TrainingRun> => {
      const checked = cells['~standard'].validate(row) as StandardResult<
        Partial<TrainingRun> & { readonly loss: number }
      >
      if (checked.issues !== undefined) return checked
      const { params, tokens, compute, loss } = checked.value
      const spent = compute === undefined ? {} : { compute }
      if (params !== undefined && tokens !== undefined) return { value: { params, tokens, loss, ...spent } }
      if (compute !== undefined && params !== undefined) {
        return { value: { params, tokens: compute / (6 * params), loss, compute } }
      }
      if (compute !== undefined && tokens !== undefined) {
        return { value: { params: compute / (6 * tokens), tokens, loss, compute } }
      }
      return { issues: [{ message: 'a run needs two of params, tokens and compute' }] }
    },
  },
}))()

/**
 * Turns unknown rows into training runs, or reports every bad row at once.
 *
 * @param rows - Objects with the cells of {@link runSchema}.
 * @returns The runs, in order.
 * @throws `DataError` with one issue per bad cell; `path` is the row (1 = first) and the column.
 *
 * @example
 * ```ts
 * import { parseRuns } from '@safety-portfolio/scaling-laws'
 *
 * parseRuns([{ params: 1e9, tokens: 2e10, loss: 2.5 }]) // => [{ params: 1e9, tokens: 2e10, loss: 2.5 }]
 * parseRuns([{ params: 1e9, tokens: 2e10, loss: 'NaN' }]) // throws DataError
 * ```
 */
export function parseRuns(rows: readonly unknown[]): readonly TrainingRun[] {
  return parseRows(rows, { schema: runSchema, name: 'runs' })
}
