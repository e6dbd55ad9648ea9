import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { signatureProblem, signHead } from '../../src/node/index.js'

const pair = (type: 'ed25519' | 'ed448' = 'ed25519') =>
  generateKeyPairSync(type as 'ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
const [mine, other] = [pair(), pair()]
const head = 'ab'.repeat(32)

describe('signHead', () => {
  it('makes what holds for this head and this key alone', () => {
    const signature = signHead(head, mine.privateKey)
    expect(mine.publicKey.replaceAll('\n', '')).toContain(signature.public_key)
    expect(signatureProblem(JSON.parse(JSON.stringify(signature)), head, mine.publicKey)).toBeNull()
    expect(signatureProblem(signature, head, other.publicKey)).toMatch(/not made with the key/)
    expect(signatureProblem(signature, 'cd'.repeat(32), mine.publicKey)).toMatch(/another state/)
    expect(signatureProblem({ ...signature, head: 'cd'.repeat(32) }, 'cd'.repeat(32), mine.publicKey)).toMatch(
      /not made with/,
    )
    expect(signatureProblem(signature, null, mine.publicKey)).toMatch(/no chain/)
    // A forger's own key beside a forger's own signature is not trusted.
    expect(signatureProblem(signHead(head, other.privateKey), head, mine.publicKey)).toMatch(/not made with/)
    for (const none of [null, 3, {}, { ...signature, algorithm: 'none' }, { ...signature, signature: 1 }])
      expect(signatureProblem(none, head, mine.publicKey)).toMatch(/no signature/)
    expect(signatureProblem({ ...signature, signature: '' }, head, mine.publicKey)).toMatch(/not made with/)
  })

  it('refuses what is no head and no key, and says no key', () => {
    expect(() => signHead('', mine.privateKey)).toThrow(RangeError)
    for (const key of ['', 'secret-key-material', mine.publicKey, pair('ed448').privateKey]) {
      expect(() => signHead(head, key)).toThrow(/privateKey must be a key/)
      expect(() => signHead(head, key)).not.toThrow(/secret-key-material|BEGIN/)
    }
    expect(() => signatureProblem({}, head, 'x')).toThrow(/publicKey must be/)
  })
})
