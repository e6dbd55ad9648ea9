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
  // Each object has its own keys, so what is missing shows in the rows.
  const { plan, issues } = planColumns(wanted ?? (options.where ?? []).map(({ column }) => column), options)
  for (const issue of issues) log.add(issue)
  log.finish()
  const columns = new Map(plan.fields.map(({ field, column }) => [field, column]))
  const check = createRowChecker(options, (field) => columns.get(field) ?? field, log)
  const filter = createRowFilter(plan.filters)
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
      if (plan.filters.length > 0 && !filter.keeps((index) => own(given, plan.filters[index]!.column))) return []
      const checked = check(wanted === null ? given : pick(given, plan), { row, ...at })
      return checked !== undefined && log.total === 0 ? [checked.value] : []
    },
    refuse(issue) {
      row += 1
      log.add({ ...issue, path: [row] })
    },
    end() {
      if (row === 0) log.add({ code: 'no-rows', path: [], message: 'there is no row of data' })
      else if (plan.filters.length > 0) filter.finish(log)
      log.finish()
    },
  }
}

function pick(given: Readonly<Record<string, unknown>>, plan: ColumnPlan): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const { field, column } of plan.fields) if (Object.hasOwn(given, column)) setField(row, field, given[column])
  return row
}

function own(given: Readonly<Record<string, unknown>>, column: string): unknown {
  return Object.hasOwn(given, column) ? given[column] : undefined
}
