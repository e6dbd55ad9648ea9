import type { Style } from '../io/style.js'
import { isProse } from '../text/column-widths.js'
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
  const rows = table.rows.flatMap((row) => {
    // The first cell names the row, and stays as it is.
    const parts = row.map((cell, column) => (column === 0 ? ([cell, ''] as const) : estimateAndInterval(cell)))
    const estimates = parts.map(([estimate]) => estimate)
    return parts.some(([, interval]) => interval !== '')
      ? [estimates, parts.map(([, interval]) => interval)]
      : [estimates]
  })
  return `${style.bold(table.caption)}\n${renderTable({ header: table.header, rows }, style)}`
}

/** An accessible table that scrolls sideways where the page is too narrow. */
export function tableHtml({ caption, header, rows }: SummaryTable): Html {
  const prose = header.map((_name, column) => isProse({ header, rows }, column))
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}">
    <table>
      <caption>
        <span>${caption}</span>
      </caption>
      <thead>
        <tr>
          ${header.map((name, column) => (prose[column] === true ? html`<th scope="col" class="prose">${name}</th>` : html`<th scope="col">${name}</th>`))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name = '', ...cells]) =>
            html`<tr>
              <th scope="row">${symbolHtml(name)}</th>
              ${cells.map((cell, place) => (prose[place + 1] === true ? html`<td class="prose">${cellHtml(cell)}</td>` : html`<td>${cellHtml(cell)}</td>`))}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`
}

function cellHtml(cell: string): Html {
  const [estimate, interval] = estimateAndInterval(cell)
  return html`${numberHtml(estimate)}${interval !== '' && html`<small>${numberHtml(interval)}</small>`}`
}

/** A cell "2.1 (2.0 to 2.2)" in two parts: the interval stands under its estimate. */
function estimateAndInterval(cell: string): readonly [string, string] {
  const [, estimate = cell, interval = ''] = /^(.*?) \((.*)\)$/.exec(cell) ?? []
  return [estimate, interval]
}
