import { utf8Decode } from '../../internal/text-codec.js'
import type { SampleSummary } from '../../log/eval-log.js'
import { parseLogJson, writeLogJson } from '../../log/log-json.js'
import { zipMethod, type ZipEntry } from '../../zip/zip-entry.js'
import { nodeCodecs } from '../node-codecs.js'
import type { LogSink } from './log-sink.js'

/** The summaries of all lists as one JSON list, in pieces; those that a later attempt supersedes are left out. */
export function* listedSummaries(
  entries: readonly ZipEntry[],
  sink: LogSink,
  superseded: ReadonlySet<string>,
): Generator<string | Uint8Array, void, void> {
  const last = new Map<string, number>()
  if (superseded.size > 0) {
    for (const [index, entry] of entries.entries()) {
      for (const { id, epoch } of parseLogJson(utf8Decode(listBytes(entry, sink)), 'summaries') as SampleSummary[]) {
        const key = `${typeof id} ${id} ${epoch}`
        if (superseded.has(key)) last.set(key, index)
      }
    }
  }
  let separator = '['
  for (const [index, entry] of entries.entries()) {
    const listed = listBytes(entry, sink)
    // Without its brackets, and unread where nothing is to be left out.
    const kept = last.size === 0 ? listed.subarray(1, -1) : current(listed, index, last)
    if (kept.length === 0) continue
    yield separator
    yield kept
    separator = ','
  }
  yield separator === '[' ? '[]' : ']'
}

function current(listed: Uint8Array, index: number, last: ReadonlyMap<string, number>): Uint8Array {
  const kept = (parseLogJson(utf8Decode(listed), 'summaries') as SampleSummary[]).filter(
    ({ id, epoch }) => (last.get(`${typeof id} ${id} ${epoch}`) ?? index) === index,
  )
  return Buffer.from(kept.map((summary) => writeLogJson(summary)).join(','))
}

/** One place to read into, so that ten thousand lists leave no ten thousand buffers behind. */
const scratch = new Uint8Array(1 << 16)

/** A list's bytes, read back from the file; the header says how it is packed. */
function listBytes(entry: ZipEntry, sink: LogSink): Uint8Array {
  const head = Buffer.from(sink.read(entry.offset, 30))
  const start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  const packed = sink.read(start, head.readUInt32LE(18), scratch)
  const method = head.readUInt16LE(8)
  // What is not packed is used before the next list is read.
  if (method === zipMethod.stored) return packed
  const size = head.readUInt32LE(22)
  return method === zipMethod.deflate ? nodeCodecs.inflate(packed, size) : nodeCodecs.unzstd(packed, size)
}
