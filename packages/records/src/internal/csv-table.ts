import type { CsvOptions } from '../read-options.js'
import { type ColumnPlan, planColumns } from './column-plan.js'
import { type CsvRecord, createCsvDecoder, longestRecord, mostFaults } from './csv-decoder.js'
import { detached, setField } from './field-row.js'
import { createIssueLog } from './issue-log.js'
import { createRowChecker } from './row-checker.js'
import { createRowFilter, type RowFilterState } from './row-filter.js'

/** Turns pieces of a CSV file into typed rows. */
export interface CsvTable<T> {
  /** Rows that `text` completes; none any more once there was an issue. */
  push(text: string): readonly T[]
  /** The last rows; throws the DataError if there was any issue. */
  end(): readonly T[]
}

interface Layout {
  readonly width: number
  readonly plan: ColumnPlan
  readonly fieldIndexes: readonly number[]
  readonly filterIndexes: readonly number[]
  readonly filter: RowFilterState
}

export function createCsvTable<T>(options: CsvOptions<T>): CsvTable<T> {
  const { delimiter = ',', name } = options
  if (delimiter.length !== 1 || /["\r\n\uFEFF]/.test(delimiter)) {
    throw new RangeError(
      `parseCsv: delimiter must be one character, not a quote or line break, got ${JSON.stringify(delimiter)}`,
    )
  }
  const decoder = createCsvDecoder(delimiter)
  const log = createIssueLog(name, options.maxIssues)
  let layout: Layout | undefined
  let row = 0
  let malformed = 0
  let columns = new Map<string, string>()
  const check = createRowChecker(options, (field) => columns.get(field) ?? field, log)

  function rowsOf(records: readonly CsvRecord[]): readonly T[] {
    const rows: T[] = []
    for (const record of records) {
      if (record.fault !== undefined) {
        const issue = { ...quoteIssue(record.fault), path: layout === undefined ? [] : [row + 1], line: record.line }
        malformed += 1
        if (record.fault === 'unterminated-quote' || layout === undefined || malformed === mostFaults) log.fail(issue)
        row += 1
        log.add(issue)
      } else if (layout === undefined) {
        layout = readHeader(record)
        columns = new Map(layout.plan.fields.map(({ field, column }) => [field, column]))
      } else if (!isBlank(record.cells, layout)) {
        row += 1
        const checked = readRow(record, layout)
        if (checked !== undefined && log.total === 0) rows.push(checked.value)
      }
    }
    return rows
  }

  function readHeader({ cells, line }: CsvRecord): Layout {
    const names = cells.map(detached)
    if (names.some((column) => /\r(?!\n)/.test(column))) {
      log.fail({
        code: 'unsupported-line-ends',
        path: [],
        line,
        message: 'lines end in a carriage return alone; save the file with line feeds (\\n or \\r\\n)',
      })
    }
    if (names.every((column) => column.trim() === '')) {
      log.fail({ code: 'empty-header', path: [], line, message: 'the first line is empty; it must name the columns' })
    }
    for (const [index, column] of names.entries()) {
      const first = names.indexOf(column)
      if (column === '' || first === index) continue
      log.add({
        code: 'duplicate-column',
        path: [column],
        line,
        column,
        message: `columns ${first + 1} and ${index + 1} are both called ${JSON.stringify(column)}; rename one`,
      })
    }
    const { plan, issues } = planColumns(names, options)
    for (const issue of issues) log.add({ ...issue, line })
    log.finish()
    return {
      width: names.length,
      plan,
      fieldIndexes: plan.fields.map(({ column }) => names.indexOf(column)),
      filterIndexes: plan.filters.map(({ column }) => names.indexOf(column)),
      filter: createRowFilter(plan.filters),
    }
  }

  function readRow({ cells, line }: CsvRecord, { width, plan, fieldIndexes, filterIndexes, filter }: Layout) {
    if (cells.length !== width) {
      log.add({
        code: 'ragged-row',
        path: [row],
        line,
        message: `${cells.length} cells where the header has ${width}; quote cells that contain ${JSON.stringify(delimiter)} or a quote`,
      })
      return undefined
    }
    if (filterIndexes.length > 0 && !filter.keeps((index) => cells[filterIndexes[index]!])) return undefined
    const fields: Record<string, unknown> = {}
    for (let index = 0; index < fieldIndexes.length; index++) {
      setField(fields, plan.fields[index]!.field, detached(cells[fieldIndexes[index]!]!))
    }
    return check(fields, { row, line })
  }

  return {
    push: (text) => rowsOf(decoder.push(text)),
    end() {
      const rows = rowsOf(decoder.end())
      if (layout === undefined) return log.fail({ code: 'empty-file', path: [], message: 'the file is empty' })
      if (row === 0 && log.total === 0) {
        log.add({ code: 'no-rows', path: [], message: 'there is a header but no row of data' })
      }
      if (row > 0 && layout.filterIndexes.length > 0) layout.filter.finish(log)
      log.finish()
      return rows
    },
  }
}

/** An empty line; in a table of one column it is an empty cell instead. */
function isBlank(cells: readonly string[], { width }: Layout): boolean {
  return cells.length === 1 && cells[0] === '' && width > 1
}

function quoteIssue(fault: NonNullable<CsvRecord['fault']>): { readonly code: string; readonly message: string } {
  if (fault === 'malformed-quote') {
    return {
      code: fault,
      message: 'a quoted cell goes on after its closing quote; double the quotes inside quoted cells',
    }
  }
  return {
    code: fault,
    message: `a quote that opens in the record starting here is not closed before the end of the file (or for ${longestRecord} characters)`,
  }
}
