import { DataError, optionalCell, parseCsv, rowSchema, textCell, type RowSchema } from '@safety-portfolio/records'
import type { TableDefinition } from '~/kit/pasted-table.js'

/** One thing that is known. */
export interface EvidenceRow {
  readonly part: string
  readonly name: string
  readonly value?: string
}

const schema: RowSchema<EvidenceRow> = rowSchema({
  part: textCell(),
  name: textCell(),
  value: optionalCell(textCell()),
})

/** A made-up model near a threshold, whose decision waits for one more reader. */
const sample = `part,name,value
determination,CBRN-3,cannot-rule-out
determination,CBRN-4,ruled-out
determination,AI R&D-4,ruled-out
evidence,lfv-1,0.83
evidence,lfv-2,0.72
evidence,uplift-ratio,2.53
safeguard,ASL-3 Deployment,met
safeguard,ASL-3 Security,met
approval,CEO,yes
approval,RSO,yes
approval,Board,yes
approval,LTBT,
`

/** What is known about a model: one fact a row. An empty value is unknown. */
export const evidenceTable: TableDefinition<readonly EvidenceRow[]> = {
  rows: 'Evidence',
  sample,
  sampleName: 'A made-up model',
  fields: {
    part: { label: 'Part', names: ['kind', 'type'] },
    name: { label: 'Name', names: ['id', 'what'] },
    value: { label: 'Value', names: ['status', 'verdict', 'result'] },
  },
  read: (text, { delimiter }, columns) => {
    const mapped = Object.fromEntries(Object.entries(columns).filter(([, column]) => column !== ''))
    const missing = ['part', 'name', 'value'].filter((field) => mapped[field] === undefined)
    if (missing.length > 0) {
      const message = `choose a column for ${missing.join(' and ')}`
      throw new DataError([{ code: 'missing-column', path: [], message }], { name: 'the table' })
    }
    return parseCsv(text, { schema, columns: mapped, delimiter, name: 'the table' })
  },
}
