import { DataError, parseCsv } from '@safety-portfolio/records'
import { runSchema, type TrainingRun } from '@safety-portfolio/scaling-laws'
import { experimentDoubts } from '~/kit/experiment-doubts.js'
import type { TableDefinition } from '~/kit/pasted-table.js'
import { simulatedTable } from './simulated-runs.js'

/** Training runs: two of parameters, tokens and compute, and the loss. Other demos of laws read the same table. */
export const runsTable: TableDefinition<readonly TrainingRun[]> = {
  rows: 'Training runs',
  sample: simulatedTable,
  sampleName: 'Simulated runs',
  fields: {
    params: {
      label: 'Parameters',
      names: [
        ...['parameters', 'n', 'modelsize', 'nparams', 'numparams', 'paramcount', 'numberofparameters', 'totalparams'],
        ...['size', 'nonembeddingparams', 'paramsnoembed'],
      ],
    },
    tokens: {
      label: 'Tokens',
      names: [
        ...['d', 'trainingtokens', 'ntokens', 'numtokens', 'traintokens', 'tokensseen', 'tokencount', 'datasetsize'],
        ...['datasize', 'data'],
      ],
    },
    compute: {
      label: 'Compute (FLOP)',
      names: [
        'c',
        'flop',
        'flops',
        'trainingflop',
        'trainingflops',
        'trainingcompute',
        'trainflops',
        'computeflop',
        'totalflops',
      ],
    },
    loss: {
      label: 'Loss',
      names: [
        ...['l', 'finalloss', 'valloss', 'validationloss', 'testloss', 'evalloss', 'trainloss', 'trainingloss'],
        ...['crossentropy', 'nll'],
      ],
    },
  },
  read: (text, { delimiter }, columns) => {
    const mapped = Object.fromEntries(Object.entries(columns).filter(([, column]) => column !== ''))
    const missing =
      mapped['loss'] === undefined
        ? 'no column is chosen for the loss'
        : Object.keys(mapped).length < 3
          ? 'choose columns for two of parameters, tokens and compute'
          : undefined
    if (missing !== undefined)
      throw new DataError([{ code: 'missing-column', path: [], message: missing }], { name: 'the table' })
    return parseCsv(text, { schema: runSchema, columns: mapped, delimiter, name: 'the table' })
  },
  doubts: (text, table, columns) => experimentDoubts(text, table, columns, 'loss'),
}
