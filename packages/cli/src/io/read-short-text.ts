import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import path from 'node:path'
import { UsageError } from '../usage-error.js'
import { fileSize } from './file-size.js'
import type { Io } from './io.js'
import type { Source } from './read-table.js'

/** The longest policy, case or record: refused before it is read, so that a bomb costs nothing. */
const longest = 2 ** 20

/** Text of a file, and where it came from. */
export interface ShortText {
  readonly text: string
  /** Name without the folder. */
  readonly name: string
  readonly source: Source
}

/** Reads a file that a person wrote: UTF-8 of at most 1 MB; `-` is standard input. */
export async function readShortText(given: string, io: Io, rows = 1): Promise<ShortText> {
  const name = given === '-' ? 'standard input' : path.basename(given)
  const bytes = given === '-' ? await collected(io.stdin, name) : await fromFile(path.resolve(io.cwd(), given), name)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { text, name, source: { name, sha256, bytes: bytes.length, rows } }
  } catch {
    throw new UsageError(`${name}: not UTF-8 text.`)
  }
}

async function fromFile(file: string, name: string): Promise<Uint8Array> {
  if (((await fileSize(file)) ?? 0) > longest) throw tooLong(name)
  return collected(createReadStream(file) as AsyncIterable<Uint8Array>, name)
}

async function collected(stream: AsyncIterable<Uint8Array | string>, name: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of stream) {
    const bytes = typeof part === 'string' ? new TextEncoder().encode(part) : part
    length += bytes.length
    if (length > longest) throw tooLong(name)
    parts.push(bytes)
  }
  return Buffer.concat(parts)
}

function tooLong(name: string): UsageError {
  return new UsageError(
    `${name}: larger than 1 MB. Policies, cases and logs of decisions are short texts; nothing was read.`,
  )
}
