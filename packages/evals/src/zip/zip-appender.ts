import type { Codecs } from '../log/codecs.js'
import { zipMethod, type ZipEntry } from './zip-entry.js'
import { directoryRecord, endRecords, localHeader } from './write-member.js'

/** Makes the bytes of an archive that grows member by member, and its directory whenever it is wanted. */
export interface ZipAppender {
  /** The bytes of a member: its header and its packed content. They belong at {@link ZipAppender.end}, which moves behind them. */
  member(name: string, content: Uint8Array): readonly [Uint8Array, Uint8Array]
  /** Takes note of a member that is in the archive already, or whose bytes somebody else writes. */
  note(entry: ZipEntry): void
  /** The directory and the records that close the archive; they belong at {@link ZipAppender.end}, which stays. */
  directory(): Iterable<Uint8Array>
  /** Where the next member goes. */
  readonly end: number
  /** How many members there are. */
  readonly count: number
}

/** Records of the directory are collected in blocks of this size, and full ones are packed: a million members take 20 MB and not 70. */
const blockBytes = 1 << 20

/** An empty archive, or one whose members {@link ZipAppender.note} will name. `dosTime` dates the members. */
export function createZipAppender(codecs: Codecs, dosTime: () => number): ZipAppender {
  const packed: { readonly bytes: Uint8Array; readonly size: number }[] = []
  let block = new Uint8Array(0)
  let filled = 0
  let end = 0
  let count = 0
  let size = 0
  const record = (bytes: Uint8Array): void => {
    if (filled + bytes.length > block.length) {
      if (filled > 0) packed.push({ bytes: codecs.deflate(block.subarray(0, filled)), size: filled })
      // Small archives need no large block.
      block = new Uint8Array(Math.max(packed.length === 0 ? 1 << 14 : blockBytes, bytes.length))
      filled = 0
    }
    block.set(bytes, filled)
    filled += bytes.length
    size += bytes.length
    count += 1
  }
  return {
    member(name, content) {
      const { method, packed: body } = pack(content, codecs)
      const entry = { name, method, crc: codecs.crc32(content), compressedSize: body.length, size: content.length }
      const time = dosTime()
      const header = localHeader(entry, time)
      record(directoryRecord({ ...entry, offset: end }, time))
      end += header.length + body.length
      return [header, body]
    },
    note(entry) {
      record(directoryRecord(entry, dosTime()))
      end = Math.max(end, entry.offset + localHeader(entry, 0).length + entry.compressedSize)
    },
    *directory() {
      for (const { bytes, size: full } of packed) yield codecs.inflate(bytes, full)
      yield block.subarray(0, filled)
      yield endRecords(count, size, end)
    },
    get end() {
      return end
    },
    get count() {
      return count
    },
  }
}

/** Packs content by the best codec there is, and stores what does not get smaller. */
function pack(content: Uint8Array, codecs: Codecs): { readonly method: number; readonly packed: Uint8Array } {
  const zstd = content.length < (codecs.smallBelow ?? 0) ? undefined : codecs.zstd
  const packed = zstd === undefined ? codecs.deflate(content) : zstd(content)
  return packed.length < content.length
    ? { method: zstd !== undefined ? zipMethod.zstandard : zipMethod.deflate, packed }
    : { method: zipMethod.stored, packed: content }
}
