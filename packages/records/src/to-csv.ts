import { cellOf, cellText, tableColumns } from './internal/table-columns.js'

/**
 * A CSV table with a header: cells with commas, quotes or line breaks are quoted (RFC 4180), lines end in `\n`, which every
 * reader takes. `null` and `undefined` become empty cells, objects and arrays their JSON, numbers their shortest exact form.
 * `parseCsv` reads the same table back.
 *
 * Text is written as it is. A spreadsheet runs cells that begin with `=`, `+`, `-` or `@` as formulas: import files that
 * hold text from strangers as text columns instead of opening them.
 *
 * @param rows - The rows.
 * @param columns - Which columns in which order. Default: every key of the rows in order of appearance.
 * @example
 * ```ts
 * import { toCsv } from '@safety-portfolio/records'
 *
 * toCsv([{ model: 'a, b', loss: 2.5 }, { model: 'c', loss: null }]) // => 'model,loss\n"a, b",2.5\nc,\n'
 * ```
 */
export function toCsv(rows: readonly object[], columns?: readonly string[]): string {
  const names = tableColumns(rows, columns)
  const lines = rows.map((row) => names.map((name) => quoted(cellText(cellOf(row, name)))).join(','))
  return [names.map(quoted).join(','), ...lines, ''].join('\n')
}

function quoted(text: string): string {
  return /[",\r\n]|^\uFEFF|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
