import { describe, expect, it } from 'vitest'
import {
  parsePolicy,
  parsePolicyTests,
  policyCoverage,
  runPolicyTests,
  scenarioDecisions,
  scenariosFrom,
} from '../src/index.js'
import { goodFacts, housePolicy } from './support/house-policy.js'

const house = parsePolicy(housePolicy)
const test = (id: string, facts: object, expected: object): object => ({
  id,
  case: { case: id, subject: { weights: 'w' }, facts },
  expected,
})

function run(...tests: readonly object[]): ReturnType<typeof runPolicyTests> {
  return runPolicyTests(house, parsePolicyTests(JSON.stringify(tests)))
}

describe('tests of a policy', () => {
  it('pass where the named fields of the decision are the expected ones', () => {
    const { total, passed, failed, decided } = run(
      test('good', goodFacts, { outcome: 'permit', obligations: ['publish'], missing: [] }),
      test('bad', { ...goodFacts, score: 0.1 }, { outcome: 'restrict', requiredStandards: [] }),
    )
    expect([total, passed, failed]).toEqual([2, 2, []])
    expect(policyCoverage(house, decided).branches.seen).toBeGreaterThan(2)
  })
  it('say what differs, and fields that no decision has', () => {
    expect(run(test('a', goodFacts, { outcome: 'hold', none: 1 })).failed).toEqual([
      { id: 'a', expected: { outcome: 'hold', none: 1 }, got: { outcome: 'permit', none: null } },
    ])
  })
  it('that the policy refuses are not covered', () => {
    const { passed, notCovered } = run(test('a', { score: 'high' }, { outcome: 'hold' }))
    expect([passed, notCovered[0]?.id]).toEqual([0, 'a'])
    expect(notCovered[0]?.reason).toMatch(/score/)
  })
  it.each([
    ['[]', /tests/],
    ['[{ id: a, case: { case: a, subject: { weights: w } }, expected: {} }]', /field of the decision/],
    ['[{ id: a, case: { case: a, subject: { weights: w } }, asOf: 2025-02-30, expected: { outcome: hold } }]', /day/],
    ['[{ id: a, kind: zone, expected: { outcome: hold } }]', /kind/],
  ])('are refused: %s', (text, reason) => {
    expect(() => parsePolicyTests(text)).toThrow(reason)
  })
})

it('scenarios come down to decisions, or to none', () => {
  const scenarios = scenariosFrom([
    { id: 'a', kind: 'cop', policy: 'EU CoP 4.2', inputs: { acceptable: true }, expected: {} },
    { id: 'b', kind: 'meta', policy: 'Meta v2', inputs: { level: 'High' }, expected: {} },
    { id: 'c', kind: 'none', policy: 'Meta v2', inputs: {}, expected: {} },
  ])
  expect(
    scenarioDecisions(scenarios).map(({ policy, tests }) => [policy.id, tests.map(({ outcome }) => outcome)]),
  ).toEqual([
    ['eu-cop', ['permit']],
    // Deployment, and further development.
    ['meta', ['hold', 'permit']],
  ])
})
