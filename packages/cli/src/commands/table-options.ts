import { Option, type Command } from 'commander'
import type { RowFilter } from '@safety-portfolio/records'
import { assignmentFlag, repeatable, type Assignment } from '../flags.js'
import { UsageError } from '../usage-error.js'

/** What every command that reads a table accepts. */
export interface TableOptions {
  /** Field=column. */
  readonly map?: readonly Assignment[]
  /** Column=value. */
  readonly where?: readonly Assignment[]
  /** Whether rows with an empty cell are left out. */
  readonly skipIncomplete?: boolean
}

/** What is said about every file argument. */
export const tableFormats = 'CSV, TSV, JSON Lines, JSON or Parquet, also .gz; - or nothing reads standard input'

/** What is said about the columns of a law's data. */
export const columnsHelp = `Columns are found by the names of the fields and by those that published tables use ("Model Size",
n_params, N, val_loss, "Training FLOP"), or named with --map FIELD=COLUMN. A unit in a name, such as
"params (B)", is multiplied out, unless the column is named with --map.`

/** What is said about units where columns are found by a list of names. */
export const namedColumnsHelp =
  'A unit in a name, such as "compute (PF-days)", is multiplied out, unless the column is named with --map.'

/** Leaves out rows with an empty cell, where a command can say how many they were. */
export function skipIncompleteOption(): Option {
  return new Option('--skip-incomplete', 'leave out rows with an empty cell, NA or NaN, and say how many')
}

/** Adds `--map` and `--where`. */
export function withTableOptions(command: Command): Command {
  return withMapOption(withWhereOption(command))
}

/** Adds `--map`. */
function withMapOption(command: Command): Command {
  return command.addOption(
    new Option('--map <field=column>', 'the column of a field; repeatable').argParser(repeatable(assignmentFlag)),
  )
}

/** Adds `--where`. */
export function withWhereOption(command: Command): Command {
  return command.addOption(
    new Option('--where <column=value>', 'only rows with this cell; repeatable').argParser(repeatable(assignmentFlag)),
  )
}

/** The filters of `--where`. */
export function rowFilters({ where = [] }: TableOptions): readonly RowFilter[] {
  return where.map(({ name, value }) => ({ column: name, equals: value }))
}

/** The filters of `--where` in words. */
export function filterText({ where = [] }: TableOptions): string {
  return where.length === 0 ? 'none' : where.map(({ name, value }) => `${name} = ${value}`).join(', ')
}

/** Field -> column of `--map`, or an error that lists the fields. `of` says whose fields they are: "the chinchilla law". */
export function mappedColumns(
  of: string,
  fields: readonly string[],
  map: readonly Assignment[] = [],
): Readonly<Record<string, string>> {
  const columns: Record<string, string> = {}
  for (const { name, value } of map) {
    if (!fields.includes(name)) {
      throw new UsageError(`--map ${name}=${value}: ${of} has no field '${name}'. Its fields: ${fields.join(', ')}.`)
    }
    if (Object.hasOwn(columns, name)) throw new UsageError(`--map names a column for '${name}' twice. Name one.`)
    columns[name] = value
  }
  return columns
}
