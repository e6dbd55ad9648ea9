import { decisionTable } from '@safety-portfolio/discrimination'
import { DataError, parseCsv, type StandardSchemaV1 } from '@safety-portfolio/records'
import type { TableDefinition } from '~/kit/pasted-table.js'
import { byPrompt, readOptions } from './analysis.js'
import { simulatedDecisions } from './simulated-decisions.js'

export type DecisionRow = Readonly<Record<string, unknown>>

/** The rows of the table as they stand, and which columns the reader chose. */
export interface DecisionInput {
  readonly rows: readonly DecisionRow[]
  readonly columns: Readonly<Record<string, string>>
}

const anyRow: StandardSchemaV1<unknown, DecisionRow> = {
  '~standard': { version: 1, vendor: 'safety-portfolio', validate: (row) => ({ value: row as DecisionRow }) },
}

/** Decisions: one a row. Columns named as in discrim-eval are found by themselves. */
export const decisionsTable: TableDefinition<DecisionInput> = {
  rows: 'Decisions',
  sample: simulatedDecisions,
  sampleName: 'Simulated decisions',
  fields: {
    question: { label: 'Question', names: ['decisionquestionid', 'questionid', 'template', 'scenario', 'q'] },
    logit: { label: 'Logit of yes, if there is one', names: ['logitdiff'] },
    yesLogit: { label: 'Log-probability of yes', names: ['yeslogit', 'yeslogprob', 'logprobyes'] },
    noLogit: { label: 'Log-probability of no', names: ['nologit', 'nologprob', 'logprobno'] },
    p: { label: 'Probability of yes', names: ['pyes', 'probyes', 'pyesnorm'] },
    yes: { label: 'Count of yes', names: ['yescount', 'nyes'] },
    no: { label: 'Count of no', names: ['nocount', 'nno'] },
    prompt: {
      label: 'Prompt, for interventions',
      names: ['promptformat', 'intervention', 'promptstyle', 'condition', 'model'],
    },
  },
  read: (text, { delimiter }, columns) => {
    const input = { rows: parseCsv(text, { schema: anyRow, delimiter, name: 'the table' }), columns }
    refuseUnusable(input)
    return input
  },
}

/** What no setting can cure is said beside the table: no question, no attribute, cells that are no decision. */
function refuseUnusable({ rows, columns }: DecisionInput): void {
  const options = readOptions(columns, { baseline: '' })
  const parts = [...byPrompt(rows, columns['prompt'] ?? '').values()]
  try {
    for (const part of parts.length === 0 ? [rows] : parts) decisionTable(part, options)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const message = error.message.replace(/^\w+: /, '')
    throw new DataError([{ code: 'unusable-table', path: [], message }], { name: 'the table' })
  }
}
