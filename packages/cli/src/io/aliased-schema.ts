import type { RowSchema, StandardIssue } from '@safety-portfolio/records'
import { isBlank } from './any-row.js'
import { UsageError } from '../usage-error.js'
import type { Source } from './read-table.js'

/** A schema that finds its columns under any of several names. */
export interface AliasedSchema<T> {
  /** For a reader: it asks for the columns by their names in the file. */
  readonly schema: RowSchema<T>
  /** After reading: the source with the columns that were found. Throws when no row had a column for one of the fields. */
  readonly foundColumns: (source: Source) => Source
}

/**
 * Lets a table call its columns what its publisher calls them. `aliases` lists the names of each field, the first that a row has counts, in whatever case and
 * with spaces or underscores; `mapped` names the column of a field and leaves no choice. Fields in `optional` may have no column at all. `had` lists the columns that
 * the file has, for the message where one is missing.
 */
export function aliasedSchema<T>(
  inner: RowSchema<T>,
  aliases: Readonly<Record<string, readonly string[]>>,
  mapped: Readonly<Record<string, string>>,
  optional: readonly string[] = [],
  had: readonly string[] = [],
): AliasedSchema<T> {
  const namesOf = (field: string): readonly string[] =>
    Object.hasOwn(mapped, field) ? [mapped[field]!] : (aliases[field] ?? [field])
  const spelled = new Map(
    inner.fields.map((field) => [
      field,
      Object.hasOwn(mapped, field) ? [mapped[field]!] : [...new Set(namesOf(field).flatMap(spellings))],
    ]),
  )
  const seen = new Map<string, string>()
  const missing = (field: string): string =>
    `no column for the ${field}: looked for ${namesOf(field)
      .map((name) => JSON.stringify(name))
      .join(', ')}${had.length === 0 ? '' : `. The file has: ${had.map((name) => JSON.stringify(name)).join(', ')}`}`
  const validate = (row: unknown): ReturnType<RowSchema<T>['~standard']['validate']> => {
    const given = row as Readonly<Record<string, unknown>>
    const fields: Record<string, unknown> = {}
    const columnOf = new Map<string, string>()
    for (const field of inner.fields) {
      const column = spelled.get(field)!.find((name) => Object.hasOwn(given, name))
      if (column === undefined) continue
      if (!seen.has(field)) seen.set(field, column)
      columnOf.set(field, column)
      const value = given[column]
      fields[field] = typeof value === 'string' && isBlank(value) ? '' : value
    }
    const absent = inner.required.find((field) => !columnOf.has(field))
    if (absent !== undefined) return { issues: [{ message: missing(absent) }] }
    const result = inner['~standard'].validate(fields)
    if (result instanceof Promise || result.issues === undefined) return result
    return { issues: result.issues.map((issue) => renamed(issue, columnOf)) }
  }
  const mappedFields = inner.fields.filter((field) => Object.hasOwn(mapped, field))
  return {
    schema: {
      fields: [...new Set([...spelled.values()].flat())],
      required: mappedFields.map((field) => mapped[field]!),
      '~standard': { version: 1, vendor: 'safety-portfolio', validate },
    },
    foundColumns(source) {
      const absent = inner.fields.find((field) => !seen.has(field) && !optional.includes(field))
      if (absent !== undefined)
        throw new UsageError(`${source.name}: ${missing(absent)}. Name columns with --map FIELD=COLUMN.`)
      return { ...source, columns: Object.fromEntries(seen) }
    },
  }
}

/** A name as it stands, and as editions of a table may write it. */
export function spellings(name: string): readonly string[] {
  const spaced = name.replaceAll('_', ' ')
  const cased = [
    spaced,
    spaced.toLowerCase(),
    spaced.toUpperCase(),
    spaced.toLowerCase().replace(/^./, (first) => first.toUpperCase()),
    spaced.toLowerCase().replace(/(?<![a-z])[a-z]/g, (first) => first.toUpperCase()),
    spaced.replace(/(?<![A-Za-z])[a-z]/g, (first) => first.toUpperCase()),
  ]
  const written = [name, ...cased, ...cased.map((text) => text.replaceAll(' ', '_'))]
  // A file with a space after each comma has them in its header too.
  return [...written, ...written.flatMap((text) => [` ${text}`, `${text} `, ` ${text} `])]
}

function renamed(issue: StandardIssue, columnOf: ReadonlyMap<string, string>): StandardIssue {
  const [first, ...rest] = issue.path ?? []
  const field = typeof first === 'object' ? first.key : first
  const column = columnOf.get(String(field))
  return column === undefined ? issue : { ...issue, path: [column, ...rest] }
}
