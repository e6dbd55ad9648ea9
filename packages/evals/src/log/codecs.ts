import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { deflateSync, Inflate } from 'fflate'
import { Decompress } from 'fzstd'
import { crc32 } from '../internal/crc32.js'
import { LogError } from './log-error.js'

/**
 * Compression and hashing. The portable ones run everywhere; `@safety-portfolio/evals/node` has those of Node, which are several times faster.
 *
 * `inflate` and `unzstd` must give exactly `size` bytes and stop, with a {@link LogError}, as soon as there are more.
 */
export interface Codecs {
  /** Raw deflate (zip method 8), unpacked. */
  inflate(bytes: Uint8Array, size: number): Uint8Array
  /** Zstandard (zip method 93), one frame or several, unpacked. */
  unzstd(bytes: Uint8Array, size: number): Uint8Array
  /** Raw deflate. */
  deflate(bytes: Uint8Array): Uint8Array
  /** Zstandard, where it can be written. */
  readonly zstd?: (bytes: Uint8Array) => Uint8Array
  /** Members below this size are packed with `deflate` even where there is `zstd`. Default 0. */
  readonly smallBelow?: number
  /** CRC-32, continued from `start`. */
  crc32(bytes: Uint8Array, start?: number): number
  /** SHA-256 in lower-case hexadecimal. */
  sha256(bytes: Uint8Array): string
}

const slice = 1 << 14

/** A place to put unpacked bytes that refuses one byte too many. */
function sink(size: number): { push(chunk: Uint8Array): void; bytes(): Uint8Array } {
  const bytes = new Uint8Array(size)
  let filled = 0
  return {
    push(chunk) {
      if (filled + chunk.length > size) {
        throw new LogError('too-large', `a member unpacks to more than the ${size} bytes it declares`)
      }
      bytes.set(chunk, filled)
      filled += chunk.length
    },
    bytes() {
      if (filled < size) throw new LogError('corrupt-zip', `a member unpacks to ${filled} bytes and declares ${size}`)
      return bytes
    },
  }
}

function unpacked(size: number, run: (push: (chunk: Uint8Array) => void) => void): Uint8Array {
  const into = sink(size)
  try {
    run((chunk) => {
      into.push(chunk)
    })
  } catch (error) {
    if (error instanceof LogError) throw error
    throw new LogError('corrupt-zip', `a member cannot be unpacked: ${(error as Error).message}`)
  }
  return into.bytes()
}

/** Codecs in plain JavaScript: fflate, fzstd, noble hashes. They read Zstandard and write deflate. */
export const portableCodecs: Codecs = {
  inflate: (bytes, size) =>
    unpacked(size, (push) => {
      const inflate = new Inflate((chunk) => {
        push(chunk)
      })
      // In slices: fflate unpacks all it is given before it hands anything over.
      for (let at = 0; at === 0 || at < bytes.length; at += slice) {
        inflate.push(bytes.subarray(at, at + slice), at + slice >= bytes.length)
      }
    }),
  unzstd: (bytes, size) =>
    unpacked(size, (push) => {
      new Decompress((chunk) => {
        push(chunk)
      }).push(bytes, true)
    }),
  deflate: (bytes) => deflateSync(bytes),
  crc32,
  sha256: (bytes) => bytesToHex(sha256(bytes)),
}
