import { observationSchema, observationsFromRows, type Observations } from '@safety-portfolio/risk'
import { DataError, parseCsv } from '@safety-portfolio/records'
import { createRandom } from '@safety-portfolio/stats'
import type { TableDefinition } from '~/kit/pasted-table.js'

/** Slope and location of the simulated exponential tail. */
export const planted = { rate: 4, location: -3.2 }

const random = createRandom(3)
const logP = Array.from(
  { length: 400 },
  () => -Math.exp(-planted.location + Math.log(1 - random.uniform()) / planted.rate),
)

/** One measurement a query: log probabilities, probabilities, hits among samples, or scores. */
export const queriesTable: TableDefinition<Observations> = {
  rows: 'Queries',
  sample: `query,logp\n${logP.map((value, i) => `q${i + 1},${value.toPrecision(5)}`).join('\n')}\n`,
  sampleName: 'Simulated queries',
  fields: {
    logp: { label: 'log p (natural)', names: ['logp', 'logprob', 'logprobability'] },
    p: { label: 'p', names: ['probability'] },
    hits: { label: 'Hits', names: ['hits', 'successes'] },
    samples: { label: 'Samples', names: ['samples', 'attempts', 'trials'] },
    score: { label: 'Score', names: ['score', 'harm'] },
  },
  read: (text, { delimiter }, columns) => {
    const mapped = Object.fromEntries(Object.entries(columns).filter(([, column]) => column !== ''))
    if (Object.keys(mapped).length === 0) {
      const message = 'choose a column for log p, for p, for hits and samples, or for a score'
      throw new DataError([{ code: 'missing-column', path: [], message }], { name: 'the table' })
    }
    const rows = parseCsv(text, { schema: observationSchema, columns: mapped, delimiter, name: 'the table' })
    return observationsFromRows(rows, { name: 'the table' })
  },
}
