import type { DataIssue } from '../data-error.js'
import type { ReadOptions } from '../read-options.js'
import { nearestNames } from './nearest-names.js'

/** Which column feeds which field, once the columns of a file are known. */
export interface ColumnPlan {
  readonly fields: readonly PlannedField[]
  readonly filters: readonly PlannedFilter[]
}

interface PlannedField {
  readonly field: string
  readonly column: string
}

export interface PlannedFilter {
  readonly column: string
  readonly equals: string
}

/** The plan for a file with these columns, or what makes it impossible. */
export function planColumns(
  found: readonly string[],
  options: ReadOptions<unknown>,
): { readonly plan: ColumnPlan; readonly issues: readonly DataIssue[] } {
  const present = new Set(found)
  const { fields, optional, unknown } = wantedFields(options, found)
  const filters = (options.where ?? []).map(({ column, equals }) => ({ column, equals: String(equals) }))
  const missing = new Set<string>()
  for (const { column } of [...fields.filter(({ field }) => !optional.has(field)), ...filters]) {
    if (!present.has(column)) missing.add(column)
  }
  return {
    plan: { fields: fields.filter(({ column }) => present.has(column)), filters },
    issues: [...unknown, ...[...missing].map((column) => missingColumn(column, found))],
  }
}

/** The fields that are asked for, before anything is known about the file; `null` means every column. */
export function wantedColumns(options: ReadOptions<unknown>): readonly string[] | null {
  if (options.columns === undefined && fieldsOf(options.schema) === undefined) return null
  const { fields } = wantedFields(options, [])
  return [...new Set([...fields, ...(options.where ?? [])].map(({ column }) => column))]
}

function missingColumn(column: string, found: readonly string[]): DataIssue {
  const near = nearestNames(column, found).map((name) => JSON.stringify(name))
  const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '.'
  return {
    code: 'missing-column',
    path: [column],
    column,
    message: `there is no column ${JSON.stringify(column)}${hint} The file has: ${list(found)}`,
  }
}

function list(names: readonly string[]): string {
  const first = names.slice(0, 50).map((name) => JSON.stringify(name))
  return first.join(', ') + (names.length > first.length ? `, and ${names.length - first.length} more` : '')
}

function wantedFields(options: ReadOptions<unknown>, found: readonly string[]) {
  const mapped = options.columns ?? {}
  const known = fieldsOf(options.schema)
  const optional = new Set<string>()
  const unknown: DataIssue[] = []
  if (known === undefined) {
    const names = options.columns === undefined ? found.filter((column) => column !== '') : Object.keys(mapped)
    return { fields: names.map((field) => ({ field, column: columnOf(mapped, field) })), optional, unknown }
  }
  for (const field of Object.keys(mapped)) {
    if (!known.fields.includes(field)) unknown.push(unknownField(field, known.fields))
  }
  for (const field of known.fields) {
    if (!known.required.includes(field) && !Object.hasOwn(mapped, field)) optional.add(field)
  }
  return { fields: known.fields.map((field) => ({ field, column: columnOf(mapped, field) })), optional, unknown }
}

function columnOf(mapped: Readonly<Record<string, string>>, field: string): string {
  return Object.hasOwn(mapped, field) ? mapped[field]! : field
}

function unknownField(field: string, fields: readonly string[]): DataIssue {
  return {
    code: 'unknown-field',
    path: [field],
    message: `a column is mapped to ${JSON.stringify(field)}, which is not a field of the schema. It has: ${list(fields)}`,
  }
}

function fieldsOf(
  schema: object,
): { readonly fields: readonly string[]; readonly required: readonly string[] } | undefined {
  if (!('fields' in schema && 'required' in schema)) return undefined
  const { fields, required } = schema
  return Array.isArray(fields) && Array.isArray(required) ? { fields, required } : undefined
}
