import type { RowSchema } from '@safety-portfolio/records'
import type { Finding } from '@safety-portfolio/stats'
import { aliasedSchema, type AliasedSchema } from '../io/aliased-schema.js'
import { readTable, type Table } from '../io/read-table.js'
import { columnsInUnits, scaledColumns, topColumns, unitFindings, unitsOf } from '../laws/scaled-columns.js'
import type { Work } from './answer-command.js'
import { mappedColumns, rowFilters, type TableOptions } from './table-options.js'

/** The rows that a command asks for, and what their publishers call the columns. */
interface NamedRows<T> {
  /** Whose fields they are, in messages: "a table of models". */
  readonly of: string
  /** How a row is read. */
  readonly schema: RowSchema<T>
  /** The names of each field; the first that a row has counts. */
  readonly names: Readonly<Record<string, readonly string[]>>
  /** Fields that may have no column. Default none. */
  readonly optional?: readonly string[]
}

/** Reads the file by these options; a unit in the name of a column that was found is multiplied out, and the warnings say so. */
export async function readNamedRows<T>(
  { of, schema, names, optional = [] }: NamedRows<T>,
  file: string | undefined,
  options: TableOptions,
  { io, progress, read }: Work,
): Promise<Table<T> & { readonly warnings: readonly Finding[] }> {
  const mapped = mappedColumns(of, schema.fields, options.map)
  let columns = mapped
  let units: ReturnType<typeof unitsOf> = new Map()
  let aliased: AliasedSchema<T> | undefined
  const table = await readTable<T>(
    {
      file,
      schema,
      columns: {},
      where: rowFilters(options),
      find(head) {
        columns = { ...columnsInUnits(head, names, mapped), ...mapped }
        units = unitsOf(columns, mapped, head)
        aliased = aliasedSchema(scaledColumns(schema, units), names, columns, optional, topColumns(head).slice(0, 50))
        return { schema: aliased.schema, columns: {} }
      },
    },
    io,
    progress,
  )
  const source = aliased!.foundColumns(table.source)
  read(source)
  return { rows: table.rows, source, warnings: unitFindings(columns, mapped, units) }
}
