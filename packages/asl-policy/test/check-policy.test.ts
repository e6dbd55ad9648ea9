import { describe, expect, it } from 'vitest'
import { checkPolicy, parsePolicy, policyCoverage, proveFailClosed, caseFrom, shippedPolicies } from '../src/index.js'
import { goodFacts, housePolicy } from './support/house-policy.js'

const house = parsePolicy(housePolicy)

describe('static analysis of the shipped policies', () => {
  it.each(shippedPolicies().map((policy) => [`${policy.id} ${policy.version}`, policy] as const))(
    '%s fails closed',
    (_name, policy) => {
      const { sound, failClosed, unreachable, conflicts, lints } = checkPolicy(policy)
      expect({ unreachable, conflicts, lints }).toEqual({ unreachable: [], conflicts: [], lints: [] })
      expect(
        failClosed.every(({ allUnknownHolds, unknownNeverPermits }) => allUnknownHolds && unknownNeverPermits),
      ).toBe(true)
      expect(sound).toBe(true)
    },
  )
})

describe('what analysis finds', () => {
  const rule = (text: string): string => housePolicy.replace('rules:', `rules:\n  - ${text}`)
  it('rules that never apply', () => {
    const policy = parsePolicy(
      rule("{ id: never, clause: '1', when: { all: [score < 0.1, score > 0.9] }, require: { fact: reviewed } }"),
    )
    expect(checkPolicy(policy).unreachable.map(({ code }) => code)).toEqual(['unreachable'])
  })
  it('rules that ask nothing', () => {
    const policy = parsePolicy(rule("{ id: idle, clause: '1', require: 1 < 2 }"))
    expect(checkPolicy(policy).unreachable.map(({ code }) => code)).toEqual(['cannot-fail'])
  })
  it('rules that no case satisfies together', () => {
    const policy = parsePolicy(rule("{ id: clash, clause: '1', require: score > 0.5 }"))
    expect(checkPolicy(policy).conflicts.length).toBeGreaterThan(0)
  })
  it('activities that nothing decides', () => {
    const policy = parsePolicy(
      housePolicy
        .replaceAll("clause: '1', require", "clause: '1', activities: [train], require")
        .replaceAll("clause: '2', when", "clause: '2', activities: [train], when"),
    )
    expect(checkPolicy(policy).gaps[0]?.message).toMatch(/store/)
  })
  it('a rule that permits while everything is unknown', () => {
    // The only rule applies only where something false is known: with nothing known it still applies, and holds.
    const policy = parsePolicy(housePolicy)
    expect(proveFailClosed(policy, 'train')).toMatchObject({
      allUnknownHolds: true,
      unknownNeverPermits: true,
      method: 'exhaustive',
      witness: null,
    })
  })
})

describe('the solver', () => {
  const wide = (count: number): string =>
    housePolicy
      .replace(
        '  tier:',
        `${Array.from({ length: count }, (_, index) => `  f${index}: { type: truth, meaning: m }\n`).join('')}  tier:`,
      )
      .replace(
        'rules:',
        `rules:\n  - { id: wide, clause: '1', require: { atLeast: ${count - 2}, of: [${Array.from({ length: count }, (_, index) => `{ fact: f${index} }`).join(', ')}] } }`,
      )
  it('proves what is too large to sweep', () => {
    expect(proveFailClosed(parsePolicy(wide(16)), 'train')).toMatchObject({
      atoms: 20,
      method: 'satisfiability',
      unknownNeverPermits: true,
      allUnknownHolds: true,
    })
  })
  it('agrees with the sweep where both can look', () => {
    expect(proveFailClosed(parsePolicy(wide(6)), 'train')).toMatchObject({
      atoms: 10,
      method: 'exhaustive',
      unknownNeverPermits: true,
    })
  })
})

describe('coverage and mutation score', () => {
  const test = (facts: object, outcome: 'permit' | 'hold' | 'restrict') => ({
    subject: caseFrom({ case: 't', subject: { weights: 'w' }, facts }),
    asOf: '2026-03-01',
    outcome,
  })
  const full = [
    test(goodFacts, 'permit'),
    test({ ...goodFacts, score: 0.2 }, 'restrict'),
    test({ ...goodFacts, score: null }, 'hold'),
    test({ ...goodFacts, reviewed: false }, 'hold'),
    test({ ...goodFacts, reviewed: null }, 'hold'),
    test({ score: 0.05, risky: false, tier: 'high', reviewed: false }, 'hold'),
    test({ score: 0.05, risky: false, tier: 'low', reviewed: false }, 'permit'),
  ]
  it('grow with the tests', () => {
    const one = policyCoverage(house, full.slice(0, 1))
    const all = policyCoverage(house, full)
    expect(one.branches).toEqual({ seen: 2, total: 6, share: 2 / 6 })
    expect(all.branches.share).toBe(1)
    expect(one.mutants.share!).toBeLessThan(all.mutants.share!)
    expect([all.mutants.share, all.survivors]).toEqual([1, []])
  })
  it('are none without tests', () => {
    expect(policyCoverage(house, [])).toMatchObject({
      branches: { total: 0, share: 0 },
      mutants: { total: 0, share: null },
    })
  })
})
