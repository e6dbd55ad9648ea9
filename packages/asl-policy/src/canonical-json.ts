import canonicalize from 'canonicalize'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * A value as canonical JSON (RFC 8785): one text for one value, whatever the order of its keys.
 *
 * @throws TypeError for what JSON cannot hold.
 *
 * @example
 * ```ts
 * import { canonicalJson } from '@safety-portfolio/asl-policy'
 *
 * canonicalJson({ b: 1.0, a: 'x' }) // => '{"a":"x","b":1}'
 * ```
 */
export function canonicalJson(value: unknown): string {
  try {
    const text = canonicalize(value)
    if (text !== undefined) return text
  } catch (error) {
    throw new TypeError(
      `canonicalJson: value must be JSON: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    )
  }
  throw new TypeError(`canonicalJson: value must be JSON, got ${typeof value}`)
}

/**
 * SHA-256 of the canonical JSON of a value, in hexadecimal.
 *
 * @example
 * ```ts
 * import { digestOf } from '@safety-portfolio/asl-policy'
 *
 * digestOf({}) // => '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
 * ```
 */
export function digestOf(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value))))
}

/** A name-based UUID (version 8, from SHA-256): the same value always has the same one. */
export function uuidOf(value: unknown): string {
  const hex = digestOf(value)
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
