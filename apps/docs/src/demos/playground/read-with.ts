import { DataError } from '@safety-portfolio/records'
import { chosenColumns, columnKey, describeTable, type TableDefinition } from '~/kit/pasted-table.js'

/** Reads a table as its own demo does, with the columns that the reader named in place of guesses. */
export function readWith<Input>(
  definition: TableDefinition<Input>,
  text: string,
  named: Readonly<Record<string, string>>,
): Input {
  const table = describeTable(text)
  const fields = Object.keys(definition.fields)
  const issues = Object.entries(named).flatMap(([field, column]) => [
    ...(fields.includes(field) ? [] : [`'${field}' is no field of this kind; fields are ${fields.join(', ')}`]),
    ...(table.header.includes(column) ? [] : [`'${column}' is no column; columns are ${table.header.join(', ')}`]),
  ])
  if (issues.length > 0)
    throw new DataError(
      issues.map((message) => ({ code: 'unknown-column', path: [], message })),
      { name: 'the table' },
    )
  const chosen = Object.fromEntries(Object.entries(named).map(([field, column]) => [columnKey(field), column]))
  return definition.read(text, table, chosenColumns(definition, table, chosen), {})
}
