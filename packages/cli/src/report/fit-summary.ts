import type { Finding } from '@safety-portfolio/stats'
import type { Io } from '../io/io.js'
import { styleFor } from '../io/style.js'
import type { FittedLaw } from '../laws/law.js'
import { sentence, wrap } from '../text/wrap.js'
import type { Draw } from './draw.js'
import { html, type Html } from './html.js'
import { tableHtml, tableText } from './summary-table.js'
import { symbolHtml } from './symbol-html.js'
import { version } from '../version.js'

/** A law by its name in headings and its formula. */
export interface NamedLaw {
  readonly title: string
  readonly formula: string
}

const widest = 100

/** A fit for the terminal: what was found, tables, then what they rest on. */
export function fitText(law: NamedLaw, { lead, tables, result }: FittedLaw, facts: readonly string[], io: Io): string {
  const style = styleFor(io.stdout, io.env)
  const width = Math.min(io.stdout.columns ?? widest, widest)
  const list = (items: readonly string[]): string => items.map((item) => wrap(`- ${item}`, width, '  ')).join('\n')
  const blocks = [
    `${style.bold(law.title)}  ${law.formula}`,
    wrap(lead, width),
    ...tables.map((table) => tableText(table, style)),
    ...(result.warnings.length === 0
      ? []
      : [`${style.caution('Warnings')}\n${list(result.warnings.map(warningText))}`]),
    `${style.bold('Method')}\n${wrap(sentence(result.method), width)}`,
    `${style.bold('Assumptions')}\n${list(result.assumptions)}`,
    style.dim(wrap([...facts, `safety-portfolio ${version}`].join(' · '), width)),
  ]
  return `${blocks.join('\n\n')}\n`
}

function warningText({ code, message }: Finding): string {
  return `${message} [${code}]`
}

/** A fit for a report: what to beware of, tables and charts, then what they rest on. */
export function fitHtml(law: NamedLaw, { tables, result, charts }: FittedLaw, draw: Draw): Html {
  return html`<p class="formula">${symbolHtml(law.formula)}</p>
    ${
      result.warnings.length > 0 &&
      html`<h3>Warnings</h3>
        <ul class="findings">
          ${result.warnings.map(({ code, message }) => html`<li><strong>${code}</strong><br />${message}</li>`)}
        </ul>`
    }
    ${tables.map((table) => tableHtml(table))} ${charts(draw)}
    <h3>Method</h3>
    <p>${sentence(result.method)}</p>
    <h3>Assumptions</h3>
    <ul>
      ${result.assumptions.map((assumption) => html`<li>${assumption}</li>`)}
    </ul>`
}
