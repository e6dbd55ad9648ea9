import { PassThrough, Readable, pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { UsageError } from '../usage-error.js'

/** Bytes as text: gunzipped when they begin like gzip, decoded as UTF-8, without the byte order mark. Never holds more than a chunk. */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
      throw new UsageError(`${name}: not UTF-8 text. Save the file as UTF-8 (CSV UTF-8 in a spreadsheet program).`)
    }
  }
  let first = true
  for await (const chunk of gunzipped(bytes, name)) {
    if (first && chunk.length >= 2 && isUtf16(chunk)) {
      throw new UsageError(`${name}: UTF-16 text. Save the file as UTF-8 (CSV UTF-8 in a spreadsheet program).`)
    }
    first = false
    const text = decode(chunk)
    if (text !== '') yield text
  }
  const rest = decode()
  if (rest !== '') yield rest
}

function isUtf16(chunk: Uint8Array): boolean {
  return (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff)
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
