import crypto, { createHash } from 'node:crypto'
import zlib from 'node:zlib'
import { LogError } from '../log/log-error.js'
import { portableCodecs, type Codecs } from '../log/codecs.js'

// Node 20 has no Zstandard: it is read in JavaScript there, and logs are written with deflate.
const hasZstd = typeof (zlib as Partial<typeof zlib>).zstdCompressSync === 'function'

const hasHash = typeof (crypto as Partial<typeof crypto>).hash === 'function'
const hasCrc32 = typeof (zlib as Partial<typeof zlib>).crc32 === 'function'

/** Below this size setting up a compressor costs more than running it: a small one is enough, and faster than Zstandard. */
const small = 1 << 14
const smallDeflate = { level: 3, memLevel: 5, windowBits: 13 }

/** Codecs of Node's own zlib and crypto: several times faster than `portableCodecs`. */
export const nodeCodecs: Codecs = {
  inflate: (bytes, size) => exactly(size, () => zlib.inflateRawSync(bytes, roomFor(size))),
  unzstd: hasZstd
    ? (bytes, size) => exactly(size, () => zlib.zstdDecompressSync(bytes, roomFor(size)))
    : (bytes, size) => portableCodecs.unzstd(bytes, size),
  deflate: (bytes) =>
    zlib.deflateRawSync(
      bytes,
      bytes.length < small ? { ...smallDeflate, chunkSize: Math.max(512, bytes.length >> 1) } : { level: 6 },
    ),
  smallBelow: small,
  ...(hasZstd ? { zstd: (bytes: Uint8Array) => zlib.zstdCompressSync(bytes) } : {}),
  crc32: hasCrc32
    ? (bytes, start = 0) => zlib.crc32(bytes, start)
    : (bytes, start) => portableCodecs.crc32(bytes, start),
  sha256: hasHash
    ? (bytes) => crypto.hash('sha256', bytes)
    : (bytes) => createHash('sha256').update(bytes).digest('hex'),
}

/** One buffer for what is expected, where that is not much, and no more bytes than that. One byte longer: a full one would call for a second. */
function roomFor(size: number): { readonly maxOutputLength: number; readonly chunkSize: number } {
  return { maxOutputLength: Math.max(size, 1), chunkSize: Math.min(Math.max(size + 1, 64), 1 << 20) }
}

function exactly(size: number, unpack: () => Uint8Array): Uint8Array {
  let bytes: Uint8Array
  try {
    bytes = unpack()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new LogError('too-large', `a member unpacks to more than the ${size} bytes it declares`)
    }
    throw new LogError('corrupt-zip', `a member cannot be unpacked: ${(error as Error).message}`)
  }
  if (bytes.length !== size)
    throw new LogError('corrupt-zip', `a member unpacks to ${bytes.length} bytes and declares ${size}`)
  return bytes
}
