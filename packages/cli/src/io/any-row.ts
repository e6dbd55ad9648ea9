import type { StandardSchemaV1 } from '@safety-portfolio/records'
import { UsageError } from '../usage-error.js'

/** A row as it stands in the file: which of its columns matter is decided after reading. */
export type AnyRow = Readonly<Record<string, unknown>>

/** Reads every column and leaves the cells as they are. */
export const anyRow: StandardSchemaV1<unknown, AnyRow> = {
  '~standard': {
    version: 1,
    vendor: 'safety-portfolio',
    validate: (row) => ({ value: row as AnyRow }),
  },
}

/** Rows by the value of a column, in order of appearance; `flag` is what named it. */
export function rowsBy(
  rows: readonly AnyRow[],
  column: string,
  name: string,
  flag: string,
): ReadonlyMap<string, readonly AnyRow[]> {
  const parts = new Map<string, AnyRow[]>()
  for (const row of rows) {
    if (!Object.hasOwn(row, column)) throw new UsageError(`${name}: there is no column '${column}' for ${flag}.`)
    const value = cellText(row[column])
    const part = parts.get(value)
    if (part === undefined) parts.set(value, [row])
    else part.push(row)
  }
  return parts
}

/** A cell as text. */
export function cellText(cell: unknown): string {
  if (typeof cell === 'string') return cell
  return cell === undefined ? '' : JSON.stringify(cell)
}

/** Whether a cell is empty, or says so: `NA` of R, `NaN` of Python. */
export function isBlank(cell: unknown): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && /^(n\/?a|nan)?$/i.test(cell.trim()))
}
