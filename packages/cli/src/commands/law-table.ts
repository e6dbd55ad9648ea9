import type { Command } from 'commander'
import type { RowSchema } from '@safety-portfolio/records'
import { joinSchemas } from '../io/join-schemas.js'
import { clusterSchema } from '../laws/cluster-cell.js'
import { readLawTable, type LawTable } from '../laws/read-law-table.js'
import type { Work } from './answer-command.js'
import {
  mappedColumns,
  rowFilters,
  skipIncompleteOption,
  tableFormats,
  withTableOptions,
  type TableOptions,
} from './table-options.js'

/** The rows that a command asks for. */
interface LawRows<T> {
  /** Whose fields they are, in messages: "the kaplan law". */
  readonly of: string
  /** The fields that `--map` may name. */
  readonly fields: readonly string[]
  /** How a row is read; `mapped` holds the fields that were mapped to columns. */
  readonly schema: (mapped: ReadonlySet<string>) => RowSchema<T>
  /** Further names of fields, looked for after those of every table. */
  readonly furtherNames?: Readonly<Record<string, readonly string[]>>
}

/** Adds a file of rows for a law, `--map`, `--where` and `--skip-incomplete`. */
export function withLawTable(command: Command, argument = '[runs]'): Command {
  return withTableOptions(command).argument(argument, tableFormats).addOption(skipIncompleteOption())
}

/** Reads the file by these options; a column of clusters is read beside the fields. */
export async function readLawRows<T extends object>(
  { of, fields, schema, furtherNames = {} }: LawRows<T>,
  file: string | undefined,
  options: TableOptions & { readonly cluster?: string },
  { io, progress, read }: Work,
): Promise<LawTable<T>> {
  const { cluster } = options
  const columns = mappedColumns(of, fields, options.map)
  const own = schema(new Set(Object.keys(columns)))
  const table = await readLawTable<T>(
    {
      file,
      schema: cluster === undefined ? own : joinSchemas(own, clusterSchema),
      columns: cluster === undefined ? columns : { ...columns, cluster },
      where: rowFilters(options),
      skipIncomplete: options.skipIncomplete === true,
      furtherNames,
    },
    io,
    progress,
  )
  read(table.source)
  return table
}
