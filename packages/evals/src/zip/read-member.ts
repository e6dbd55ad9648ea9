import { viewOf } from '../internal/bytes-view.js'
import type { Codecs } from '../log/codecs.js'
import { LogError } from '../log/log-error.js'
import type { ByteSource } from './byte-source.js'
import { zipMethod, type ZipEntry } from './zip-entry.js'

const localSignature = 0x04_03_4b_50

/** Reads and unpacks a member, and checks its length and CRC. */
export async function readMember(source: ByteSource, entry: ZipEntry, codecs: Codecs): Promise<Uint8Array> {
  // The local header's name and extra field may be longer than the directory's: one read usually holds all.
  const guess = entry.offset + 30 + entry.name.length * 3 + 64 + entry.compressedSize
  const block = await source.read(entry.offset, Math.min(guess, source.size))
  const view = viewOf(block)
  if (block.length < 30 || view.getUint32(0, true) !== localSignature) {
    throw new LogError('corrupt-zip', `member ${entry.name} is not where the directory says`)
  }
  const start = 30 + view.getUint16(26, true) + view.getUint16(28, true)
  const end = start + entry.compressedSize
  const packed =
    end <= block.length ? block.subarray(start, end) : await source.read(entry.offset + start, entry.offset + end)
  if (packed.length < entry.compressedSize) throw new LogError('corrupt-zip', `member ${entry.name} is cut off`)
  return unpackMember(packed, entry, codecs)
}

/** Unpacks the bytes of a member. */
export function unpackMember(packed: Uint8Array, entry: ZipEntry, codecs: Codecs): Uint8Array {
  const bytes = unpack(packed, entry, codecs)
  if (codecs.crc32(bytes) !== entry.crc) throw new LogError('corrupt-zip', `member ${entry.name} fails its CRC-32`)
  return bytes
}

function unpack(packed: Uint8Array, { name, method, size }: ZipEntry, codecs: Codecs): Uint8Array {
  try {
    if (method === zipMethod.deflate) return codecs.inflate(packed, size)
    if (method === zipMethod.zstandard) return codecs.unzstd(packed, size)
    if (packed.length !== size)
      throw new LogError('corrupt-zip', `${packed.length} bytes are stored and ${size} declared`)
    return packed
  } catch (error) {
    if (error instanceof LogError) throw new LogError(error.code, `member ${name}: ${error.message}`)
    throw error
  }
}
