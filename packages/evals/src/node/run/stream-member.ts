import { createHash } from 'node:crypto'
import zlib from 'node:zlib'
import type { MemberDigest } from '../../log/hash-chain.js'
import { localHeader } from '../../zip/write-member.js'
import { zipMethod, type ZipEntry } from '../../zip/zip-entry.js'
import { nodeCodecs } from '../node-codecs.js'
import type { LogSink } from './log-sink.js'

/** What is packed at once: few and equal buffers, so that a log of a million samples closes in the memory it ran in. */
const gatheredBytes = 1 << 17

/** A small compressor, made anew for each piece. */
const pieceDeflate = {
  finishFlush: zlib.constants.Z_FULL_FLUSH,
  level: 1,
  memLevel: 5,
  windowBits: 13,
  chunkSize: 1 << 15,
}

/** Writes a member of an archive piece by piece: its header last, when its sizes are known. */
export function streamMember(
  name: string,
  pieces: Iterable<string | Uint8Array>,
  offset: number,
  sink: LogSink,
): { readonly entry: ZipEntry; readonly digest: MemberDigest } {
  const head = localHeader({ name, method: zipMethod.deflate, crc: 0, compressedSize: 0, size: 0 }, 0)
  let position = offset + head.length
  let crc = 0
  let size = 0
  const hash = createHash('sha256')
  const write = (bytes: Uint8Array): void => {
    sink.write(bytes, position)
    position += bytes.length
  }
  const gathered = Buffer.allocUnsafeSlow(gatheredBytes)
  let filled = 0
  const pack = (): void => {
    const content = gathered.subarray(0, filled)
    crc = nodeCodecs.crc32(content, crc)
    size += filled
    hash.update(content)
    write(zlib.deflateRawSync(content, pieceDeflate))
    filled = 0
  }
  for (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
    for (let at = 0; at < bytes.length;) {
      const taken = Math.min(bytes.length - at, gatheredBytes - filled)
      gathered.set(bytes.subarray(at, at + taken), filled)
      filled += taken
      at += taken
      if (filled === gatheredBytes) pack()
    }
  }
  if (filled > 0) pack()
  write(zlib.deflateRawSync(Buffer.alloc(0)))
  const entry = {
    name,
    method: zipMethod.deflate,
    crc,
    compressedSize: position - offset - head.length,
    size,
    offset,
  }
  if (localHeader(entry, 0).length !== head.length) throw new RangeError(`${name} exceeds 4 GiB`)
  sink.write(localHeader(entry, 0), offset)
  return { entry, digest: [name, hash.digest('hex')] }
}
