import type { SummaryTable } from '../report/summary-table.js'
import type { AssessedModel } from './assessment.js'

/** One row a suite and model, and the outcome. */
export function overviewTable(models: readonly AssessedModel[]): SummaryTable {
  return {
    caption: 'What was measured, and what follows',
    header: ['model', 'what', 'finding'],
    rows: models.flatMap(({ model, suites, policy }) => [
      ...suites.map(({ answer }) => [model, answer.title, answer.lead]),
      ...(policy === null ? [] : [[model, policy.answer.title, policy.answer.lead]]),
    ]),
  }
}
