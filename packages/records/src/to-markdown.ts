import { cellOf, cellText, tableColumns } from './internal/table-columns.js'

/** How {@link toMarkdown} prints numbers. */
export interface MarkdownOptions {
  /** Significant digits of numbers that are not whole. Default: all of them. */
  readonly digits?: number
}

/**
 * A Markdown table (GitHub flavour) that also reads well as plain text: padded columns, numbers to the right. Pipes, backslashes
 * and `<` are escaped and line breaks become `<br>`, so a value cannot break the table; emphasis marks stay as they are.
 *
 * @param rows - The rows.
 * @param columns - Which columns in which order. Default: every key of the rows in order of appearance.
 * @example
 * ```ts
 * import { toMarkdown } from '@safety-portfolio/records'
 *
 * toMarkdown([{ law: 'a|b', loss: 2.5 }]) // => '| law  | loss |\n| :--- | ---: |\n| a\\|b |  2.5 |\n'
 * ```
 */
export function toMarkdown(
  rows: readonly object[],
  columns?: readonly string[],
  options: MarkdownOptions = {},
): string {
  const names = tableColumns(rows, columns)
  if (names.length === 0) return ''
  const table = names.map((name) => {
    const values = rows.map((row) => cellOf(row, name))
    const cells = [name, ...values.map((value) => numberText(value, options))].map(escaped)
    return { cells, right: areNumbers(values), width: Math.max(4, ...cells.map(widthOf)) }
  })
  const line = (index: number): string =>
    table.map(({ cells, right, width }) => ` ${padded(cells[index]!, width, right)} `).join('|')
  const rule = table.map(({ right, width }) => (right ? ` ${'-'.repeat(width - 1)}: ` : ` :${'-'.repeat(width - 1)} `))
  const lines = [line(0), rule.join('|'), ...rows.map((_, index) => line(index + 1))]
  return lines.map((text) => `|${text}|\n`).join('')
}

function numberText(value: unknown, { digits }: MarkdownOptions): string {
  const fraction = typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value)
  return fraction && digits !== undefined ? String(Number(value.toPrecision(digits))) : cellText(value)
}

function areNumbers(values: readonly unknown[]): boolean {
  const present = values.filter((value) => value !== null && value !== undefined)
  return present.length > 0 && present.every((value) => typeof value === 'number' || typeof value === 'bigint')
}

function escaped(text: string): string {
  return text
    .replaceAll(/[\\|]/g, '\\$&')
    .replaceAll('<', '&lt;')
    .replaceAll(/\r\n|\r|\n/g, '<br>')
}

function padded(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(width - widthOf(text))
  return right ? space + text : text + space
}

/** Length in code points. */
function widthOf(text: string): number {
  return Array.from(text).length
}
