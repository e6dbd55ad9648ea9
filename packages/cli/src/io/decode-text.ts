import { PassThrough, Readable, pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { UsageError } from '../usage-error.js'

const asUtf8 = 'Save the file as UTF-8 (CSV UTF-8 in a spreadsheet program).'

/** Bytes as text: gunzipped when they begin like gzip, decoded as UTF-8, without the byte order mark. Never holds more than a chunk. */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
      throw new UsageError(`${name}: not UTF-8 text. ${asUtf8}`)
    }
  }
  let first = true
  for await (const chunk of gunzipped(bytes, name)) {
    if (first) refuseOther(chunk, name)
    first = false
    const text = decode(chunk)
    if (text !== '') yield text
  }
  const rest = decode()
  if (rest !== '') yield rest
}

/** How other files begin, and what to do with them. */
const others: readonly (readonly [string, string])[] = [
  ['\xFF\xFE', `UTF-16 text. ${asUtf8}`],
  ['\xFE\xFF', `UTF-16 text. ${asUtf8}`],
  ['PK\x03\x04', 'a workbook or an archive. Save a sheet of it as CSV UTF-8, or unpack it.'],
  ['PAR1\x15', 'Parquet, which is read from a file whose name ends in .parquet.'],
]

function refuseOther(chunk: Uint8Array, name: string): void {
  const start = String.fromCharCode(...chunk.subarray(0, 5))
  const found = others.find(([bytes]) => start.startsWith(bytes))
  if (found !== undefined) throw new UsageError(`${name}: ${found[1]}`)
}

async function* gunzipped(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array, void, void> {
  const iterator = bytes[Symbol.asyncIterator]()
  const head = await iterator.next()
  if (head.done === true) return
  const all = prepend(head.value, iterator)
  if (head.value[0] !== 0x1f || head.value[1] !== 0x8b) {
    yield* all
    return
  }
  // The errors of a pipeline reach the reader of its last stream; the callback has nothing to add.
  const plain = pipeline(Readable.from(all, { objectMode: false }), createGunzip(), new PassThrough(), () => undefined)
  try {
    for await (const chunk of plain) yield chunk as Uint8Array
  } catch (error) {
    if (error instanceof Error && (error as NodeJS.ErrnoException).code?.startsWith('Z_') === true) {
      throw new UsageError(`${name}: the gzip data is damaged (${error.message}).`)
    }
    throw error
  }
}

async function* prepend<T>(head: T, rest: AsyncIterator<T>): AsyncGenerator<T, void, void> {
  try {
    yield head
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
