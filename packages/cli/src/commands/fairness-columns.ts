import type { FairnessCase } from '@safety-portfolio/discrimination'
import { booleanCell, DataError, numberCell, type Cell, type DataIssue } from '@safety-portfolio/records'
import { cellText, type AnyRow } from '../io/any-row.js'
import { UsageError } from '../usage-error.js'
import type { FairnessFlags } from './discrimination-fairness.js'

const plain = booleanCell()
const probability = numberCell({ min: 0, max: 1 })

/** Reads a column cell by cell; every bad one is reported. */
function column<T>(
  rows: readonly AnyRow[],
  name: string,
  read: (cell: unknown) => ReturnType<Cell<T>['~standard']['validate']>,
  file: string,
): readonly T[] {
  if (!rows.some((row) => Object.hasOwn(row, name))) {
    throw new UsageError(`${file}: there is no column '${name}'. It has: ${Object.keys(rows[0] ?? {}).join(', ')}.`)
  }
  const issues: DataIssue[] = []
  const values = rows.flatMap((row, index): readonly T[] => {
    const result = read(row[name])
    if (result instanceof Promise) throw new TypeError('column: cells are read synchronously')
    if (result.issues === undefined) return [result.value]
    const value = cellText(row[name])
    issues.push({
      code: 'invalid-value',
      path: [index + 1, name],
      column: name,
      value,
      message: `column ${JSON.stringify(name)}, value ${JSON.stringify(value)}: ${result.issues[0]?.message ?? 'cannot be read'}`,
    })
    return []
  })
  if (issues.length > 0) throw new DataError(issues.slice(0, 100), { name: file, total: issues.length })
  return values
}

/** Decisions of a column: the favourable words, or 1/0, yes/no, true/false. */
export function decisionCells(
  rows: readonly AnyRow[],
  name: string,
  { favourable }: Pick<FairnessFlags, 'favourable'>,
  file: string,
): readonly boolean[] {
  if (favourable === undefined) return column(rows, name, (cell) => plain['~standard'].validate(cell), file)
  const words = new Set(favourable)
  return column(
    rows,
    name,
    (cell) => {
      const text = cellText(cell).trim()
      return text === '' ? { issues: [{ message: 'the cell is empty' }] } : { value: words.has(text) }
    },
    file,
  )
}

/** The cases of group fairness. */
export function fairnessCases(rows: readonly AnyRow[], flags: FairnessFlags, file: string): readonly FairnessCase[] {
  const { group = [], decision, outcome, score } = flags
  if (group.length === 0) throw new UsageError(`${file}: name the column of the group with --group.`)
  const text = (cell: unknown) => {
    const value = cellText(cell).trim()
    return value === '' ? { issues: [{ message: 'the group is empty' }] } : { value }
  }
  const groups = group.map((name) => column(rows, name, text, file))
  const decisions = decisionCells(rows, decision!, flags, file)
  const outcomes = outcome === undefined ? null : decisionCells(rows, outcome, flags, file)
  const scores =
    score === undefined ? null : column(rows, score, (cell) => probability['~standard'].validate(cell), file)
  return rows.map((_, k) => ({
    group: groups.map((list) => list[k]!).join(' x '),
    decision: decisions[k]!,
    ...(outcomes === null ? {} : { outcome: outcomes[k]! }),
    ...(scores === null ? {} : { score: scores[k]! }),
  }))
}
