import { decisionMarkdown } from '@safety-portfolio/asl-policy'
import { basisHtml, warningsHtml } from '../report/basis.js'
import type { Draw } from '../report/draw.js'
import { html, type Html } from '../report/html.js'
import { renderPage } from '../report/page.js'
import { tableHtml } from '../report/summary-table.js'
import type { AssessedModel } from './assessment.js'
import type { Plan } from './plan.js'
import { plantedTable } from './planted-table.js'
import type { Answer } from '../answers/answer.js'
import type { SuiteChart } from './suite.js'
import { overviewTable } from './overview-table.js'

/** What the page needs besides the models. */
export interface ReportFacts {
  readonly facts: readonly string[]
  readonly command: string
  readonly result: object
  readonly draw: Draw
}

/** The report: first what follows for each model, then every suite with its charts, and the decision with its trace. */
export function assessmentPage(plan: Plan, models: readonly AssessedModel[], facts: ReportFacts): string {
  const { draw } = facts
  return renderPage({
    title: plan.title,
    lead: assessmentLead(models),
    facts: facts.facts,
    command: facts.command,
    files: {},
    result: facts.result,
    chapters: [
      { id: 'overview', title: 'Overview', body: html`${tableHtml(overviewTable(models))} ${simulatedNote(models)}` },
      ...models.flatMap((model, index) => [
        ...model.suites.map(({ answer, charts }, place) => ({
          id: `model-${index + 1}-suite-${place + 1}`,
          title: `${model.model}: ${answer.title}`,
          body: chapter(answer, charts, draw),
        })),
        ...(model.policy === null
          ? []
          : [
              {
                id: `model-${index + 1}-policy`,
                title: `${model.model}: ${model.policy.answer.title}`,
                body: chapter(model.policy.answer, [], draw),
              },
            ]),
        ...plantedChapter(model, index),
      ]),
    ],
  })
}

/** What follows, in a sentence a model. */
export function assessmentLead(models: readonly AssessedModel[]): string {
  return models
    .map(({ model, policy }) => `${model}: ${policy === null ? 'measured, no policy was asked' : policy.answer.lead}`)
    .join(' ')
}

/** The decisions as Markdown. */
export function decisionDocument(models: readonly AssessedModel[]): string {
  return models
    .flatMap(({ policy }) => (policy === null ? [] : [decisionMarkdown(policy.decision).trimEnd()]))
    .join('\n\n')
    .concat('\n')
}

function chapter(answer: Answer, charts: readonly SuiteChart[], draw: Draw): Html {
  return html`<p>${answer.lead}</p>
    ${warningsHtml(answer.basis)} ${charts.map(({ draw: options, caption }) => draw(options, caption))}
    ${answer.tables.map((table) => tableHtml(table))} ${basisHtml(answer.basis)}`
}

function plantedChapter(
  model: AssessedModel,
  index: number,
): readonly { readonly id: string; readonly title: string; readonly body: Html }[] {
  const planted = model.suites.flatMap((report) => report.planted)
  if (planted.length === 0) return []
  const body = html`<p>The truth was planted in the simulation; no suite knew it.</p>
    ${tableHtml(plantedTable(planted))}`
  return [{ id: `model-${index + 1}-planted`, title: `${model.model}: truth beside estimate`, body }]
}

function simulatedNote(models: readonly AssessedModel[]): Html {
  const names = models.filter(({ simulated }) => simulated).map(({ model }) => model)
  if (names.length === 0) return html``
  return html`<p>
    ${names.join(' and ')} ${names.length === 1 ? 'is a simulated model' : 'are simulated models'}: nothing here says
    anything about a real one.
  </p>`
}
