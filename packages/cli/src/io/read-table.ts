import { createReadStream } from 'node:fs'
import path from 'node:path'
import type { RowFilter, StandardSchemaV1 } from '@safety-portfolio/records'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { createByteMeter } from './byte-meter.js'
import { decodeText } from './decode-text.js'
import { explainDataError } from './explain-data-error.js'
import { fileSize } from './file-size.js'
import type { FindColumns } from './first-rows.js'
import type { Io } from './io.js'
import type { Progress } from './progress.js'
import { readParquetFile } from './read-parquet-file.js'
import { readText } from './read-text.js'

/** Which rows and columns of a table are wanted. */
export interface TableRequest<T> {
  /** Path of a file; `-` or nothing is standard input. */
  readonly file: string | undefined
  /** The schema of a row. */
  readonly schema: StandardSchemaV1<unknown, T>
  /** Field of the schema -> column of the file; with a schema that names no fields, `undefined` reads every column. */
  readonly columns: Readonly<Record<string, string>> | undefined
  /** Only rows whose cells equal these. */
  readonly where: readonly RowFilter[]
  /** Chooses schema and columns by a look at the first rows, in place of the two above. */
  readonly find?: FindColumns<T>
  /** Whether the command has a `--map` that could name a missing column. Default true. */
  readonly mappable?: boolean
  /** Whether the command has `--skip-incomplete`. Default false. */
  readonly skippable?: boolean
}

/** Where rows came from, as a result reports it. */
export interface Source {
  /** Name of the file, without its folder. */
  readonly name: string
  /** SHA-256 of its bytes, compressed as they were. */
  readonly sha256: string
  /** Its size. */
  readonly bytes: number
  /** Rows that were kept. */
  readonly rows: number
  /** Field -> column that was read, where the columns were found by their names. */
  readonly columns?: Readonly<Record<string, string>>
}

/** A source for a reader: its file, and the columns whose names are not those of the fields. */
export function sourceFacts({ name, sha256, rows, columns = {} }: Source): readonly string[] {
  const named = Object.entries(columns).flatMap(([field, column]) =>
    field === column ? [] : [`${field} from ${JSON.stringify(column)}`],
  )
  return [
    `${name}, SHA-256 ${sha256.slice(0, 12)}…`,
    counted(rows, 'row'),
    ...(named.length === 0 ? [] : [named.join(', ')]),
  ]
}

/** Typed rows and where they came from. */
export interface Table<T> {
  readonly rows: readonly T[]
  readonly source: Source
}

/**
 * Reads the rows of a CSV, TSV, JSON Lines, JSON (all of them also gzipped) or Parquet file, or of standard input. Where no name says the
 * format, the first line does; it also tells semicolons, tabs and bars from commas.
 */
export async function readTable<T>(request: TableRequest<T>, io: Io, progress: Progress): Promise<Table<T>> {
  const { schema, columns, where } = request
  const file = request.file === undefined || request.file === '-' ? undefined : path.resolve(io.cwd(), request.file)
  const name = file === undefined ? 'standard input' : path.basename(file)
  if (file === undefined && io.stdin.isTTY === true) {
    throw new UsageError('No file given. Name a file, or pipe one in and write - for it.')
  }
  const size = file === undefined ? undefined : await fileSize(file)
  progress.step(`Reading ${name}`)
  const meter = createByteMeter(size, progress)
  const options = { schema, columns, where, name, find: request.find }
  try {
    const rows =
      file !== undefined && name.toLowerCase().endsWith('.parquet')
        ? await readParquetFile(file, meter, options)
        : await readText(decodeText(meter.pass(file === undefined ? stdinBytes(io) : fileBytes(file)), name), options)
    return { rows, source: { name, rows: rows.length, ...meter.total() } }
  } catch (error) {
    throw explainDataError(error, {
      ...options,
      mappable: request.mappable ?? true,
      skippable: request.skippable ?? false,
    })
  }
}

function fileBytes(file: string): AsyncIterable<Uint8Array> {
  return createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>
}

async function* stdinBytes(io: Io): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of io.stdin) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}
