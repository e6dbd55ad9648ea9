import { DataError, parseCsv, toCsv } from '@safety-portfolio/records'
import { computeModelSchema, type ComputeModel } from '@safety-portfolio/scaling-laws'
import type { TableDefinition } from '~/kit/pasted-table.js'
import { simulatedModels } from './simulated-models.js'

/** Models with a date and a training compute. Columns named as in the tables of Epoch AI are found by themselves. */
export const modelsTable: TableDefinition<readonly ComputeModel[]> = {
  rows: 'Models',
  sample: toCsv(simulatedModels.map((model) => ({ ...model, compute: model.compute?.toExponential(2) }))),
  sampleName: 'Simulated models',
  fields: {
    name: { label: 'Name', names: ['model', 'system', 'modelname'] },
    date: { label: 'Date', names: ['publicationdate', 'releasedate', 'published', 'released'] },
    compute: {
      label: 'Compute (FLOP)',
      names: ['trainingcompute', 'trainingflop', 'flop', 'flops', 'trainingcomputeflop', 'c'],
    },
  },
  read: (text, { delimiter }, columns) => {
    const mapped = Object.fromEntries(Object.entries(columns).filter(([, column]) => column !== ''))
    const missing = ['name', 'date', 'compute'].filter((field) => mapped[field] === undefined)
    if (missing.length > 0) {
      const message = `choose a column for ${missing.join(' and ')}`
      throw new DataError([{ code: 'missing-column', path: [], message }], { name: 'the table' })
    }
    return parseCsv(text, { schema: computeModelSchema, columns: mapped, delimiter, name: 'the table' })
  },
}
