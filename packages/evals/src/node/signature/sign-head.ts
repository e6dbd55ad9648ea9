import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { isObject } from '../../log/migrate-log.js'

/** A signature over the head of a log's hash chain, and so over everything in the log. It lies beside the log, in a file of its own. */
export interface LogSignature {
  readonly algorithm: 'ed25519'
  /** Head of the chain that was signed. */
  readonly head: string
  /** Who signed, as SubjectPublicKeyInfo in Base64. Trust comes from elsewhere: whoever forges a log has a key too. */
  readonly public_key: string
  /** Base64. */
  readonly signature: string
}

/** What is signed begins with this, so that a signature of a log is one of nothing else. */
const purpose = 'safety-portfolio eval log\n'

/**
 * Signs the head of a log's chain with Ed25519 (RFC 8032).
 *
 * @param head - As a run gives it: 64 hexadecimal digits.
 * @param privateKey - In PEM, as `openssl genpkey -algorithm ed25519` writes it.
 * @throws RangeError where either is something else. The key is in no message.
 */
export function signHead(head: string, privateKey: string): LogSignature {
  if (!/^[0-9a-f]{64}$/.test(head)) throw new RangeError(`signHead: head must be 64 hexadecimal digits, got '${head}'`)
  const key = keyOf(() => createPrivateKey(privateKey), 'signHead: privateKey')
  return {
    algorithm: 'ed25519',
    head,
    public_key: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
    signature: sign(null, Buffer.from(purpose + head), key).toString('base64'),
  }
}

/**
 * Holds a signature against a log's head and the public key of whoever is trusted.
 *
 * @param signature - The parsed file.
 * @param head - Head of the chain that was recomputed from the log; `null` where it has none.
 * @param publicKey - In PEM.
 * @returns `null` where it holds, otherwise why not.
 * @throws RangeError where the public key is none.
 */
export function signatureProblem(signature: unknown, head: string | null, publicKey: string): string | null {
  const key = keyOf(() => createPublicKey(publicKey), 'signatureProblem: publicKey')
  if (!isObject(signature) || signature['algorithm'] !== 'ed25519' || typeof signature['signature'] !== 'string')
    return 'the file is no signature of a log'
  if (head === null) return 'the log has no chain that could be signed'
  if (signature['head'] !== head) return 'it signs another state of the log'
  const bytes = Buffer.from(signature['signature'], 'base64')
  return verify(null, Buffer.from(purpose + head), key, bytes) ? null : 'it was not made with the key that is trusted'
}

function keyOf(read: () => KeyObject, what: string): KeyObject {
  let key: KeyObject
  try {
    key = read()
  } catch {
    throw new RangeError(`${what} must be a key in PEM`)
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new RangeError(`${what} must be a key of Ed25519`)
  return key
}
