import type { AnyRow } from '../io/any-row.js'
import { UsageError } from '../usage-error.js'
import type { ColumnNames } from './column-names.js'
import { plainName } from './plain-name.js'
import { numericPaths } from './numeric-paths.js'
import { unitFor } from './scaled-columns.js'
import { siblingTexts } from './sibling-text.js'

/** What is looked for in a table. */
export interface WantedColumns {
  /** Names of the fields, in the order of reading. */
  readonly fields: readonly string[]
  /** Those that every row has: where no column of numbers has a usual name, one of text does, and the reader says what is wrong with it. */
  readonly required?: readonly string[]
  /** Field -> column as the command line names them: nothing is looked for there. */
  readonly mapped: Readonly<Record<string, string>>
  /** The names under which tables publish the fields. */
  readonly names: Readonly<Record<string, ColumnNames>>
  /** Fields that hold text. Default none. */
  readonly text?: readonly string[]
}

/**
 * Field -> column of the fields that the first rows show under a known name: the name of the field itself, else the one column of numbers
 * with a usual name. Fields without any are left to the reader, which says what is missing.
 *
 * @throws UsageError naming the candidates where there are several.
 */
export function findColumns(
  head: readonly AnyRow[],
  { fields, required = [], mapped, names, text = [] }: WantedColumns,
  file: string,
): Readonly<Record<string, string>> {
  const top = [...new Set(head.flatMap((row) => Object.keys(row)))]
  const numeric = numericPaths(head)
  const columns: Record<string, string> = { ...mapped }
  for (const field of fields) if (!Object.hasOwn(mapped, field) && top.includes(field)) columns[field] = field
  const unclear = new Map<string, readonly string[]>()
  for (const field of fields) {
    if (Object.hasOwn(columns, field)) continue
    // A label of clusters may be a quantity too: rows of one model size.
    const taken = new Set(Object.entries(columns).flatMap(([name, column]) => (name === 'cluster' ? [] : [column])))
    const among = (kind: readonly string[]): readonly string[] =>
      candidatesOf(
        kind.filter((column) => !taken.has(column)),
        names[field] ?? [],
        (column) => unitFor(field, column, head)?.name,
      )
    const numbers = text.includes(field) ? [] : among(numeric)
    const texts = text.includes(field) || required.includes(field) ? among(top) : []
    const candidates = numbers.length > 0 ? numbers : texts
    if (candidates.length === 1) columns[field] = candidates[0]!
    else if (candidates.length > 1) unclear.set(field, candidates)
  }
  // Compute that is 6 N D anyway need not be told apart.
  if (Object.hasOwn(columns, 'params') && Object.hasOwn(columns, 'tokens')) unclear.delete('compute')
  if (unclear.size > 0)
    throw new UsageError([...unclear].map(([field, many]) => ambiguous(head, file, field, many)).join('\n'))
  return columns
}

/** The columns of the first list of names that knows any, before those that it knows without their unit; of nested ones, the least deep. */
function candidatesOf(
  columns: readonly string[],
  lists: ColumnNames,
  withoutUnit: (column: string) => string | undefined,
): readonly string[] {
  for (const list of lists) {
    const known = new Set(list)
    const endings = list.flatMap((name) => (name.startsWith('*') ? [name.slice(1)] : []))
    const knows = (name: string): boolean => known.has(name) || endings.some((ending) => name.endsWith(ending))
    const asItStands = columns.filter((column) => knows(plainName(column.slice(column.lastIndexOf('.') + 1))))
    const hits =
      asItStands.length > 0 ? asItStands : columns.filter((column) => knows(plainName(withoutUnit(column) ?? '')))
    const least = Math.min(...hits.map(depth))
    if (hits.length > 0) return hits.filter((column) => depth(column) === least)
  }
  return []
}

const depth = (column: string): number => column.split('.').length

function ambiguous(head: readonly AnyRow[], file: string, field: string, candidates: readonly string[]): string {
  const texts = siblingTexts(head, candidates)
  const named = candidates.map((column, index) => `${JSON.stringify(column)}${texts ? ` (${texts[index]!})` : ''}`)
  const shown = named.slice(0, 8)
  const rest = candidates.length > shown.length ? `, and ${candidates.length - shown.length} more` : ''
  return `${file}: several columns may hold the ${field}: ${shown.join(', ')}${rest}. Choose with --map ${field}=COLUMN.`
}
