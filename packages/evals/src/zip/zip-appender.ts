import type { Codecs } from '../log/codecs.js'
import { viewOf } from '../internal/bytes-view.js'
import { createEntryStore } from './entry-store.js'
import { directoryRecordSize, endRecords, localHeader, writeDirectoryRecord } from './write-member.js'
import { zipMethod, type ZipEntry } from './zip-entry.js'

/** Makes the bytes of an archive that grows member by member, and its directory whenever it is wanted. */
export interface ZipAppender {
  /** The bytes of a member: its header and its packed content. They belong at {@link ZipAppender.end}, which moves behind them. */
  member(name: string, content: Uint8Array): readonly [Uint8Array, Uint8Array]
  /** Takes note of a member that is in the archive already, or whose bytes somebody else writes. */
  note(entry: ZipEntry): void
  /** The directory and the records that close the archive, piece by piece; they belong at {@link ZipAppender.end}, which stays. A piece is overwritten by the next. */
  writeDirectory(write: (piece: Uint8Array) => void): void
  /** Where the next member goes. */
  readonly end: number
  /** How many members there are. */
  readonly count: number
}

/** The directory is made in pieces of this size. */
const pieceBytes = 1 << 16

/** An empty archive, or one whose members {@link ZipAppender.note} will name. `dosTime` dates the members. */
export function createZipAppender(codecs: Codecs, dosTime: () => number): ZipAppender {
  const store = createEntryStore()
  let end = 0
  return {
    member(name, content) {
      const { method, packed: body } = pack(content, codecs)
      const entry = { name, method, crc: codecs.crc32(content), compressedSize: body.length, size: content.length }
      const time = dosTime()
      const header = localHeader(entry, time)
      store.add({ ...entry, offset: end }, time)
      end += header.length + body.length
      return [header, body]
    },
    note(entry) {
      store.add(entry, dosTime())
      end = Math.max(end, entry.offset + localHeader(entry, 0).length + entry.compressedSize)
    },
    writeDirectory(write) {
      let piece = new Uint8Array(pieceBytes)
      let view = viewOf(piece)
      let filled = 0
      let size = 0
      for (const entry of store.entries()) {
        const needed = directoryRecordSize(entry, entry.name.length)
        if (filled + needed > piece.length) {
          write(piece.subarray(0, filled))
          filled = 0
          if (needed > piece.length) {
            piece = new Uint8Array(needed)
            view = viewOf(piece)
          }
        }
        filled = writeDirectoryRecord(piece, view, filled, entry)
        size += needed
      }
      write(piece.subarray(0, filled))
      write(endRecords(store.count, size, end))
    },
    get end() {
      return end
    },
    get count() {
      return store.count
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
