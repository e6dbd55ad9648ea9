import type { StandardSchemaV1 } from './standard-schema.js'

/** How rows are read, whatever the format of the file. */
export interface ReadOptions<T> {
  /**
   * The schema of a row: {@link rowSchema} or any synchronous Standard Schema (zod, valibot, arktype). Cells of a CSV file
   * reach it as text.
   */
  readonly schema: StandardSchemaV1<unknown, T>
  /**
   * Field of the schema -> column of the file, where they differ. Fields of a {@link rowSchema} that are not mentioned take the
   * column of their own name; in JSON, JSON Lines and Parquet `results.1.loss` is the field of a nested value; with other schemas exactly the mapped columns are read, or all of them if `columns` is left out.
   */
  readonly columns?: Readonly<Record<string, string>> | undefined
  /** Keep only rows that fulfil all of these; other rows are not checked. Default: every row. */
  readonly where?: readonly RowFilter[] | undefined
  /** Name of the file, for messages. */
  readonly name?: string | undefined
  /** How many issues a {@link DataError} holds in full; the rest is counted. Default 100. */
  readonly maxIssues?: number | undefined
}

/** Keeps rows whose raw cell equals a value; the column need not be mapped. */
export interface RowFilter {
  /** Column of the file. */
  readonly column: string
  /** The value, compared as text: `1` keeps `"1"` and not `"1.0"`. */
  readonly equals: string | number | boolean
}

/** {@link ReadOptions} and what only CSV files need. */
export interface CsvOptions<T> extends ReadOptions<T> {
  /** One character between cells. Default `','`. */
  readonly delimiter?: string | undefined
}

/** Text in pieces, cut anywhere: an array, a generator, a stream that was decoded to text, or a string as a whole. */
export type Chunks = Iterable<string> | AsyncIterable<string>
