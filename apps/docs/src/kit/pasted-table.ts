import { parseCsv, type StandardSchemaV1 } from '@safety-portfolio/records'

/** A field that a row of the reader's table may have. */
export interface TableField {
  /** What the reader is asked for: the label of the select. */
  readonly label: string
  /** Usual names of its column, in lower case, letters and digits only; the earlier the better. The name of the field itself is always one. */
  readonly names?: readonly string[]
}

/** Column of the table for each field; empty: none. */
export type TableColumns<Field extends string = string> = Readonly<Record<Field, string>>

/** The first look at a pasted table: its header, and what separates its cells. */
export interface PastedTable {
  readonly delimiter: string
  readonly header: readonly string[]
}

/** Reads every column and leaves the cells as they are. */
export const anyRow: StandardSchemaV1<unknown, Readonly<Record<string, string>>> = {
  '~standard': {
    version: 1,
    vendor: 'safety-portfolio',
    validate: (row) => ({ value: row as Readonly<Record<string, string>> }),
  },
}

/** Reads the first line of a table. Spreadsheets copy tabs, and write semicolons where the comma is the decimal sign. */
export function describeTable(text: string): PastedTable {
  const line = /^[^\r\n]*/.exec(text.replace(/^\uFEFF/, ''))?.[0] ?? ''
  const [delimiter = ','] = [',', '\t', ';'].sort((left, right) => line.split(right).length - line.split(left).length)
  // The header stands for its own first row, so that the reader of the package splits and unquotes it.
  const [row = {}] = parseCsv(`${line}\n${line}\n`, { schema: anyRow, delimiter, name: 'the table' })
  return { delimiter, header: Object.keys(row) }
}

/** For each field the column whose name, without case, spaces, signs and brackets, is usual for it; empty where there is none. */
function guessColumns<Field extends string>(
  header: readonly string[],
  fields: Readonly<Record<Field, TableField>>,
): TableColumns<Field> {
  const plain = header.map(plainName)
  const guesses = Object.entries<TableField>(fields).map(([field, { names = [] }]) => {
    const index = [plainName(field), ...names].map((name) => plain.indexOf(name)).find((position) => position >= 0)
    return [field, index === undefined ? '' : (header[index] ?? '')]
  })
  return Object.fromEntries(guesses) as TableColumns<Field>
}

/** A unit in brackets stays, unless it is the plain one: `Model Size (B)` is no number of parameters. */
function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/\((?:n|d|c|l|flops?|params|parameters|tokens?|nats)\)|[^a-z0-9]/g, '')
}

/** What a demo reads from the reader: a table it starts with, the fields of a row, and how rows become what is computed on. */
export interface TableDefinition<Input, Field extends string = string> {
  /** What the rows are: 'Training runs'. */
  readonly rows: string
  /** The table that is shown first. Simulated with planted truth, or small published numbers with their source. */
  readonly sample: string
  /** What the button says that brings the sample back: 'Simulated runs'. */
  readonly sampleName: string
  readonly fields: Readonly<Record<Field, TableField>>
  /** Keys of the state, besides columns, that reading depends on. Default none. */
  readonly readBy?: readonly string[]
  /** Reads every row, or throws the `DataError` with everything that is wrong with the table. Without fields nothing is known of the table before. */
  readonly read: (text: string, table: PastedTable, columns: TableColumns<Field>, state: object) => Input
  /** What a table that can be read lets one doubt. Default nothing. */
  readonly doubts?: (text: string, table: PastedTable, columns: TableColumns<Field>) => readonly string[]
}

/** The columns that are read: chosen by the reader, or else guessed. */
export function chosenColumns<Field extends string>(
  definition: Pick<TableDefinition<unknown, Field>, 'fields'>,
  table: PastedTable,
  chosen: Readonly<Record<string, unknown>>,
): TableColumns<Field> {
  const guess = guessColumns(table.header, definition.fields)
  const columns = Object.keys(guess).map((field) => {
    const choice = chosen[columnKey(field)]
    return [field, typeof choice === 'string' ? choice : guess[field as Field]]
  })
  return Object.fromEntries(columns) as TableColumns<Field>
}

/** The key of the state, and the name of the select, that says which column holds a field: `columnLoss`, `column-loss` in the address. */
export function columnKey(field: string): string {
  return `column${field.charAt(0).toUpperCase()}${field.slice(1)}`
}
