import type { DataIssue } from '../data-error.js'
import type { ReadOptions } from '../read-options.js'
import { type ColumnPlan, planColumns, wantedColumns } from './column-plan.js'
import { setField } from './field-row.js'
import { createIssueLog, shown } from './issue-log.js'
import { createRowChecker } from './row-checker.js'
import { createRowFilter } from './row-filter.js'

/** Turns objects, the rows of JSONL, JSON and Parquet, into typed rows. */
export interface ObjectTable<T> {
  /** The typed row; nothing if it was filtered out or bad, or once any row was bad. */
  push(value: unknown, line?: number): readonly T[]
  /** Counts a row that could not even be read. */
  refuse(issue: Omit<DataIssue, 'path'>): void
  /** Throws the DataError if there was any issue. */
  end(): void
}

export function createObjectTable<T>(options: ReadOptions<T>): ObjectTable<T> {
  const log = createIssueLog(options.name, options.maxIssues)
  const wanted = wantedColumns(options)
  const expected = wanted ?? (options.where ?? []).map(({ column }) => column)
  const { plan, issues } = planColumns(expected, options)
  for (const issue of issues) log.add(issue)
  log.finish()
  const columns = new Map(plan.fields.map(({ field, column }) => [field, column]))
  const check = createRowChecker(options, (field) => columns.get(field) ?? field, log)
  const filter = createRowFilter(plan.filters)
  // Each object has its own keys: a column is missing from the file when no row has it.
  const unseen = new Set(expected)
  const found = new Set<string>()
  let row = 0

  return {
    push(value, line) {
      row += 1
      const at = line === undefined ? {} : { line }
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        log.add({ code: 'not-an-object', path: [row], ...at, message: `${shown(value)} is not an object of fields` })
        return []
      }
      const given = value as Readonly<Record<string, unknown>>
      if (unseen.size > 0) look(given, unseen, found)
      if (plan.filters.length > 0 && !filter.keeps((index) => cellAt(given, plan.filters[index]!.column))) return []
      const checked = check(wanted === null ? given : pick(given, plan), { row, ...at })
      return checked !== undefined && log.total === 0 ? [checked.value] : []
    },
    refuse(issue) {
      row += 1
      log.add({ ...issue, path: [row] })
    },
    end() {
      if (row === 0) log.add({ code: 'no-rows', path: [], message: 'there is no row of data' })
      if (unseen.size > 0 && found.size > 0) {
        const seen = [...new Set([...found, ...expected.filter((column) => !unseen.has(column))])]
        for (const issue of planColumns(seen, options).issues) log.addFirst(issue)
      }
      if (row > 0 && plan.filters.length > 0) filter.finish(log)
      log.finish()
    },
  }
}

const namedColumns = 200

function look(given: Readonly<Record<string, unknown>>, unseen: Set<string>, found: Set<string>): void {
  for (const column of Object.keys(given)) {
    unseen.delete(column)
    if (found.size < namedColumns) found.add(column)
  }
  for (const column of unseen) {
    if (!column.includes('.') || cellAt(given, column) === undefined) continue
    unseen.delete(column)
    found.add(column)
  }
}

function pick(given: Readonly<Record<string, unknown>>, plan: ColumnPlan): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const { field, column } of plan.fields) {
    if (Object.hasOwn(given, column)) setField(row, field, given[column])
    else if (column.includes('.')) {
      const value = cellAt(given, column)
      if (value !== undefined) setField(row, field, value)
    }
  }
  return row
}

/** The value of a column: a field of the object, or what a path of names and positions leads to (`results.1.loss`). */
function cellAt(given: Readonly<Record<string, unknown>>, column: string): unknown {
  if (Object.hasOwn(given, column)) return given[column]
  let value: unknown = given
  for (const key of column.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  return value
}
