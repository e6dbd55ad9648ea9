import { createReadStream } from 'node:fs'
import path from 'node:path'
import {
  parseJson,
  readCsv,
  readJsonl,
  type ReadOptions,
  type RowFilter,
  type StandardSchemaV1,
} from '@safety-portfolio/records'
import { UsageError } from '../usage-error.js'
import { createByteMeter } from './byte-meter.js'
import { decodeText } from './decode-text.js'
import { explainDataError } from './explain-data-error.js'
import { fileSize } from './file-size.js'
import type { Io } from './io.js'
import type { Progress } from './progress.js'
import { readParquetFile } from './read-parquet-file.js'
import { wholeText } from './whole-text.js'

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
  /** Whether the command has a `--map` that could name a missing column. Default true. */
  readonly mappable?: boolean
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
}

/** Typed rows and where they came from. */
export interface Table<T> {
  readonly rows: readonly T[]
  readonly source: Source
}

/** Reads the rows of a CSV, TSV, JSON Lines, JSON (all of them also gzipped) or Parquet file, or of standard input as CSV. */
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
  const options = { schema, columns, where, name }
  try {
    const rows =
      file !== undefined && name.toLowerCase().endsWith('.parquet')
        ? await readParquetFile(file, meter, options)
        : await readText(decodeText(meter.pass(file === undefined ? stdinBytes(io) : fileBytes(file)), name), options)
    return { rows, source: { name, rows: rows.length, ...meter.total() } }
  } catch (error) {
    throw explainDataError(error, { ...options, mappable: request.mappable ?? true })
  }
}

async function readText<T>(
  text: AsyncIterable<string>,
  options: ReadOptions<T> & { readonly name: string },
): Promise<readonly T[]> {
  const extension = path.extname(options.name.toLowerCase().replace(/\.gz$/, ''))
  if (extension === '.jsonl' || extension === '.ndjson') return readJsonl(text, options)
  if (extension === '.json') return parseJson(await wholeText(text, options.name), options)
  return readCsv(text, extension === '.tsv' ? { ...options, delimiter: '\t' } : options)
}

function fileBytes(file: string): AsyncIterable<Uint8Array> {
  return createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>
}

async function* stdinBytes(io: Io): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of io.stdin) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}
