import type { SummaryTable } from '../report/summary-table.js'
import type { AssessedModel } from './assessment.js'

/** So many models stand side by side; more stand below one another. */
const mostColumns = 3

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

/** The same with a column for each model, where there are few. */
export function comparisonTable(models: readonly AssessedModel[]): SummaryTable {
  if (models.length > mostColumns) return overviewTable(models)
  const found = models.map(({ suites, policy }) => {
    const answers = [...suites.map(({ answer }) => answer), ...(policy === null ? [] : [policy.answer])]
    return new Map(answers.map(({ title, lead }) => [title, lead]))
  })
  const shared = new Set(
    models.flatMap(({ suites }) => suites.filter((suite) => suite.shared === true).map(({ answer }) => answer.title)),
  )
  const titles = [...new Set(found.flatMap((answers) => [...answers.keys()]))]
  return {
    caption: 'What was measured, and what follows',
    header: ['what', ...models.map(({ model }) => model)],
    rows: titles.map((title) => [
      title,
      ...found.map((answers) => answers.get(title) ?? (shared.has(title) ? 'the same' : 'not measured')),
    ]),
  }
}
