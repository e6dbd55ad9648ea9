import {
  DataError,
  experimentColumns,
  watchExperiments,
  type ExperimentWatch,
  type RowFilter,
  type RowSchema,
} from '@safety-portfolio/records'
import type { Finding } from '@safety-portfolio/stats'
import type { AnyRow } from '../io/any-row.js'
import type { Io } from '../io/io.js'
import type { Progress } from '../io/progress.js'
import { readTable, type Table } from '../io/read-table.js'
import { columnNames, curveLossNames } from './column-names.js'
import { completeRows, incomplete, leftOut } from './complete-rows.js'
import { watchRepeatedRows, type RepeatedRowsWatch } from './repeated-rows.js'
import { watchRepetition, type RepetitionWatch } from './repeated-tokens.js'
import { scaledColumns, unitFindings, unitsOf } from './scaled-columns.js'
import { severalExperiments } from './several-experiments.js'
import { findColumns } from './find-columns.js'

/** The data of a law as a command asks for them. */
export interface LawTableRequest<T> {
  readonly file: string | undefined
  readonly schema: RowSchema<T>
  /** Field -> column, as the command line names them. */
  readonly columns: Readonly<Record<string, string>>
  readonly where: readonly RowFilter[]
  /** Whether rows with an empty cell are left out, with a warning that counts them, instead of being refused. */
  readonly skipIncomplete: boolean
  /** Further names of fields, looked for after those of every table. */
  readonly furtherNames?: Readonly<Record<string, readonly string[]>>
}

/** The data of a law, and what their table lets one doubt. */
export interface LawTable<T> extends Table<T> {
  readonly warnings: readonly Finding[]
}

/**
 * Reads the data of a law. Columns that are not mapped are found by the names that published tables give them; a warning says when one table holds
 * several experiments.
 */
export async function readLawTable<T extends object>(
  { file, schema, columns: mapped, where, skipIncomplete, furtherNames = {} }: LawTableRequest<T>,
  io: Io,
  progress: Progress,
): Promise<LawTable<T>> {
  const { fields, required } = schema
  const usual = fields.includes('x') ? { ...columnNames, loss: curveLossNames } : columnNames
  const further = Object.entries(furtherNames).map(([field, list]) => [field, [...(usual[field] ?? []), list]] as const)
  const names = { ...usual, ...Object.fromEntries(further) }
  let columns = mapped
  let watch = watchExperiments([])
  let repetition = watchRepetition([], [], [])
  const repeats = watchRepeatedRows()
  let units: ReturnType<typeof unitsOf> = new Map()
  const { rows: read, source } = await readTable(
    {
      file,
      schema,
      columns: mapped,
      where,
      skippable: true,
      find(head, name) {
        columns = findColumns(head, { fields, required, mapped, names, text: ['run'] }, name)
        requireRun(fields, columns, head, name)
        const others = experimentColumns(head, [...fields, ...Object.values(columns)])
        watch = watchExperiments(others)
        repetition = watchRepetition(head, fields, Object.values(columns))
        const unique = repetition.column === undefined ? [] : [repetition.column]
        const beside = Object.fromEntries([...others, ...unique].map((column) => [besideField(column), column]))
        units = unitsOf(columns, mapped, head)
        const inPlainUnits = scaledColumns(schema, units)
        const complete = skipIncomplete ? completeRows(inPlainUnits, Object.keys(columns)) : inPlainUnits
        return {
          schema: watched(complete, { watch, repetition, repeats }, Object.keys(beside)),
          columns: { ...columns, ...beside },
        }
      },
    },
    io,
    progress,
  )
  const rows = read.filter((row) => row !== leftOut)
  const warnings = [
    ...incomplete(read.length - rows.length, read.length),
    ...unitFindings(columns, mapped, units),
    ...severalExperiments(watch),
    ...repetition.findings(),
    ...repeats.findings(),
  ]
  return { rows, source: { ...source, rows: rows.length, columns }, warnings }
}

/** A run is known by two of three quantities; without their columns every row would say so. */
function requireRun(
  fields: readonly string[],
  columns: Readonly<Record<string, string>>,
  head: readonly AnyRow[],
  name: string,
): void {
  const known = runQuantities.filter((field) => Object.hasOwn(columns, field))
  if (!fields.includes('compute') && !fields.includes('tokens')) return
  if (!fields.includes('params') || known.length > 1) return
  const missing = [
    `no columns for ${known.length === 0 ? 'two of params, tokens and compute' : `one more of params, tokens and compute, beside ${known[0]}`}`,
    ...(Object.hasOwn(columns, 'loss') ? [] : ['no column for the loss']),
  ]
  const had = [...new Set(head.flatMap((row) => Object.keys(row)))].slice(0, 50).map((column) => JSON.stringify(column))
  const message = `${missing.join(', and ')}. The file has: ${had.join(', ')}`
  throw new DataError([{ code: 'missing-column', path: [], message }], { name })
}

const runQuantities = ['params', 'tokens', 'compute']

/** The field that a column beside those of the law is read into: no law has one of this name. */
const besideField = (column: string): string => `beside ${column}`

interface Watches {
  readonly watch: ExperimentWatch
  readonly repetition: RepetitionWatch
  readonly repeats: RepeatedRowsWatch
}

/** The schema, which also shows its rows to the watch. */
function watched<T extends object>(
  schema: RowSchema<T>,
  { watch, repetition, repeats }: Watches,
  beside: readonly string[],
): RowSchema<T> {
  return {
    fields: [...schema.fields, ...beside],
    required: schema.required,
    '~standard': {
      version: 1,
      vendor: 'safety-portfolio',
      validate(row) {
        const result = schema['~standard'].validate(row)
        if (!(result instanceof Promise) && result.issues === undefined) {
          if ((result.value as object) === leftOut) return result
          repeats.see(result.value)
          const place = (): string => JSON.stringify({ ...result.value, loss: 0 })
          watch.see(place, (column) => (row as AnyRow)[besideField(column)])
          if (repetition.column !== undefined)
            repetition.see(result.value, (row as AnyRow)[besideField(repetition.column)])
        }
        return result
      },
    },
  }
}
