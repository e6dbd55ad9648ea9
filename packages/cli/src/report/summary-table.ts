import type { Style } from '../io/style.js'
import { renderTable } from '../text/table.js'
import { html, type Html } from './html.js'
import { numberHtml } from './number-html.js'
import { symbolHtml } from './symbol-html.js'

/** A table as both the terminal and the report show it: formatted cells, the first of each row names it. */
export interface SummaryTable {
  /** What the table shows, in a sentence without the full stop. */
  readonly caption: string
  /** Names of the columns. */
  readonly header: readonly string[]
  /** Rows of as many cells. */
  readonly rows: readonly (readonly string[])[]
}

/** The table for a terminal, under its caption. */
export function tableText(table: SummaryTable, style: Style): string {
  return `${style.bold(table.caption)}\n${renderTable(table, style)}`
}

/** An accessible table that scrolls sideways where the page is too narrow. */
export function tableHtml({ caption, header, rows }: SummaryTable): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        <span>${caption}</span>
      </caption>
      <thead>
        <tr>
          ${header.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name = '', ...cells]) =>
            html`<tr>
              <th scope="row">${symbolHtml(name)}</th>
              ${cells.map((cell) => html`<td>${cellHtml(cell)}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`
}

/** A cell; an interval in brackets stands under its estimate. */
function cellHtml(cell: string): Html {
  const [, estimate, interval] = /^(.*?) \((.*)\)$/.exec(cell) ?? []
  if (estimate === undefined || interval === undefined) return numberHtml(cell)
  return html`${numberHtml(estimate)}<small>${numberHtml(interval)}</small>`
}
