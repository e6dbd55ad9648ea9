import type { Style } from '../io/style.js'

/** A table of text cells: the first column to the left, the others to the right. */
export interface TextTable {
  /** Names of the columns. */
  readonly header: readonly string[]
  /** Rows of as many cells. */
  readonly rows: readonly (readonly string[])[]
}

/** The table as aligned lines, the header dim. */
export function renderTable(table: TextTable, style: Style): string {
  const widths = table.header.map((name, column) =>
    Math.max(length(name), ...table.rows.map((row) => length(row[column] ?? ''))),
  )
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, column) => {
        const cell = cells[column] ?? ''
        const space = ' '.repeat(width - length(cell))
        return column === 0 ? cell + space : space + cell
      })
      .join('  ')
      .trimEnd()
  return [style.dim(line(table.header)), ...table.rows.map(line)].join('\n')
}

function length(text: string): number {
  return Array.from(text).length
}
