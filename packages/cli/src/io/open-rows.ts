import type { RowSchema } from '@safety-portfolio/records'

/** A row whose cells are left as they are: a package that knows how to report bad rows, and go on, reads them. */
export type OpenRow = Readonly<Record<string, unknown>>

/** Reads these columns where a file has them, without judging their cells. */
export function openRowSchema(fields: readonly string[], required: readonly string[]): RowSchema<OpenRow> {
  return {
    fields,
    required,
    '~standard': { version: 1, vendor: 'safety-portfolio', validate: (row) => ({ value: row as OpenRow }) },
  }
}
