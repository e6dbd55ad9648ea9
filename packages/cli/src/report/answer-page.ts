import type { Answer } from '../answers/answer.js'
import { basisHtml, warningsHtml } from './basis.js'
import { html } from './html.js'
import { renderPage } from './page.js'
import { tableHtml } from './summary-table.js'

/** An answer as a report. */
export function answerPage(answer: Answer, facts: readonly string[], command: string, result: object): string {
  const { title, lead, tables, basis } = answer
  return renderPage({
    title,
    lead,
    facts,
    command,
    chapters: [
      {
        id: 'answer',
        title: 'The answer',
        body: html`${warningsHtml(basis)} ${tables.map((table) => tableHtml(table))} ${basisHtml(basis)}`,
      },
    ],
    files: {},
    result,
  })
}
