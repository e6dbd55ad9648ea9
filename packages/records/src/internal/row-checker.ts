import type { ReadOptions } from '../read-options.js'
import type { StandardIssue } from '../standard-schema.js'
import { type IssueLog, shown } from './issue-log.js'

/** Where a row stands. */
export interface RowPlace {
  /** 1 is the first row of data. */
  readonly row: number
  readonly line?: number | undefined
}

/** The result of checking a row: the typed row, or nothing when its issues went into the log. */
export type CheckedRow<T> = { readonly value: T } | undefined

/** Validates rows one by one; issues name the column of the file, not the field of the schema. */
export function createRowChecker<T>(
  { schema, name }: Pick<ReadOptions<T>, 'schema' | 'name'>,
  columnOf: (field: string) => string,
  log: IssueLog,
): (row: unknown, place: RowPlace) => CheckedRow<T> {
  return (row, place) => {
    const result = schema['~standard'].validate(row)
    if (result instanceof Promise) {
      throw new TypeError(`${name ?? 'records'}: the schema is asynchronous; give one that validates synchronously`)
    }
    if (result.issues === undefined) return { value: result.value }
    for (const issue of result.issues) addIssue(issue, row, place, columnOf, log)
    return undefined
  }
}

function addIssue(
  issue: StandardIssue,
  row: unknown,
  { row: number, line }: RowPlace,
  columnOf: (field: string) => string,
  log: IssueLog,
): void {
  const keys = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part))
  const [field, ...inner] = keys
  const at = line === undefined ? {} : { line }
  if (field === undefined) {
    log.add({ code: 'invalid-row', path: [number], ...at, message: issue.message })
    return
  }
  const column = columnOf(field)
  const value = shown((row as Readonly<Record<string, unknown>>)[field])
  log.add({
    code: 'invalid-value',
    path: [number, column, ...inner],
    ...at,
    column,
    value,
    message: `column ${JSON.stringify([column, ...inner].join('.'))}, value ${value}: ${issue.message}`,
  })
}
