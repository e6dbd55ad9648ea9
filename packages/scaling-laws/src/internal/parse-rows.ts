import { DataError, type DataIssue, type StandardSchemaV1 } from '@safety-portfolio/records'

/** Types every row by the schema, or throws one DataError with every bad cell; rows are counted from 1. */
export function parseRows<Row>(schema: StandardSchemaV1<unknown, Row>, rows: readonly unknown[]): readonly Row[] {
  const issues: DataIssue[] = []
  const parsed: Row[] = []
  for (const [index, row] of rows.entries()) {
    const result = schema['~standard'].validate(row)
    if (result instanceof Promise) throw new TypeError('parseRows: the schema must be synchronous')
    if (result.issues === undefined) parsed.push(result.value)
    else
      for (const { message, path } of result.issues) {
        const keys = (path ?? []).map((key) => String(typeof key === 'object' ? key.key : key))
        issues.push({
          code: 'invalid-value',
          path: [index + 1, ...keys],
          ...(keys[0] === undefined ? {} : { column: keys[0] }),
          message: `row ${index + 1}${keys[0] === undefined ? '' : `, ${keys[0]}`}: ${message}`,
        })
      }
  }
  if (issues.length > 0) throw new DataError(issues)
  return parsed
}
