import { rowSchema, type Cell, type RowSchema } from '@safety-portfolio/records'
import { cellText, isBlank } from '../io/any-row.js'

/** The label of a cluster: text, or a number as text. */
const clusterCell: Cell<string> = {
  '~standard': {
    version: 1,
    vendor: 'safety-portfolio',
    validate(value) {
      if (isBlank(value)) return { issues: [{ message: 'is empty: every row needs its cluster' }] }
      if (typeof value === 'object') return { issues: [{ message: 'is no single value' }] }
      return { value: cellText(value) }
    },
  },
}

/** The label of a row, beside the fields of its law. */
export const clusterSchema: RowSchema<{ readonly cluster: string }> = rowSchema({ cluster: clusterCell })
