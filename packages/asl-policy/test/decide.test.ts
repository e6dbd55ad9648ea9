import { describe, expect, it } from 'vitest'
import { caseFrom, decide, parsePolicy, shippedPolicy } from '../src/index.js'
import { goodFacts, housePolicy } from './support/house-policy.js'
import { opus4, opus4With } from './support/opus-4.js'

const house = parsePolicy(housePolicy)
const asOf = '2026-03-01'
const rsp = shippedPolicy('rsp', '2.2')

function ask(facts: Readonly<Record<string, unknown>>): ReturnType<typeof decide> {
  return decide(house, caseFrom({ case: 'test', subject: { weights: 'w' }, facts }), { asOf })
}

describe('rules', () => {
  it('permit when all are known to be kept', () => {
    const { outcome, missing, obligations } = ask(goodFacts)
    expect([outcome, missing]).toEqual(['permit', []])
    expect(obligations).toEqual([{ id: 'publish', due: '2026-04-01', hard: true, condition: false, clause: '2' }])
  })
  it.each([
    ['a missing number', { ...goodFacts, score: undefined }, 'hold', ['score']],
    ['a number that is null', { ...goodFacts, score: null }, 'hold', ['score']],
    ['a bad number', { ...goodFacts, score: 0.1 }, 'restrict', ['score']],
    ['a review that is not known', { ...goodFacts, reviewed: 'unknown' }, 'hold', ['reviewed']],
    ['a review that is missing where it may be needed', { score: 0.05, tier: 'low' }, 'hold', ['reviewed']],
    ['no review where none is needed', { score: 0.05, tier: 'low', risky: false }, 'permit', []],
    ['nothing', {}, 'hold', ['score', 'reviewed']],
  ])('%s', (_what, facts, outcome, missing) => {
    const decision = ask(JSON.parse(JSON.stringify(facts)) as object as Readonly<Record<string, unknown>>)
    expect([decision.outcome, decision.missing]).toEqual([outcome, missing])
  })
  it('names what alone could still decide', () => {
    expect(ask({ ...goodFacts, score: null }).decisive).toEqual(['score'])
    expect(ask({ score: 0.5 }).decisive).toEqual([])
    expect(ask({ score: 0.05 }).decisive).toEqual(['risky', 'tier', 'reviewed'])
  })
  it('needs a day', () => {
    expect(() => decide(house, caseFrom({ case: 'c', subject: { weights: 'w' } }))).toThrow(/decide: asOf/)
  })
})

describe('the way to deployment under version 2.2', () => {
  it('permits a complete case', () => {
    const { outcome, obligations, requiredStandards, trace } = decide(rsp, opus4With({}))
    expect(outcome).toBe('permit')
    expect(requiredStandards).toEqual(['ASL-3 Deployment', 'ASL-3 Security'])
    expect(obligations.find(({ id }) => id === 'reapprove-safeguards-P1Y')?.due).toBe('2026-05-22')
    expect(trace.every(({ value }) => value === 'true')).toBe(true)
  })
  const drop = (threshold: string): unknown =>
    (opus4['determinations'] as readonly { threshold: string }[]).filter((entry) => entry.threshold !== threshold)
  it.each([
    ['no follow-up', { determinations: drop('CBRN-4') }, 'hold', ['follow-up:CBRN-4']],
    ['a threshold left out', { determinations: drop('AI R&D-4') }, 'hold', ['determination:AI R&D-4']],
    ['no assessment', { determinations: [], assessment: {} }, 'hold', ['assessment']],
    [
      'a standard that is not known',
      { safeguards: [{ standard: 'ASL-3 Deployment', status: 'met' }] },
      'hold',
      ['standard:ASL-3 Security'],
    ],
    [
      'a standard that is not met',
      {
        safeguards: [
          { standard: 'ASL-3 Deployment', status: 'met' },
          { standard: 'ASL-3 Security', status: 'not-met' },
        ],
      },
      'restrict',
      ['standard:ASL-3 Security'],
    ],
    ['no CEO', { approvals: ['RSO'] }, 'hold', ['approval:CEO']],
    ['a late duty', { duties: [{ id: 'review', due: '2025-05-01' }] }, 'hold', ['overdue:review']],
    ['a late soft duty', { duties: [{ id: 'review', due: '2025-05-01', hard: false }] }, 'permit', []],
    ['a late duty that was done', { duties: [{ id: 'review', due: '2025-05-01', done: '2025-04-30' }] }, 'permit', []],
  ])('%s', (_what, parts, outcome, missing) => {
    const decision = decide(rsp, opus4With(parts))
    expect([decision.outcome, decision.missing]).toEqual([outcome, missing])
  })
  it('asks for an affirmative case, but not for the deployment standard, at AI R&D-4', () => {
    const determinations = [
      { threshold: 'CBRN-3', verdict: 'ruled-out', rationale: 'r' },
      { threshold: 'AI R&D-4', verdict: 'cannot-rule-out', rationale: 'r' },
      { threshold: 'AI R&D-5', verdict: 'ruled-out', rationale: 'r' },
    ]
    const without = decide(rsp, opus4With({ determinations }))
    expect([without.outcome, without.missing, without.requiredStandards]).toEqual([
      'hold',
      ['affirmative-case'],
      ['ASL-2 Deployment', 'ASL-3 Security'],
    ])
    const claim = { id: 'affirmative-case', status: 'accepted', author: 'a', reviewer: 'b' }
    expect(decide(rsp, opus4With({ determinations, claims: [claim] })).outcome).toBe('permit')
    expect(decide(rsp, opus4With({ determinations, claims: [{ ...claim, reviewer: 'a' }] })).outcome).toBe('hold')
  })
  it('keeps standards by inheritance until it expires', () => {
    const inherits = {
      from: 'opus-4.6',
      atOrBelow: true,
      standards: ['ASL-3 Deployment', 'ASL-3 Security'],
      expiresOn: '2025-06-01',
    }
    const parts = { determinations: [], assessment: { required: false }, inherits }
    expect(decide(rsp, opus4With(parts)).outcome).toBe('permit')
    expect(decide(rsp, opus4With({ ...parts, asOf: '2025-06-02' })).missing).toEqual(['assessment'])
    expect(decide(rsp, opus4With({ ...parts, inherits: { ...inherits, atOrBelow: null } })).outcome).toBe('hold')
  })
  it('takes interim measures of equal assurance', () => {
    const interim = { sameAssurance: true, approvals: ['CEO', 'RSO'], shared: ['Board', 'LTBT'] }
    const safeguards = [
      { standard: 'ASL-3 Deployment', status: 'not-met', interim },
      { standard: 'ASL-3 Security', status: 'met' },
    ]
    const { outcome, obligations } = decide(rsp, opus4With({ safeguards, approvals: [], shared: [] }))
    expect([outcome, obligations.map(({ id }) => id)]).toEqual([
      'permit-with-conditions',
      ['interim-measures-until:ASL-3 Deployment'],
    ])
    const half = [{ ...safeguards[0], interim: { ...interim, sameAssurance: null } }, safeguards[1]]
    expect(decide(rsp, opus4With({ safeguards: half }))).toMatchObject({
      outcome: 'hold',
      missing: ['interim:ASL-3 Deployment'],
    })
    // What the measures lack is named, not the standard that they stand in for.
    const alone = [{ ...safeguards[0], interim: { ...interim, approvals: ['RSO'], shared: ['Board'] } }, safeguards[1]]
    expect(decide(rsp, opus4With({ safeguards: alone }))).toMatchObject({
      outcome: 'hold',
      missing: ['approval:CEO', 'shared:LTBT'],
    })
    const less = [{ ...safeguards[0], interim: { ...interim, sameAssurance: false } }, safeguards[1]]
    expect(decide(rsp, opus4With({ safeguards: less }))).toMatchObject({
      outcome: 'restrict',
      missing: ['standard:ASL-3 Deployment'],
    })
  })
  it('needs a reason for a determination that is less cautious than the evidence', () => {
    const evidence = [{ line: 'lfv-1', value: 0.83, elicitation: true }]
    const without = (opus4['determinations'] as readonly object[]).map((entry) => ({ ...entry, rationale: undefined }))
    const determinations = [{ threshold: 'CBRN-3', verdict: 'ruled-out' }, ...without.slice(2)]
    const rejected = decide(rsp, opus4With({ evidence, determinations }))
    expect(rejected.thresholds[0]).toMatchObject({
      verdict: 'cannot-rule-out',
      ruledOut: 'false',
      consistency: { accepted: false },
    })
    expect(rejected.warnings.map(({ code }) => code)).toContain('less-cautious')
  })
  it('warns of versions and of lines stated after results', () => {
    const evidence = [{ line: 'lfv-1', value: 0.4, measuredOn: '2025-05-01', elicitation: true }]
    const codes = decide(rsp, opus4With({ evidence, cites: '2.1' })).warnings.map(({ code }) => code)
    expect(codes).toEqual(expect.arrayContaining(['cited-version', 'line-after-result', 'missing-evidence']))
    expect(decide(rsp, opus4With({}), { asOf: '2025-05-01' }).warnings.map(({ code }) => code)).toContain(
      'not-in-force',
    )
  })
  it('pauses training at 1x without the security standard', () => {
    const facts = { needs_asl3_security: true, pretraining_multiple: 1 }
    const parts = { facts, safeguards: [], determinations: [], subject: { weights: 'next', activity: 'train' } }
    expect(decide(rsp, opus4With(parts))).toMatchObject({ outcome: 'pause', missing: ['standard:ASL-3 Security'] })
    expect(decide(rsp, opus4With({ ...parts, facts: { ...facts, pretraining_multiple: 0.9 } })).outcome).toBe('permit')
  })
})
