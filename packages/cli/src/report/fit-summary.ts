import type { Io } from '../io/io.js'
import { styleFor } from '../io/style.js'
import type { FittedLaw } from '../laws/law.js'
import { textWidth, wrap } from '../text/wrap.js'
import { version } from '../version.js'
import { basisHtml, basisText, warningsHtml } from './basis.js'
import type { Draw } from './draw.js'
import { html, type Html } from './html.js'
import { numberHtml } from './number-html.js'
import { tableHtml, tableText } from './summary-table.js'
import { symbolHtml } from './symbol-html.js'

/** A law by its name in headings and its formula. */
export interface NamedLaw {
  readonly title: string
  readonly formula: string
}

/** A fit for the terminal: what was found, tables, then what they rest on. */
export function fitText(law: NamedLaw, fitted: FittedLaw, facts: readonly string[], io: Io): string {
  const { lead, tables, result, evidence } = fitted
  const style = styleFor(io.stdout, io.env)
  const width = textWidth(io.stdout)
  const blocks = [
    `${style.bold(law.title)}  ${law.formula}`,
    wrap(lead, width),
    ...tables.map((table) => tableText(table, style)),
    ...basisText(result, style, width),
    `${style.bold('Evidence')}\n${evidence.map(([term, value]) => wrap(`- ${term}: ${value}`, width, '  ')).join('\n')}`,
    style.dim(wrap([...facts, `safety-portfolio ${version}`].join(' · '), width)),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** A fit for a report: what to beware of, tables and charts, then what they rest on. */
export async function fitHtml(law: NamedLaw, fitted: FittedLaw, draw: Draw): Promise<Html> {
  return html`<p class="formula">${symbolHtml(law.formula)}</p>
    ${warningsHtml(fitted.result)} ${fitted.tables.map((table) => tableHtml(table))} ${await fitted.charts(draw)}
    ${basisHtml(fitted.result)}
    <h3>Evidence for the optimum</h3>
    <dl>
      ${fitted.evidence.map(
        ([term, value]) =>
          html`<dt>${term}</dt>
            <dd>${numberHtml(value)}</dd>`,
      )}
    </dl>`
}
