import type { SampleSummary } from '../../log/eval-log.js'
import { zipMethod, type ZipEntry } from '../../zip/zip-entry.js'
import { nodeCodecs } from '../node-codecs.js'
import type { LogSink } from './log-sink.js'

/** The summaries of all lists as one JSON list, in pieces; those that a later attempt supersedes are left out. */
export function* listedSummaries(
  entries: readonly ZipEntry[],
  sink: LogSink,
  superseded: ReadonlySet<string>,
): Generator<string, void, void> {
  const last = new Map<string, number>()
  if (superseded.size > 0) {
    for (const [index, entry] of entries.entries()) {
      for (const { id, epoch } of JSON.parse(listText(entry, sink)) as SampleSummary[]) {
        const key = `${typeof id} ${id} ${epoch}`
        if (superseded.has(key)) last.set(key, index)
      }
    }
  }
  let separator = '['
  for (const [index, entry] of entries.entries()) {
    let text = listText(entry, sink).slice(1, -1)
    if (last.size > 0) {
      const kept = (JSON.parse(`[${text}]`) as SampleSummary[]).filter(
        ({ id, epoch }) => (last.get(`${typeof id} ${id} ${epoch}`) ?? index) === index,
      )
      text = kept.map((summary) => JSON.stringify(summary)).join(',')
    }
    if (text === '') continue
    yield separator + text
    separator = ','
  }
  yield separator === '[' ? '[]' : ']'
}

/** A list's text, read back from the file; the header says how it is packed. */
function listText(entry: ZipEntry, sink: LogSink): string {
  const head = Buffer.from(sink.read(entry.offset, 30))
  const start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  const packed = sink.read(start, head.readUInt32LE(18))
  const method = head.readUInt16LE(8)
  if (method === zipMethod.stored) return Buffer.from(packed).toString()
  const size = head.readUInt32LE(22)
  const bytes = method === zipMethod.deflate ? nodeCodecs.inflate(packed, size) : nodeCodecs.unzstd(packed, size)
  return Buffer.from(bytes).toString()
}
