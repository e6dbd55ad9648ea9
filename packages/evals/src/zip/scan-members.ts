import { utf8Decode } from '../internal/text-codec.js'
import { viewOf } from '../internal/bytes-view.js'
import type { Codecs } from '../log/codecs.js'
import { LogError } from '../log/log-error.js'
import type { ByteSource } from './byte-source.js'
import { wideFields } from './read-directory.js'
import { unpackMember } from './read-member.js'
import type { ZipEntry } from './zip-entry.js'
import { checkEntry, type ZipLimits } from './zip-limits.js'

const localSignature = 0x04_03_4b_50
const window = 1 << 20

/** What a scan from the start found. */
export interface ScannedMembers {
  readonly entries: readonly ZipEntry[]
  /** The first byte that is not part of a whole member: where a crash cut the archive off, or where its directory starts. */
  readonly end: number
}

/**
 * Finds the whole members of an archive without a directory, front to back: how a log is read after a crash. The scan stops at the first member
 * that is cut off or fails its CRC.
 */
export async function scanMembers(source: ByteSource, codecs: Codecs, limits: ZipLimits): Promise<ScannedMembers> {
  const entries: ZipEntry[] = []
  let blockStart = 0
  let block = await source.read(0, Math.min(window, source.size))
  const bytes = async (start: number, end: number): Promise<Uint8Array> => {
    if (start < blockStart || end > blockStart + block.length) {
      blockStart = start
      block = await source.read(start, Math.min(Math.max(end, start + window), source.size))
    }
    return block.subarray(start - blockStart, end - blockStart)
  }
  let at = 0
  for (;;) {
    const header = await bytes(at, at + 30)
    if (header.length < 30 || viewOf(header).getUint32(0, true) !== localSignature) break
    const view = viewOf(header)
    // Sizes after the data, not before: written by a streaming writer, and not to be found without the directory.
    if ((view.getUint16(6, true) & 8) !== 0) break
    const nameLength = view.getUint16(26, true)
    const dataStart = at + 30 + nameLength + view.getUint16(28, true)
    const names = await bytes(at + 30, dataStart)
    const entry: ZipEntry = {
      name: utf8Decode(names.subarray(0, nameLength)),
      method: view.getUint16(8, true),
      crc: view.getUint32(14, true),
      ...wideFields(names.subarray(nameLength), {
        size: view.getUint32(22, true),
        compressedSize: view.getUint32(18, true),
        offset: at,
      }),
      offset: at,
    }
    const dataEnd = dataStart + entry.compressedSize
    if (dataEnd > source.size) break
    checkEntry(entry, limits)
    if (!isWhole(await bytes(dataStart, dataEnd), entry, codecs)) break
    entries.push(entry)
    at = dataEnd
  }
  return { entries, end: at }
}

function isWhole(packed: Uint8Array, entry: ZipEntry, codecs: Codecs): boolean {
  try {
    unpackMember(packed, entry, codecs)
    return true
  } catch (error) {
    if (error instanceof LogError && error.code === 'corrupt-zip') return false
    throw error
  }
}
