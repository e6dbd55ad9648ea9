import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet/src/index.js'
import { DataError } from './data-error.js'
import { planColumns, wantedColumns } from './internal/column-plan.js'
import { createObjectTable } from './internal/object-table.js'
import type { ReadOptions } from './read-options.js'

/** Bytes that can be read in parts: a file, a range request, a blob; an `ArrayBuffer` is one. */
export interface AsyncBuffer {
  /** Size of the whole in bytes. */
  readonly byteLength: number
  /** The bytes from `start` up to, not including, `end`. */
  slice(start: number, end?: number): ArrayBuffer | Promise<ArrayBuffer>
}

/** Decompresses a block, given its bytes and the size of the result; `hyparquet-compressors` exports a set of these. */
export type Decompress = (input: Uint8Array, outputLength: number) => Uint8Array

/** {@link ReadOptions} and what only Parquet files need. */
export interface ParquetOptions<T> extends ReadOptions<T> {
  /** Decompression by codec. Uncompressed and SNAPPY files need none; for ZSTD, GZIP, BROTLI and LZ4 pass the `compressors` of `hyparquet-compressors`. */
  readonly compressors?: Readonly<Record<string, Decompress>> | undefined
}

/**
 * Rows of a Parquet file. Only the mapped columns are read, one row group at a time. 64-bit integers become numbers where a
 * double holds them exactly and stay `bigint` otherwise. Issues carry the row (from 1) but no line.
 *
 * @throws {@link DataError} if the file is not Parquet, a column is missing or the compression is unknown, and with every bad row.
 * @example
 * ```ts no-run
 * import { readFile } from 'node:fs/promises'
 * import { numberCell, readParquet, rowSchema } from '@safety-portfolio/records'
 *
 * const rows = await readParquet(await readFile('runs.parquet'), { schema: rowSchema({ loss: numberCell() }) })
 * console.log(rows.length)
 * ```
 */
export async function readParquet<T>(
  source: AsyncBuffer | Uint8Array,
  options: ParquetOptions<T>,
): Promise<readonly T[]> {
  const rows: T[] = []
  for await (const row of scanParquet(source, options)) rows.push(row)
  return rows
}

/**
 * {@link readParquet} row by row: memory holds one row group. The same rules as for {@link scanCsv} hold.
 *
 * @example
 * ```ts no-run
 * import { readFile } from 'node:fs/promises'
 * import { numberCell, rowSchema, scanParquet } from '@safety-portfolio/records'
 *
 * let sum = 0
 * for await (const { loss } of scanParquet(await readFile('runs.parquet'), { schema: rowSchema({ loss: numberCell() }) })) sum += loss
 * console.log(sum)
 * ```
 */
export async function* scanParquet<T>(
  source: AsyncBuffer | Uint8Array,
  options: ParquetOptions<T>,
): AsyncGenerator<T, void, undefined> {
  const { name } = options
  const file = source instanceof Uint8Array ? bufferOf(source) : source
  if (file.byteLength === 0) throw wholeFile('empty-file', 'the file is empty', name)
  const metadata = await parquetMetadataAsync(file).catch((error: unknown) => {
    throw wholeFile('invalid-parquet', `not a Parquet file: ${messageOf(error)}`, name)
  })
  const found = parquetSchema(metadata).children.map((child) => child.element.name)
  const { plan, issues } = planColumns(found, options)
  if (issues.length > 0) throw new DataError(issues, { name })

  const columns =
    wantedColumns(options) === null
      ? found
      : [...new Set([...plan.fields, ...plan.filters].map(({ column }) => column))]
  const compressors = options.compressors as Record<string, Decompress> | undefined
  const table = createObjectTable(options)
  let rowStart = 0
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows)
    const request = { file, metadata, columns, rowStart, rowEnd, ...(compressors && { compressors }) }
    const values = await parquetReadObjects(request).catch((error: unknown) => {
      throw wholeFile('invalid-parquet', `rows ${rowStart + 1} to ${rowEnd} cannot be read: ${messageOf(error)}`, name)
    })
    for (const value of values) for (const row of table.push(withNumbers(value))) yield row
    rowStart = rowEnd
  }
  table.end()
}

function bufferOf(bytes: Uint8Array): AsyncBuffer {
  return { byteLength: bytes.byteLength, slice: (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer }
}

function withNumbers(row: Record<string, unknown>): Record<string, unknown> {
  for (const [column, value] of Object.entries(row)) {
    if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) row[column] = Number(value)
  }
  return row
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.includes('unsupported compression')
    ? `${message}; pass the compressors of hyparquet-compressors, or write the file with SNAPPY`
    : message
}

function wholeFile(code: string, message: string, name: string | undefined): DataError {
  return new DataError([{ code, path: [], message }], { name })
}
