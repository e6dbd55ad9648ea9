import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  appendEntry,
  canonicalJson,
  decide,
  digestOf,
  dsseEnvelope,
  inTotoStatement,
  logFrom,
  publicKeyOf,
  shippedPolicy,
  verifyEnvelope,
  verifyLog,
  type LogEntry,
} from '../src/index.js'
import { opus4With } from './support/opus-4.js'

// RFC 8032, section 7.1, test 1.
const secretKey = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
const publicKey = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'

function logOf(count: number, key?: string): readonly LogEntry[] {
  let log: readonly LogEntry[] = []
  for (let index = 0; index < count; index += 1)
    log = [...log, appendEntry(log, { index }, { at: `2026-01-0${index + 1}T00:00:00Z`, secretKey: key })]
  return log
}

describe('canonical JSON', () => {
  it('is that of RFC 8785', () => {
    expect(canonicalJson({ numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27], '€': 1, a: null })).toBe(
      '{"a":null,"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"€":1}',
    )
  })
  it('refuses what is not JSON', () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(/canonicalJson/)
    expect(() => canonicalJson(undefined)).toThrow(/canonicalJson/)
  })
  it('has the digest of its text', () => {
    // printf '{"a":1}' | sha256sum
    expect(digestOf({ a: 1 })).toBe('015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862')
  })
})

describe('log', () => {
  const log = logOf(4, secretKey)
  it('verifies as it was written', () => {
    expect(verifyLog(log, { signers: [publicKey], head: log[3]!.hash })).toMatchObject({
      valid: true,
      entries: 4,
      problems: [],
    })
    expect(logFrom(JSON.parse(JSON.stringify(log)))).toEqual(log)
    expect(verifyLog([])).toEqual({ valid: true, entries: 0, head: null, problems: [] })
  })
  it('has the public key of RFC 8032', () => {
    expect(publicKeyOf(secretKey)).toBe(publicKey)
    expect(() => publicKeyOf('short')).toThrow(/publicKeyOf: secretKey/)
  })
  it('shows any edit, deletion, insertion and reordering', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(3), fc.constantFrom('edit', 'delete', 'swap', 'repeat', 'time'), (a, b, how) => {
        let changed = [...log]
        if (how === 'edit') changed[a] = { ...log[a]!, payload: { index: 99 } }
        else if (how === 'time') changed[a] = { ...log[a]!, at: '2027-01-01T00:00:00Z' }
        else if (how === 'delete') changed = log.toSpliced(a, 1)
        else if (how === 'repeat') changed = log.toSpliced(a, 0, log[b]!)
        else if (a !== b) [changed[a], changed[b]] = [log[b]!, log[a]!]
        else return
        expect(verifyLog(changed, { head: log[3]!.hash }).valid).toBe(false)
      }),
    )
  })
  it('shows a rewritten chain by its signatures, and a shortened one by its head', () => {
    const forged = logOf(4)
    expect(verifyLog(forged, { signers: [publicKey] }).problems.map(({ code }) => code)).toContain('unsigned')
    const other = logOf(2, '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')
    expect(verifyLog(other, { signers: [publicKey] }).problems.map(({ code }) => code)).toContain('unknown-signer')
    expect(verifyLog(log.slice(0, 3)).valid).toBe(true)
    expect(verifyLog(log.slice(0, 3), { head: log[3]!.hash }).problems[0]?.code).toBe('truncated')
    expect(verifyLog(log, { head: log[1]!.hash }).problems[0]?.code).toBe('not-the-head')
    const wrong = log.with(1, { ...log[1]!, signature: { publicKey, value: '0'.repeat(128) } })
    expect(verifyLog(wrong).problems.map(({ code }) => code)).toEqual(['bad-signature'])
  })
  it('refuses what is no log', () => {
    expect(() => logFrom([{ sequence: 1 }])).toThrow(/log/)
  })
})

describe('in-toto statement', () => {
  const decision = decide(shippedPolicy('rsp', '2.2'), opus4With({}))
  const statement = inTotoStatement(decision)
  const envelope = dsseEnvelope(statement, secretKey)
  it('is signed in an envelope', () => {
    expect(statement._type).toBe('https://in-toto.io/Statement/v1')
    expect(verifyEnvelope(envelope, statement, publicKey)).toBe(true)
  })
  it('does not fit another decision or another key', () => {
    expect(verifyEnvelope(envelope, inTotoStatement({ ...decision, outcome: 'hold' }), publicKey)).toBe(false)
    expect(verifyEnvelope(envelope, statement, secretKey)).toBe(false)
  })
  it('may carry the digest of the weights', () => {
    expect(inTotoStatement(decision, 'ab'.repeat(32)).subject[0]?.digest.sha256).toBe('ab'.repeat(32))
  })
})
