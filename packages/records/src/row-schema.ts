import type { OutputOf, StandardIssue, StandardResult, StandardSchemaV1 } from './standard-schema.js'

/** The cells of a row by field name; each is a cell of this package or any other Standard Schema. */
export type RowCells = Readonly<Record<string, StandardSchemaV1>>

/** The fields whose cell may be empty. */
export type OptionalFieldOf<Cells extends RowCells> = {
  [Key in keyof Cells]: undefined extends OutputOf<Cells[Key]> ? Key : never
}[keyof Cells]

/** The row that {@link rowSchema} gives: fields of optional cells are absent where the cell is empty. */
export type RowOf<Cells extends RowCells> = {
  readonly [Key in Exclude<keyof Cells, OptionalFieldOf<Cells>>]: OutputOf<Cells[Key]>
} & { readonly [Key in OptionalFieldOf<Cells>]?: Exclude<OutputOf<Cells[Key]>, undefined> }

/** A Standard Schema for rows that also tells readers which columns it needs. */
export interface RowSchema<Output> extends StandardSchemaV1<unknown, Output> {
  /** The field names. */
  readonly fields: readonly string[]
  /** Those whose column must exist in a file. */
  readonly required: readonly string[]
}

/**
 * A schema for the rows of a table, made of one cell schema per field. All bad cells of a row are reported, columns that are
 * not named are dropped, and a reader that is given no `columns` takes those that carry the names of the fields.
 *
 * @param cells - One schema per field: {@link numberCell}, {@link textCell}, {@link dateCell}, {@link booleanCell},
 * {@link optionalCell} of one, or any synchronous Standard Schema (a zod type for instance).
 * @example
 * ```ts
 * import { numberCell, parseCsv, rowSchema, textCell } from '@safety-portfolio/records'
 *
 * const schema = rowSchema({ model: textCell(), loss: numberCell({ positive: true }) })
 * parseCsv('model,seed,loss\na,1,2.5\n', { schema }) // => [{ model: 'a', loss: 2.5 }]
 * ```
 */
export function rowSchema<const Cells extends RowCells>(cells: Cells): RowSchema<RowOf<Cells>> {
  const entries = Object.entries(cells)
  return {
    fields: entries.map(([field]) => field),
    required: entries.filter(([, cell]) => !allowsMissing(cell)).map(([field]) => field),
    '~standard': {
      version: 1,
      vendor: 'safety-portfolio',
      validate: (row) => validateRow(entries, row) as StandardResult<RowOf<Cells>>,
    },
  }
}

function validateRow(
  entries: readonly (readonly [string, StandardSchemaV1])[],
  row: unknown,
): StandardResult<Record<string, unknown>> {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return { issues: [{ message: 'not an object' }] }
  const given = row as Record<string, unknown>
  const value: Record<string, unknown> = {}
  const issues: StandardIssue[] = []
  for (const [field, cell] of entries) {
    const result = cell['~standard'].validate(Object.hasOwn(given, field) ? given[field] : undefined)
    if (result instanceof Promise) {
      throw new TypeError(
        `rowSchema: the schema of field ${JSON.stringify(field)} is asynchronous; give a synchronous one`,
      )
    }
    if (result.issues === undefined) {
      if (result.value !== undefined) value[field] = result.value
    } else
      for (const issue of result.issues) issues.push({ message: issue.message, path: [field, ...(issue.path ?? [])] })
  }
  return issues.length > 0 ? { issues } : { value }
}

function allowsMissing(cell: StandardSchemaV1): boolean {
  const result = cell['~standard'].validate(undefined)
  return !(result instanceof Promise) && result.issues === undefined
}
