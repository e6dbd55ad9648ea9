import { DataError, parseCsv, type StandardSchemaV1 } from '@safety-portfolio/records'
import type { Rows } from '@safety-portfolio/mixed-models'
import type { TableDefinition } from '~/kit/pasted-table.js'
import { simulatedTable } from './simulated-decisions.js'

const anything: StandardSchemaV1<unknown, Readonly<Record<string, unknown>>> = {
  '~standard': {
    version: 1,
    vendor: 'safety-portfolio',
    validate: (row) => ({ value: row as Readonly<Record<string, unknown>> }),
  },
}

/** Any table: the formula says which of its columns are used. */
export const decisionsTable: TableDefinition<Rows> = {
  rows: 'Your table',
  sample: simulatedTable,
  sampleName: 'Simulated decisions',
  fields: {},
  read: (text, { delimiter }) => {
    const rows = parseCsv(text, { schema: anything, delimiter, name: 'the table' })
    if (rows.length === 0) throw new DataError([{ code: 'empty', path: [], message: 'the table has no rows' }])
    return rows
  },
}
