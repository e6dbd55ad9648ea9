import type { StandardSchemaV1 } from '@safety-portfolio/records'

/** A row as it stands in the file: which of its columns matter is decided after reading. */
export type AnyRow = Readonly<Record<string, unknown>>

/** Reads every column and leaves the cells as they are. */
export const anyRow: StandardSchemaV1<unknown, AnyRow> = {
  '~standard': {
    version: 1,
    vendor: 'safety-portfolio',
    validate: (row) => ({ value: row as AnyRow }),
  },
}
