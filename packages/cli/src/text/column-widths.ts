import { length } from './length.js'
import type { TextTable } from './table.js'

/** A column whose longest cell has more characters than this, and a space, is prose. */
const longestTerm = 28
/** Narrower than this, prose is not read any more. */
const narrowestProse = 20

/** Whether a column holds sentences rather than numbers or names. */
export function isProse({ rows }: TextTable, column: number): boolean {
  return rows.some((row) => length(row[column] ?? '') > longestTerm && (row[column] ?? '').includes(' '))
}

/** How wide each column is set: numbers as they are; columns of prose share what is left of `width`, the longer the more. */
export function columnWidths(table: TextTable, width: number): readonly number[] {
  const longest = table.header.map((name, column) =>
    Math.max(length(name), ...table.rows.map((row) => length(row[column] ?? ''))),
  )
  const gaps = 2 * (longest.length - 1)
  const total = longest.reduce((sum, each) => sum + each, gaps)
  if (total <= width) return longest
  const prose = longest.map((_each, column) => isProse(table, column))
  const fixed = longest.reduce((sum, each, column) => sum + (prose[column] ? 0 : each), gaps)
  let left = width - fixed
  let weight = longest.reduce((sum, each, column) => sum + (prose[column] ? Math.sqrt(each) : 0), 0)
  const widths = [...longest]
  // The shortest first, so that what a column does not need goes to the longer ones.
  const shortestFirst = longest.map((_each, column) => column).filter((column) => prose[column])
  for (const column of shortestFirst.toSorted((a, b) => longest[a]! - longest[b]!)) {
    const share = Math.floor((left * Math.sqrt(longest[column]!)) / weight)
    widths[column] = Math.min(longest[column]!, Math.max(narrowestProse, share))
    weight -= Math.sqrt(longest[column]!)
    left -= widths[column]
  }
  return widths
}
