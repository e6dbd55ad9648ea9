/** One thing that is wrong with a file of data, and where. */
export interface DataIssue {
  /** Stable kebab-case code, e.g. `'missing-column'`, `'invalid-value'`, `'ragged-row'`. */
  readonly code: string
  /** Where in the table: the row (1 is the first row of data), then the column. Empty for the file as a whole. */
  readonly path: readonly (string | number)[]
  /** Line of the file, from 1, where the record starts; line breaks inside quoted cells count. Absent where unknown. */
  readonly line?: number
  /** Name of the column in the file. */
  readonly column?: string
  /** The value that was found, as text, shortened where it is long. */
  readonly value?: string
  /** What is wrong and what to do about it. */
  readonly message: string
}

/** What a {@link DataError} may be told besides its issues. */
export interface DataErrorOptions {
  /** Name of the file or table, for the message. */
  readonly name?: string | undefined
  /** How many issues there are when `issues` holds only the first of them. Default: `issues.length`. */
  readonly total?: number | undefined
}

const shownIssues = 10

/**
 * Bad data: every problem of one file at once, so that it can be repaired in one go. `message` is readable as it stands
 * (the first ten issues with their lines, then how many more); `issues` is for programs.
 *
 * @example
 * ```ts
 * import { DataError, numberCell, parseCsv, rowSchema } from '@safety-portfolio/records'
 *
 * const schema = rowSchema({ loss: numberCell() })
 * const read = () => parseCsv('loss\n2.1\nNaN\nhigh\n', { schema })
 * read() // throws DataError
 * new DataError([{ code: 'no-rows', path: [], message: 'there is a header but no row' }], { name: 'runs.csv' }).message // => 'runs.csv: there is a header but no row'
 * ```
 */
export class DataError extends Error {
  /** Always `'DataError'`. */
  override readonly name = 'DataError'
  /** The issues in the order of the file; the first 100 unless another limit was asked for. */
  readonly issues: readonly DataIssue[]
  /** How many issues there are in all, including those that `issues` leaves out. */
  readonly total: number

  /** Makes the message from the issues; `options` name the file and say how many issues there are in all. */
  constructor(issues: readonly DataIssue[], options: DataErrorOptions = {}) {
    const total = Math.max(options.total ?? issues.length, issues.length)
    super(summary(issues, total, options.name))
    this.issues = issues
    this.total = total
  }
}

function summary(issues: readonly DataIssue[], total: number, name: string | undefined): string {
  const source = name ?? 'data'
  const [first] = issues
  if (first === undefined) return `${source}: bad data`
  if (total === 1) return `${source}: ${place(first)}${first.message}`
  const lines = issues.slice(0, shownIssues).map((issue) => `  ${place(issue)}${issue.message}`)
  const rest = total - lines.length
  return [`${source}: ${total} problems`, ...lines, ...(rest > 0 ? [`  ... and ${rest} more`] : [])].join('\n')
}

function place(issue: DataIssue): string {
  if (issue.line !== undefined) return `line ${issue.line}: `
  const row = issue.path[0]
  return typeof row === 'number' ? `row ${row}: ` : ''
}
