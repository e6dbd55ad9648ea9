/** The columns of a table: those asked for, else every key in the order in which the rows bring them up. */
export function tableColumns(rows: readonly object[], columns: readonly string[] | undefined): readonly string[] {
  return columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))]
}

export function cellOf(row: object, column: string): unknown {
  return Object.hasOwn(row, column) ? (row as Readonly<Record<string, unknown>>)[column] : undefined
}

/** A value as text: nothing for `null` and `undefined`, JSON for objects and arrays. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString()
  if (typeof value === 'string') return value
  const plain = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
  return plain ? String(value) : JSON.stringify(value)
}
