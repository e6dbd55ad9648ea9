import { describe, expect, it } from 'vitest'
import { runScenarios, scenariosFrom } from '../src/index.js'

describe('running scenarios', () => {
  const scenario = {
    id: 's',
    kind: 'in-force',
    policy: '*',
    inputs: { date: '2024-10-14' },
    expected: { version: '1.0' },
  }
  it('reports what differs', () => {
    const wrong = { ...scenario, id: 'wrong', expected: { version: '2.0' } }
    expect(runScenarios([scenario, wrong])).toEqual({
      total: 2,
      passed: 1,
      failed: [{ id: 'wrong', expected: { version: '2.0' }, got: { version: '1.0' } }],
      notCovered: [],
    })
  })
  it.each([
    ['an unknown kind', { kind: 'none' }, /no kind/],
    ['an unknown policy', { kind: 'zone', policy: 'none' }, /no shipped policy/],
    [
      'a policy without the rule',
      { kind: 'trigger', policy: '3.4', inputs: { today: '2026-09-01' } },
      /no assessment trigger/,
    ],
    ['an input of another type', { kind: 'zone', policy: '2.2', inputs: { rule_out_below: 'x' } }, /must be a number/],
    ['an event without a clock', { kind: 'clock', policy: 'SB 53', inputs: { event: 'none' } }, /has no clock/],
    ['a field that is not there', { kind: 'diff', policy: '2.0->2.1', inputs: { field: 'zzz' } }, /neither version/],
    ['a verdict that is none', { kind: 'override', policy: '2.2', inputs: { evidence_verdict: 'zzz' } }, /no verdict/],
  ])('cannot ask %s, and does not pass it', (_what, parts, reason) => {
    const { passed, notCovered } = runScenarios([{ ...scenario, ...parts }])
    expect(passed).toBe(0)
    expect(notCovered[0]?.reason).toMatch(reason)
  })
  it('refuses a file of something else', () => {
    expect(() => scenariosFrom({ not: 'a list' })).toThrow(/scenarios/)
  })
})
