import { decisionMarkdown } from '@safety-portfolio/asl-policy'
import { basisHtml, warningsHtml } from '../report/basis.js'
import type { Draw } from '../report/draw.js'
import { html, type Html } from '../report/html.js'
import { numberHtml } from '../report/number-html.js'
import { renderPage, type Chapter } from '../report/page.js'
import { readingKey, truthStrip } from '../report/reading-key.js'
import { tableHtml } from '../report/summary-table.js'
import type { AssessedModel } from './assessment.js'
import type { Plan } from './plan.js'
import { plantedTable } from './planted-table.js'
import type { Answer } from '../answers/answer.js'
import { outcomeCards } from './outcome-cards.js'
import { comparisonTable } from './overview-table.js'
import type { PlantedTruth, SuiteChart } from './suite.js'

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
    opening: outcomeCards(models),
    facts: facts.facts,
    command: facts.command,
    files: {},
    result: facts.result,
    resultFile: 'report.json',
    chapters: [
      {
        id: 'overview',
        title: 'Overview',
        group: allModels,
        body: html`${simulatedNote(models)} ${readingKey()} ${tableHtml(comparisonTable(models))}`,
      },
      ...models
        .flatMap(({ suites }) => suites.filter(({ shared }) => shared === true))
        .map(({ answer, charts }, place) => ({
          id: `shared-${place + 1}`,
          title: answer.title,
          group: allModels,
          body: chapter(answer, charts, draw),
        })),
      ...models.flatMap((model, index) => chaptersOf(model, `model-${index + 1}`, draw)),
    ],
  })
}

function chaptersOf(model: AssessedModel, id: string, draw: Draw): readonly Chapter[] {
  const { model: group, policy } = model
  const suites = model.suites.filter(({ shared }) => shared !== true)
  return [
    ...suites.map(({ answer, charts }, place) => ({
      id: `${id}-suite-${place + 1}`,
      title: `${group}: ${answer.title}`,
      group,
      short: answer.title,
      body: chapter(answer, charts, draw),
    })),
    ...(policy === null
      ? []
      : [
          {
            id: `${id}-policy`,
            title: `${group}: ${policy.answer.title}`,
            group,
            short: policy.answer.title,
            body: chapter(policy.answer, [], draw),
          },
        ]),
    ...plantedChapter(model, `${id}-planted`),
  ]
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

const allModels = 'All models'

/** What a reader needs first; the tables behind it and what all rests on fold up, and print in full. */
function chapter(answer: Answer, charts: readonly SuiteChart[], draw: Draw): Html {
  const [first, ...rest] = answer.tables
  return html`<p>${answer.lead}</p>
    ${warningsHtml(answer.basis)} ${charts.map(({ draw: options, caption }) => draw(options, caption))}
    ${first !== undefined && tableHtml(first)}
    <details>
      <summary>
        ${rest.length === 0 ? '' : `${rest.length === 1 ? 'One more table' : `${rest.length} more tables`}, `}method and
        assumptions: ${answer.title}
      </summary>
      ${rest.map((table) => tableHtml(table))} ${basisHtml(answer.basis)}
    </details>`
}

function plantedChapter(model: AssessedModel, id: string): readonly Chapter[] {
  const planted = model.suites.flatMap((report) => report.planted)
  if (planted.length === 0) return []
  const body = html`<p>
      The truth was planted in the simulation; no suite knew it. In the strips every interval has the same width: the
      dot is the estimate, the diamond the truth.
    </p>
    ${plantedHtml(planted)}`
  return [
    { id, title: `${model.model}: truth beside estimate`, group: model.model, short: 'Truth beside estimate', body },
  ]
}

/** The table of planted truths with a strip in every row. */
function plantedHtml(planted: readonly PlantedTruth[]): Html {
  const { caption, header, rows } = plantedTable(planted)
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}">
    <table>
      <caption>
        <span>${caption}</span>
      </caption>
      <thead>
        <tr>
          ${[...header, 'in its interval'].map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(([name = '', ...cells], index) => {
          const { truth, estimate, interval } = planted[index]!
          return html`<tr>
            <th scope="row" class="prose">${numberHtml(name)}</th>
            ${cells.map((cell) => html`<td>${numberHtml(cell)}</td>`)}
            <td>${truthStrip(truth, estimate, interval)}</td>
          </tr>`
        })}
      </tbody>
    </table>
  </div>`
}

function simulatedNote(models: readonly AssessedModel[]): Html {
  const names = models.filter(({ simulated }) => simulated).map(({ model }) => model)
  if (names.length === 0) return html``
  return html`<p>
    ${names.join(' and ')} ${names.length === 1 ? 'is a simulated model' : 'are simulated models'}: nothing here says
    anything about a real one.
  </p>`
}
