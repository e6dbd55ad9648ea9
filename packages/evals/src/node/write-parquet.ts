import { parquetWriteBuffer } from 'hyparquet-writer'
import { sameColumns, type Cell, type SampleRow } from '../export/sample-rows.js'

/** Rows as a Parquet file: each column a number, a boolean or text, and text where its cells are of several kinds. */
export function samplesParquet(rows: readonly SampleRow[]): Uint8Array {
  const table = sameColumns(rows)
  const columns = Object.keys(table[0] ?? {})
  const columnData = columns.map((name) => {
    const cells = table.map((row) => row[name]!)
    if (areAll(cells, 'number')) return { name, data: cells, type: 'DOUBLE' as const, nullable: true }
    if (areAll(cells, 'boolean')) return { name, data: cells, type: 'BOOLEAN' as const, nullable: true }
    return { name, data: cells.map(textCell), type: 'STRING' as const, nullable: true }
  })
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}

function areAll(cells: readonly Cell[], kind: 'number' | 'boolean'): boolean {
  return cells.some((cell) => cell !== null) && cells.every((cell) => cell === null || typeof cell === kind)
}

function textCell(cell: Cell): string | null {
  return cell === null ? null : String(cell)
}
