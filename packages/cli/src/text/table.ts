import type { Style } from '../io/style.js'
import { columnWidths, isProse } from './column-widths.js'
import { length } from './length.js'
import { widest, wrap } from './wrap.js'

/** A table of text cells: the first column and columns of prose to the left, numbers to the right. */
export interface TextTable {
  /** Names of the columns. */
  readonly header: readonly string[]
  /** Rows of as many cells. */
  readonly rows: readonly (readonly string[])[]
}

/** The table as aligned lines, the header dim. Prose is broken into lines so that the table is no wider than `width`, if numbers allow. */
export function renderTable(table: TextTable, style: Style, width: number = widest): string {
  const widths = columnWidths(table, width)
  const left = table.header.map((_name, column) => column === 0 || isProse(table, column))
  const lines = (cells: readonly string[]): readonly string[] => {
    const broken = widths.map((each, column) => wrap(cells[column] ?? '', each).split('\n'))
    const height = Math.max(...broken.map((parts) => parts.length))
    return Array.from({ length: height }, (_, row) =>
      widths
        .map((each, column) => {
          const part = broken[column]![row] ?? ''
          const space = ' '.repeat(Math.max(0, each - length(part)))
          return left[column] ? part + space : space + part
        })
        .join('  ')
        .trimEnd(),
    )
  }
  return [...lines(table.header).map((line) => style.dim(line)), ...table.rows.flatMap((row) => lines(row))].join('\n')
}
