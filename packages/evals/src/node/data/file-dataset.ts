import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { createGunzip } from 'node:zlib'
import { pipeline, type Readable } from 'node:stream'
import { DataError, parseJson, scanCsv, scanJsonl, scanParquet } from '@safety-portfolio/records'
import type { Dataset, Sample } from '../../task/task.js'
import { RunError } from '../run/run-error.js'
import { sampleFields, sampleSchema, type ToSample } from './row-schema.js'

/** Options of {@link fileDataset}. */
export interface FileDatasetOptions {
  /** Default: the name of the file. */
  readonly name?: string
  /** Makes a question of a row. Default: the fields `input`, `target`, `choices`, `id`. */
  readonly toSample?: ToSample
  /** A question must fulfil it to be asked. */
  readonly where?: (sample: Sample) => boolean
}

/**
 * Questions of a JSONL, CSV, TSV, JSON or Parquet file, text also gzipped, read row by row; or of several, such as the shards of a set, one after the other. Before a run all rows are checked, and every bad one is named at once.
 */
export function fileDataset(file: string | readonly string[], options: FileDatasetOptions = {}): Dataset {
  const files = typeof file === 'string' ? [file] : file
  if (files.length === 0) throw new RangeError('fileDataset: file must name a file, got none')
  const { name = path.basename(files[0]!), toSample = sampleFields(), where } = options
  const read = async function* (): AsyncGenerator<Sample, void, undefined> {
    for (const one of files) yield* readOne(one)
  }
  const readOne = async function* (file: string): AsyncGenerator<Sample, void, undefined> {
    try {
      for await (const sample of scan(file, toSample)) if (where === undefined || where(sample)) yield sample
    } catch (error) {
      if (error instanceof DataError)
        throw new RunError(`the dataset ${name} cannot be used: ${error.message}`, { cause: error })
      const { code } = error as NodeJS.ErrnoException
      if (code === undefined) throw error
      throw new RunError(`the dataset ${file} cannot be read: ${reasons[code] ?? (error as Error).message}`, {
        cause: error,
      })
    }
  }
  return {
    name,
    location: files.join(', '),
    samples: read,
    async check() {
      let count = 0
      for await (const sample of read()) if (sample.input.length > 0) count += 1
      if (count === 0) throw new RunError(`the dataset ${name} has no question`)
      return count
    },
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
}

async function* scan(file: string, toSample: ToSample): AsyncGenerator<Sample, void, undefined> {
  const options = { schema: sampleSchema(toSample), name: path.basename(file) }
  const kind = path.extname(file.toLowerCase().replace(/\.gz$/, ''))
  if (kind === '.parquet') {
    const handle = await open(file, 'r')
    try {
      const { size } = await handle.stat()
      const slice = async (start: number, end = size): Promise<ArrayBuffer> => {
        const bytes = new Uint8Array(Math.max(0, end - start))
        await handle.read(bytes, 0, bytes.length, start)
        return bytes.buffer
      }
      yield* scanParquet({ byteLength: size, slice }, options)
    } finally {
      await handle.close()
    }
    return
  }
  const text = textOf(file)
  if (kind === '.jsonl' || kind === '.ndjson') yield* scanJsonl(text, options)
  else if (kind === '.json') yield* parseJson(await whole(text), options)
  else yield* scanCsv(text, kind === '.tsv' ? { ...options, delimiter: '\t' } : options)
}

async function* textOf(file: string): AsyncGenerator<string, void, void> {
  const bytes = createReadStream(file, { highWaterMark: 1 << 18 })
  const plain: Readable = file.endsWith('.gz') ? pipeline(bytes, createGunzip(), () => undefined) : bytes
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of plain) yield decoder.decode(chunk as Uint8Array, { stream: true })
  yield decoder.decode()
}

async function whole(text: AsyncIterable<string>): Promise<string> {
  const parts: string[] = []
  for await (const part of text) parts.push(part)
  return parts.join('')
}
