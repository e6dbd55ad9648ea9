import type { FairnessCase } from '@safety-portfolio/discrimination'
import type { Finding } from '@safety-portfolio/stats'
import { booleanCell, DataError, numberCell, type Cell, type DataIssue } from '@safety-portfolio/records'
import { cellText, type AnyRow } from '../io/any-row.js'
import { UsageError } from '../usage-error.js'
import type { FairnessFlags } from './discrimination-fairness.js'

const plain = booleanCell()
const probability = numberCell({ min: 0, max: 1 })

/** A column of cells; `null` where a cell is missing. */
type Column<T> = readonly (T | null)[]

const isMissing = (cell: unknown): boolean =>
  cell === null || cell === undefined || (typeof cell === 'string' && /^\s*(?:NA|N\/A|NaN|null|None)?\s*$/i.test(cell))

/** The column of this name, else the one that is called so but for spaces around it. */
function columnName(rows: readonly AnyRow[], name: string, file: string): string {
  if (rows.some((row) => Object.hasOwn(row, name))) return name
  const known = Object.keys(rows[0] ?? {})
  const spaced = known.find((column) => column.trim() === name)
  if (spaced !== undefined) return spaced
  throw new UsageError(`${file}: there is no column '${name}'. It has: ${known.join(', ')}.`)
}

/** Reads a column cell by cell; every bad one is reported. */
function column<T>(
  rows: readonly AnyRow[],
  name: string,
  read: (cell: unknown) => ReturnType<Cell<T>['~standard']['validate']>,
  file: string,
): Column<T> {
  const key = columnName(rows, name, file)
  const issues: DataIssue[] = []
  const values = rows.map((row, index): T | null => {
    if (isMissing(row[key])) return null
    const result = read(row[key])
    if (result instanceof Promise) throw new TypeError('column: cells are read synchronously')
    if (result.issues === undefined) return result.value
    const value = cellText(row[key])
    issues.push({
      code: 'invalid-value',
      path: [index + 1, name],
      column: name,
      value,
      message: `column ${JSON.stringify(name)}, value ${JSON.stringify(value)}: ${result.issues[0]?.message ?? 'cannot be read'}`,
    })
    return null
  })
  if (issues.length > 0) throw new DataError(issues.slice(0, 100), { name: file, total: issues.length })
  return values
}

/** The rows that have a cell in every column, and what is to be said about the others. */
export interface CompleteRows {
  /** Their indexes. */
  readonly indexes: readonly number[]
  readonly warnings: readonly Finding[]
}

/** Leaves out rows with a missing cell, counted by column: which cells are missing may depend on the group. */
export function rowsWithValues(
  columns: readonly (readonly [name: string, cells: Column<unknown>])[],
  file: string,
): CompleteRows {
  const count = columns[0]?.[1].length ?? 0
  const indexes = Array.from({ length: count }, (_, k) => k).filter((k) =>
    columns.every(([, cells]) => cells[k] !== null),
  )
  const blank = columns.flatMap(([name, cells]) => {
    const missing = cells.filter((cell) => cell === null).length
    return missing === 0 ? [] : [`${name} is blank in ${missing}`]
  })
  if (indexes.length === 0) throw new UsageError(`${file}: no row has a cell in every column: ${blank.join(', ')}.`)
  if (blank.length === 0) return { indexes, warnings: [] }
  const message = `${count - indexes.length} of ${count} rows have a missing cell and were left out: ${blank.join(', ')}. If cells are missing for some groups more than for others, what is left may mislead.`
  return { indexes, warnings: [{ code: 'rows-omitted', message }] }
}

/** 1.0 and 0.0, as tables write whole numbers beside missing ones, are 1 and 0. */
const readPlain = (cell: unknown): ReturnType<(typeof plain)['~standard']['validate']> => {
  const found = plain['~standard'].validate(typeof cell === 'string' ? cell.replace(/^\s*([01])\.0+\s*$/, '$1') : cell)
  if (found instanceof Promise || found.issues === undefined) return found
  return {
    issues: [
      { message: `${found.issues[0]?.message ?? 'cannot be read'}; or name the word that means yes with --favourable` },
    ],
  }
}

/**
 * Decisions of a column: the favourable words, or 1/0, yes/no, true/false. A column in which none of the favourable words occurs is read plainly: the words
 * may belong to the other column.
 */
export function decisionCells(
  rows: readonly AnyRow[],
  name: string,
  { favourable }: Pick<FairnessFlags, 'favourable'>,
  file: string,
): Column<boolean> {
  if (favourable === undefined) return column(rows, name, readPlain, file)
  const words = new Set(favourable)
  const found = column(rows, name, (cell) => ({ value: words.has(cellText(cell).trim()) }), file)
  if (found.some((cell) => cell === true)) return found
  try {
    return column(rows, name, readPlain, file)
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    const seen = [...new Set(rows.map((row) => cellText(row[columnName(rows, name, file)]).trim()))].slice(0, 8)
    throw new UsageError(
      `${file}: no cell of column '${name}' is ${favourable.map((word) => `'${word}'`).join(' or ')} (--favourable). It holds: ${seen.join(', ')}.`,
    )
  }
}

/** The cases of group fairness. */
export function fairnessCases(
  rows: readonly AnyRow[],
  flags: FairnessFlags,
  file: string,
): { readonly cases: readonly FairnessCase[]; readonly warnings: readonly Finding[] } {
  const { group = [], decision = '', outcome, score } = flags
  if (group.length === 0) throw new UsageError(`${file}: name the column of the group with --group.`)
  const groups = group.map((name) => column(rows, name, (cell) => ({ value: cellText(cell).trim() }), file))
  const decisions = decisionCells(rows, decision, flags, file)
  const outcomes = outcome === undefined ? null : decisionCells(rows, outcome, flags, file)
  const scores =
    score === undefined ? null : column(rows, score, (cell) => probability['~standard'].validate(cell), file)
  const { indexes, warnings } = rowsWithValues(
    [
      ...group.map((name, g) => [name, groups[g]!] as const),
      [decision, decisions],
      ...(outcomes === null ? [] : [[outcome!, outcomes] as const]),
      ...(scores === null ? [] : [[score!, scores] as const]),
    ],
    file,
  )
  const cases = indexes.map((k) => ({
    group: groups.map((list) => list[k]!).join(' x '),
    decision: decisions[k]!,
    ...(outcomes === null ? {} : { outcome: outcomes[k]! }),
    ...(scores === null ? {} : { score: scores[k]! }),
  }))
  return { cases, warnings }
}
