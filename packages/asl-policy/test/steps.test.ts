import { describe, expect, it } from 'vitest'
import {
  askQuestion,
  askTest,
  caseFrom,
  crossesLine,
  decide,
  evidenceZone,
  proveFailClosed,
  parsePolicy,
  shippedPolicy,
  shippedVersions,
  sideBySide,
} from '../src/index.js'
import { housePolicy } from './support/house-policy.js'

describe('steps by themselves', () => {
  it('refuse what is not there', () => {
    const rsp = shippedPolicy('rsp', '2.2')
    expect(() => askTest(rsp, 'none', {})).toThrow(/askTest: id must be a test of rsp 2\.2 \(dramatic-acceleration\)/)
    expect(() => askQuestion(shippedPolicy('meta', '2'), 'none', {})).toThrow(/it has none/)
    expect(() => shippedPolicy('none', '1')).toThrow(/shippedPolicy: id and version/)
    expect(shippedVersions('none')).toEqual([])
    expect(() => evidenceZone([0.8, 0.5], { value: 1 })).toThrow(/evidenceZone: middle/)
  })
  it.each([
    ['above', 0.5, false, 'false'],
    ['above', 0.5, true, 'true'],
    ['below', 0.5, false, 'false'],
    ['below', 0.5, true, 'true'],
    ['above', 0.6, false, 'true'],
    ['below', 0.6, true, 'false'],
  ] as const)('%s the line at %s, inclusive %s: %s', (sense, value, inclusive, crossed) => {
    expect(crossesLine({ sense, line: 0.5, inclusive }, { value }).crossed).toBe(crossed)
  })
})

describe('facts that matter together', () => {
  const wide = parsePolicy(
    housePolicy
      .replace(
        '  tier:',
        `${Array.from({ length: 12 }, (_, index) => `  g${index}: { type: truth, meaning: m }\n`).join('')}  tier:`,
      )
      .replace(
        'rules:',
        `rules:\n  - { id: wide, clause: '1', require: { any: [${Array.from({ length: 12 }, (_, index) => `{ fact: g${index} }`).join(', ')}] } }`,
      ),
  )
  it('are searched also where there are too many to try every way', () => {
    const { decisive } = decide(
      wide,
      caseFrom({ case: 'c', subject: { weights: 'w' }, facts: { score: 0.05, risky: false, tier: 'low' } }),
      { asOf: '2026-03-01' },
    )
    // All others bad, each alone decides.
    expect(decisive).toEqual(Array.from({ length: 12 }, (_, index) => `g${index}`))
  })
  it('are proved by the solver', () => {
    expect(proveFailClosed(wide, 'store')).toMatchObject({ method: 'satisfiability', unknownNeverPermits: true })
  })
})

it('what another policy has no place for is named', () => {
  const rsp = shippedPolicy('rsp', '2.2')
  const subject = caseFrom({
    case: 'c',
    subject: { weights: 'w' },
    determinations: [
      { threshold: 'CBRN-3', verdict: 'ruled-out' },
      { threshold: 'AI R&D-5', verdict: 'ruled-out' },
    ],
    evidence: [{ line: 'lfv-1', value: 0.2 }],
    safeguards: [{ standard: 'ASL-3 Security', status: 'met' }],
    claims: [{ id: 'affirmative-case', status: 'open' }],
    facts: { needs_asl3_security: false },
  })
  const [row] = sideBySide(rsp, subject, [shippedPolicy('meta', '2')], '2026-09-01')
  expect(row?.unused.toSorted()).toEqual([
    'claim:affirmative-case',
    'determination:AI R&D-5',
    'determination:CBRN-3',
    'evidence:lfv-1',
    'fact:needs_asl3_security',
    'standard:ASL-3 Security',
  ])
})
