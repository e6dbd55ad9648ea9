import { isBlank, type AnyRow } from '../io/any-row.js'

const deepest = 3
const most = 2000

/** The columns of numbers in these rows, with paths (`results.1.loss`) to those inside of nested values; cells may be empty, and a few unreadable. */
export function numericPaths(rows: readonly AnyRow[]): readonly string[] {
  const counts = new Map<string, { numbers: number; others: number }>()
  const count = (cell: unknown, path: string, level: number): void => {
    if (typeof cell === 'object' && cell !== null) {
      if (level === deepest) return
      for (const [key, value] of Object.entries(cell)) if (!key.includes('.')) count(value, `${path}.${key}`, level + 1)
      return
    }
    if (isBlank(cell)) return
    const seen = counts.get(path) ?? { numbers: 0, others: 0 }
    if (isNumber(cell)) seen.numbers += 1
    else seen.others += 1
    if (counts.size < most) counts.set(path, seen)
  }
  for (const row of rows) for (const [column, cell] of Object.entries(row)) count(cell, column, 1)
  return [...counts].filter(([, { numbers, others }]) => numbers > others).map(([path]) => path)
}

/** Whether a cell, also one of text, holds a number; one with a decimal comma does, and the reader will refuse it by name. */
export function isNumber(cell: unknown): boolean {
  if (typeof cell === 'number' || typeof cell === 'bigint') return true
  return typeof cell === 'string' && cell.trim() !== '' && Number.isFinite(Number(cell.replace(',', '.')))
}
