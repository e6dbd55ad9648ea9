import { DataError, parseCsv } from '@safety-portfolio/records'
import { bnslLoss, curvePointSchema, type CurvePoint } from '@safety-portfolio/scaling-laws'
import { createRandom } from '@safety-portfolio/stats'
import { experimentDoubts } from '~/kit/experiment-doubts.js'
import type { TableDefinition } from '~/kit/pasted-table.js'

/** A law with a break, from which the sample is made with noise of one per cent. */
export const plantedCurve = { a: 0.4, b: 3, c0: 0.08, c1: 0.9, d1: 3e4, f1: 0.35 }

const random = createRandom(1)
const sample = [
  'examples,loss',
  ...Array.from({ length: 30 }, (_, index) => 300 * 1.45 ** index).map((x) =>
    [x.toPrecision(4), (bnslLoss(plantedCurve, x) * Math.exp(0.01 * random.normal())).toPrecision(5)].join(','),
  ),
  '',
].join('\n')

/** A learning curve: x and loss. */
export const curveTable: TableDefinition<readonly CurvePoint[]> = {
  rows: 'Points of a curve',
  sample,
  sampleName: 'Simulated curve',
  fields: {
    x: {
      label: 'x',
      names: [
        ...['examples', 'seenexamples', 'trainingexamples', 'datasetsize', 'datasize', 'samples', 'trainingsamples'],
        ...[
          'tokens',
          'trainingtokens',
          'tokensseen',
          'params',
          'parameters',
          'nparams',
          'modelsize',
          'compute',
          'flop',
        ],
        ...['flops', 'trainingcompute', 'trainingflop', 'steps', 'step', 'trainingsteps', 'iterations', 'n', 'd', 'c'],
      ],
    },
    loss: {
      label: 'Loss',
      names: [
        ...['l', 'valloss', 'validationloss', 'testloss', 'evalloss', 'finalloss', 'trainloss', 'trainingloss'],
        ...['crossentropy', 'nll', 'error', 'errorrate', 'perplexity', 'y'],
      ],
    },
  },
  read: (text, { delimiter }, columns) => {
    const unnamed = Object.entries(columns).filter(([, column]) => column === '')
    if (unnamed.length > 0) {
      const issues = unnamed.map(([field]) => ({
        code: 'missing-column',
        path: [],
        message: `no column is chosen for ${field === 'x' ? 'x' : `the ${field}`}`,
      }))
      throw new DataError(issues, { name: 'the table' })
    }
    return parseCsv(text, { schema: curvePointSchema, columns, delimiter, name: 'the table' })
  },
  doubts: (text, table, columns) => experimentDoubts(text, table, columns, 'loss'),
}
