import type { Command } from 'commander'
import type { RowSchema } from '@safety-portfolio/records'
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
}

/** Adds a file of rows for a law, `--map`, `--where` and `--skip-incomplete`. */
export function withLawTable(command: Command, argument = '[runs]'): Command {
  return withTableOptions(command).argument(argument, tableFormats).addOption(skipIncompleteOption())
}

/** Reads the file by these options. */
export async function readLawRows<T extends object>(
  { of, fields, schema }: LawRows<T>,
  file: string | undefined,
  options: TableOptions,
  { io, progress, read }: Work,
): Promise<LawTable<T>> {
  const columns = mappedColumns(of, fields, options.map)
  const table = await readLawTable(
    {
      file,
      schema: schema(new Set(Object.keys(columns))),
      columns,
      where: rowFilters(options),
      skipIncomplete: options.skipIncomplete === true,
    },
    io,
    progress,
  )
  read(table.source)
  return table
}
