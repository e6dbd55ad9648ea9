import { createReadStream } from 'node:fs'
import { access, constants, stat } from 'node:fs/promises'
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
import type { Io } from './io.js'
import type { Progress } from './progress.js'
import { readParquetFile } from './read-parquet-file.js'

/** Which rows and columns of a table are wanted. */
export interface TableRequest<T> {
  /** Path of a file; `-` or nothing is standard input. */
  readonly file: string | undefined
  /** The schema of a row. */
  readonly schema: StandardSchemaV1<unknown, T>
  /** Field of the schema -> column of the file. */
  readonly columns: Readonly<Record<string, string>>
  /** Only rows whose cells equal these. */
  readonly where: readonly RowFilter[]
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

const longestJson = 64 * 2 ** 20

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
    throw explainDataError(error, options)
  }
}

async function readText<T>(
  text: AsyncIterable<string>,
  options: ReadOptions<T> & { readonly name: string },
): Promise<readonly T[]> {
  const extension = path.extname(options.name.toLowerCase().replace(/\.gz$/, ''))
  if (extension === '.jsonl' || extension === '.ndjson') return readJsonl(text, options)
  if (extension === '.json') return parseJson(await whole(text, options.name), options)
  return readCsv(text, extension === '.tsv' ? { ...options, delimiter: '\t' } : options)
}

async function whole(text: AsyncIterable<string>, name: string): Promise<string> {
  const parts: string[] = []
  let length = 0
  for await (const part of text) {
    length += part.length
    if (length > longestJson) {
      throw new UsageError(
        `${name}: a JSON document has to be held in memory as a whole, and this one is larger than 64 MB. Save it as JSON Lines (.jsonl).`,
      )
    }
    parts.push(part)
  }
  return parts.join('')
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'permission denied',
}

/** The size of a file that can be read; `undefined` where that is not known before it has been read (a pipe). */
async function fileSize(file: string): Promise<number | undefined> {
  let found
  try {
    found = await stat(file)
    await access(file, constants.R_OK)
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    throw new UsageError(`Cannot read ${file}: ${reasons[code] ?? message}.`)
  }
  if (found.isDirectory()) throw new UsageError(`Cannot read ${file}: it is a folder. Name a file in it.`)
  return found.isFile() ? found.size : undefined
}

function fileBytes(file: string): AsyncIterable<Uint8Array> {
  return createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>
}

async function* stdinBytes(io: Io): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of io.stdin) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}
