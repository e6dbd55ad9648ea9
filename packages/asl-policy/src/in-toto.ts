import { utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson, digestOf } from './canonical-json.js'
import type { Decision } from './decide.js'
import { signText, verifyText } from './decision-log.js'

/** An in-toto statement (v1) about the subject of a decision. */
export interface InTotoStatement {
  readonly _type: 'https://in-toto.io/Statement/v1'
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[]
  readonly predicateType: string
  readonly predicate: Decision
}

/** A DSSE envelope with one signature. */
export interface DsseEnvelope {
  readonly payloadType: 'application/vnd.in-toto+json'
  readonly payload: string
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
}

const payloadType = 'application/vnd.in-toto+json'

/**
 * A decision as an in-toto statement. The digest is that of weights, configuration and activity as they are named, unless that of the weights
 * themselves is given.
 */
export function inTotoStatement(decision: Decision, weightsSha256?: string): InTotoStatement {
  const { subject } = decision
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      { name: `${subject.weights} (${subject.configuration})`, digest: { sha256: weightsSha256 ?? digestOf(subject) } },
    ],
    predicateType: 'https://github.com/safety-portfolio/safety-portfolio/policy-decision/v1',
    predicate: decision,
  }
}

/** A statement in a signed DSSE envelope (pre-authentication encoding of DSSE 1.0). */
export function dsseEnvelope(statement: InTotoStatement, secretKey: string): DsseEnvelope {
  const payload = canonicalJson(statement)
  const { publicKey, value } = signText(preAuthentication(payload), secretKey, 'dsseEnvelope')
  return {
    payloadType,
    payload: base64(utf8ToBytes(payload)),
    signatures: [{ keyid: publicKey, sig: base64(bytesOf(value)) }],
  }
}

/** Whether the envelope holds exactly this statement, signed by this key. */
export function verifyEnvelope(envelope: DsseEnvelope, statement: InTotoStatement, publicKey: string): boolean {
  const payload = canonicalJson(statement)
  if (base64(utf8ToBytes(payload)) !== envelope.payload) return false
  const known = preAuthentication(payload)
  return envelope.signatures.some(
    ({ keyid, sig }) => keyid === publicKey && verifyText(known, { publicKey, value: hexOf(sig) }),
  )
}

function preAuthentication(payload: string): string {
  return `DSSEv1 ${payloadType.length} ${payloadType} ${utf8ToBytes(payload).length} ${payload}`
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let index = 0; index < bytes.length; index += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(index, index + 3)
    const left = bytes.length - index
    text += digits[a >> 2]! + digits[((a & 3) << 4) | (b >> 4)]!
    text += left > 1 ? digits[((b & 15) << 2) | (c >> 6)]! : '='
    text += left > 2 ? digits[c & 63]! : '='
  }
  return text
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16),
  )
}

function hexOf(text: string): string {
  const bits = Array.from(text.replaceAll('=', ''))
    .map((digit) => digits.indexOf(digit).toString(2).padStart(6, '0'))
    .join('')
  return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2).toString(16).padStart(2, '0')).join('')
}
