import { DataError, type DataIssue, type RowFilter } from '@safety-portfolio/records'

const named = 3

/** The same error with what the command line can do about it: a word on --map, and one issue instead of the same one in every row. */
export function explainDataError(
  error: unknown,
  {
    name,
    where,
    mappable,
    skippable = false,
  }: {
    readonly name: string
    readonly where: readonly RowFilter[]
    readonly mappable: boolean
    readonly skippable?: boolean
  },
): unknown {
  if (!(error instanceof DataError)) return error
  if (skippable) {
    const issues = error.issues.map((issue) => ({
      ...issue,
      message: issue.message
        .replace(/(?<=value "n\/?a": ).*/i, 'fill it in or leave the row out')
        .replace(/or leave the row out|(?<=value "nan": .*)measurement failed/i, '$& (--skip-incomplete)'),
    }))
    return explainDataError(new DataError(issues, { name, total: error.total }), { name, where, mappable })
  }
  const hint = (issue: DataIssue): DataIssue => (mappable ? withMap(issue) : issue)
  const [first] = error.issues
  if (first === undefined) return error
  if (first.code === 'missing-column') {
    const filters = new Set(where.map(({ column }) => column))
    const issues = error.issues.map((issue) => (filters.has(issue.column ?? '') ? issue : hint(issue)))
    return new DataError(issues, { name, total: error.total })
  }
  // Not about one cell but about the row, and the same in each: a column that is not there.
  const general = error.issues.every(({ column, message }) => column === undefined && message === first.message)
  if (!general || error.total < 2) return error
  const rows = error.issues.slice(0, named).map(({ path: [row] }) => row)
  const message = `${first.message} (rows ${rows.join(', ')}${error.total > named ? ` and ${error.total - named} more` : ''})`
  const issue = { code: first.code, path: [], message }
  const ragged = first.code === 'ragged-row'
  const explained = ragged ? { ...issue, message: `${message}. The first line must name the columns.` } : hint(issue)
  return new DataError([explained], { name })
}

function withMap(issue: DataIssue): DataIssue {
  return { ...issue, message: `${issue.message}. Name columns with --map FIELD=COLUMN.` }
}

/** Runs a parser of a document, and puts the name of its file before what it finds wrong. */
export function withFileName<T>(name: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (error instanceof DataError) throw new DataError(error.issues, { name, total: error.total })
    throw error
  }
}
