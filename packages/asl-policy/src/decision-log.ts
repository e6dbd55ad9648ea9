import { getPublicKey, hashes, sign, verify } from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { z } from 'zod'
import { digestOf } from './canonical-json.js'
import { parseWith } from './yaml-document.js'

/** One entry of a log. */
export interface LogEntry {
  /** 1 for the first. */
  readonly sequence: number
  /** When, as the writer says: a UTC time. */
  readonly at: string
  /** What is recorded. */
  readonly payload: unknown
  /** Hash of the entry before; 64 zeros for the first. */
  readonly previous: string
  /** SHA-256 of the canonical JSON of all of the above. */
  readonly hash: string
  /** Public key (Ed25519, hexadecimal) and signature of the hash. */
  readonly signature?: { readonly publicKey: string; readonly value: string } | undefined
}

/** What is wrong with a log. */
export interface LogProblem {
  /** Position in the file, from 1. */
  readonly position: number
  readonly code:
    | 'edited'
    | 'out-of-order'
    | 'broken-chain'
    | 'unsigned'
    | 'bad-signature'
    | 'unknown-signer'
    | 'truncated'
    | 'not-the-head'
  readonly message: string
}

/** What verifying a log found. */
export interface LogVerification {
  readonly valid: boolean
  readonly entries: number
  /** Hash of the last entry: keep it, and a shortened log is noticed. */
  readonly head: string | null
  readonly problems: readonly LogProblem[]
}

const start = '0'.repeat(64)

/**
 * Adds an entry to a log: chained to the one before by SHA-256 over canonical JSON, and signed by Ed25519 where a key is given.
 *
 * @param given - `at` a UTC time; `secretKey` 32 bytes in hexadecimal.
 * @returns The entry; the log itself is not changed.
 *
 * @example
 * ```ts
 * import { appendEntry, verifyLog } from '@safety-portfolio/asl-policy'
 *
 * const first = appendEntry([], { outcome: 'hold' }, { at: '2026-01-01T00:00:00Z' })
 * const second = appendEntry([first], { outcome: 'permit' }, { at: '2026-01-02T00:00:00Z' })
 * verifyLog([first, second]).valid // => true
 * verifyLog([second]).problems.map(({ code }) => code) // => ['out-of-order', 'broken-chain']
 * ```
 */
export function appendEntry(
  log: readonly LogEntry[],
  payload: unknown,
  given: { readonly at: string; readonly secretKey?: string | undefined },
): LogEntry {
  const { at, secretKey } = given
  const last = log.at(-1)
  const content = { sequence: (last?.sequence ?? 0) + 1, at, payload, previous: last?.hash ?? start }
  const entry = { ...content, hash: digestOf(content) }
  return secretKey === undefined ? entry : { ...entry, signature: signText(entry.hash, secretKey, 'appendEntry') }
}

/**
 * Verifies a log: every edit, deletion, insertion and reordering breaks a hash or the chain. That entries are missing at its end shows only
 * against a `head` that was kept elsewhere.
 *
 * @param options - `signers`: public keys that may sign; with them, every entry must be signed. `head`: hash the log must end in.
 */
export function verifyLog(
  log: readonly LogEntry[],
  options: { readonly signers?: readonly string[]; readonly head?: string } = {},
): LogVerification {
  const { signers, head } = options
  const problems: LogProblem[] = []
  let previous = start
  for (const [index, entry] of log.entries()) {
    const position = index + 1
    const report = (code: LogProblem['code'], message: string): void => {
      problems.push({ position, code, message })
    }
    const { signature, hash, ...content } = entry
    if (content.sequence !== position)
      report('out-of-order', `stands at place ${position} and says it is number ${content.sequence}`)
    if (content.previous !== previous)
      report('broken-chain', 'does not follow the entry before it: something was removed, added or moved here')
    if (digestOf(content) !== hash) report('edited', 'its content does not have its hash: it was edited')
    if (signature !== undefined && !verifyText(hash, signature)) report('bad-signature', 'its signature does not fit')
    if (signers !== undefined) {
      if (signature === undefined) report('unsigned', 'is not signed')
      else if (!signers.includes(signature.publicKey))
        report('unknown-signer', `is signed by ${signature.publicKey}, which is not a known signer`)
    }
    previous = hash
  }
  const last = log.at(-1)?.hash ?? null
  if (head !== undefined && head !== last) {
    const inside = log.some(({ hash }) => hash === head)
    problems.push({
      position: log.length,
      code: inside ? 'not-the-head' : 'truncated',
      message: inside
        ? 'entries follow the expected head'
        : 'does not reach the expected head: entries at the end are missing or changed',
    })
  }
  return { valid: problems.length === 0, entries: log.length, head: last, problems }
}

const hex = (length: number): z.ZodString => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`))
const entrySchema: z.ZodType<LogEntry> = z.strictObject({
  sequence: z.int(),
  at: z.string(),
  payload: z.json(),
  previous: hex(64),
  hash: hex(64),
  signature: z.strictObject({ publicKey: hex(64), value: hex(128) }).optional(),
})

/** Parses the entries of a log. */
export function logFrom(value: unknown, name = 'log'): readonly LogEntry[] {
  return parseWith(z.array(entrySchema), value, name)
}

/** The public key of a secret key, both in hexadecimal. */
export function publicKeyOf(secretKey: string): string {
  prepare()
  return bytesToHex(getPublicKey(keyBytes(secretKey, 'publicKeyOf')))
}

/** Signs a text by Ed25519 (RFC 8032). */
export function signText(
  text: string,
  secretKey: string,
  caller = 'signText',
): { readonly publicKey: string; readonly value: string } {
  prepare()
  const key = keyBytes(secretKey, caller)
  return { publicKey: bytesToHex(getPublicKey(key)), value: bytesToHex(sign(utf8ToBytes(text), key)) }
}

/** Whether a signature of a text holds. */
export function verifyText(text: string, signature: { readonly publicKey: string; readonly value: string }): boolean {
  prepare()
  try {
    return verify(hexToBytes(signature.value), utf8ToBytes(text), hexToBytes(signature.publicKey))
  } catch {
    // A key or a signature that is no point of the curve.
    return false
  }
}

/** The library leaves the hash to its users. */
function prepare(): void {
  hashes.sha512 ??= sha512
}

function keyBytes(secretKey: string, caller: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(secretKey)) {
    throw new RangeError(
      `${caller}: secretKey must be 32 bytes as 64 hexadecimal digits, got ${secretKey.length} characters`,
    )
  }
  return hexToBytes(secretKey)
}
