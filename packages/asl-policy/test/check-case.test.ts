import { DataError } from '@safety-portfolio/records'
import { describe, expect, it } from 'vitest'
import { caseFrom, caseJsonSchema, commitToLine, decide, parseCase, shippedPolicy } from '../src/index.js'
import { opus4With } from './support/opus-4.js'

const rsp = shippedPolicy('rsp', '2.2')

function codes(run: () => unknown): readonly string[] {
  try {
    run()
  } catch (error) {
    if (error instanceof DataError) return error.issues.map(({ code }) => code)
    throw error
  }
  return []
}

const evidence = { line: 'lfv-1', value: 0.83, elicitation: true }

describe('a case that is not decided', () => {
  it.each([
    ['a line that is not there', { evidence: [{ ...evidence, line: 'none' }] }, 'unknown-line'],
    ['another unit', { evidence: [{ ...evidence, unit: 'percent' }] }, 'unit'],
    ['a share of 83', { evidence: [{ ...evidence, value: 83 }] }, 'unit'],
    ['an interval without its value', { evidence: [{ ...evidence, interval: [0.1, 0.2] }] }, 'contradiction'],
    ['an interval upside down', { evidence: [{ ...evidence, interval: [0.9, 0.1] }] }, 'contradiction'],
    ['one run with two results', { evidence: [evidence, { ...evidence, value: 0.2 }] }, 'contradiction'],
    ['a result from the future', { evidence: [{ ...evidence, measuredOn: '2025-06-01' }] }, 'future'],
    [
      'an approval from the future',
      { safeguards: [{ standard: 'ASL-3 Security', status: 'met', approvedOn: '2026-01-01' }] },
      'future',
    ],
    [
      'a threshold that is not there',
      { determinations: [{ threshold: 'CBRN-9', verdict: 'ruled-out' }] },
      'unknown-threshold',
    ],
    [
      'two determinations of one threshold',
      {
        determinations: [
          { threshold: 'CBRN-3', verdict: 'ruled-out' },
          { threshold: 'CBRN-3', verdict: 'crossed' },
        ],
      },
      'contradiction',
    ],
    [
      'a higher threshold open over a lower one ruled out',
      {
        determinations: [
          { threshold: 'CBRN-3', verdict: 'ruled-out' },
          { threshold: 'CBRN-4', verdict: 'crossed' },
        ],
      },
      'contradiction',
    ],
    [
      'a standard met without a criterion',
      { safeguards: [{ standard: 'ASL-3 Security', status: 'met', criteria: { audits: false } }] },
      'contradiction',
    ],
    [
      'standards kept and an assessment',
      { assessment: { required: false, prior: { standards: ['ASL-3 Security'], inForce: true } } },
      'contradiction',
    ],
    [
      'a model bounded by itself',
      { determinations: [], inherits: { from: 'opus-4', atOrBelow: true, standards: ['ASL-3 Security'] } },
      'cyclic',
    ],
    ['a fact that is not there', { facts: { none: true } }, 'unknown-fact'],
    ['a fact of another type', { facts: { pretraining_multiple: 'four' } }, 'fact'],
    ['a number out of range', { facts: { pretraining_multiple: -1 } }, 'fact'],
    ['a truth that is a text', { facts: { needs_asl3_security: 'yes' } }, 'fact'],
    [
      'a line that was never secret',
      { reveals: [{ line: 'lfv-1', value: 0.5, nonce: '0123456789abcdef' }] },
      'no-commitment',
    ],
  ])('%s', (_what, parts, code) => {
    expect(codes(() => decide(rsp, opus4With(parts)))).toContain(code)
  })
  it.each([
    ['an unknown field', { aprovals: [] }, 'unknown-field'],
    ['no subject', { subject: undefined }, 'missing-field'],
    ['a date that is none', { asOf: '2025-13-01' }, 'custom'],
    ['infinity', { evidence: [{ ...evidence, value: Infinity }] }, 'invalid-type'],
  ])('%s is refused while reading', (_what, parts, code) => {
    expect(codes(() => opus4With(parts))).toContain(code)
  })
  it('is reported with the line of the file', () => {
    const { value, lineOf } = parseCase('case: c\nsubject: { weights: w }\nevidence:\n  - line: none\n    value: 1\n')
    try {
      decide(rsp, value, { asOf: '2025-06-01', lineOf })
      expect.unreachable()
    } catch (error) {
      expect((error as DataError).issues[0]?.line).toBe(4)
    }
  })
})

describe('secret lines', () => {
  const secret = { id: 'hidden', line: 0.35, nonce: 'a3f1b9c2d4e5f607' }
  const line = {
    id: 'hidden',
    threshold: 'CBRN-3',
    role: 'rule-out',
    sense: 'above',
    line: null,
    commitment: commitToLine(secret),
    statedOn: '2025-05-14',
  }
  const result = { line: 'hidden', value: 0.2, elicitation: true }
  it('settle nothing while they are secret', () => {
    const { thresholds, warnings } = decide(rsp, opus4With({ lines: [line], evidence: [result] }))
    expect(thresholds[0]?.readings[0]).toMatchObject({ zone: 'unknown' })
    expect(warnings.map(({ code }) => code)).toContain('secret-line')
  })
  it('count once they are shown, and only as committed', () => {
    const reveals = [{ line: 'hidden', value: 0.35, nonce: secret.nonce }]
    expect(
      decide(rsp, opus4With({ lines: [line], evidence: [result], reveals })).thresholds[0]?.readings[0],
    ).toMatchObject({ zone: 'rule-out' })
    expect(codes(() => decide(rsp, opus4With({ lines: [line], reveals: [{ ...reveals[0], value: 0.4 }] })))).toEqual([
      'commitment',
    ])
  })
  it('need a long nonce', () => {
    expect(() => commitToLine({ ...secret, nonce: 'short' })).toThrow(/commitToLine: nonce/)
  })
})

it('the case has a JSON Schema', () => {
  expect(caseJsonSchema()['type']).toBe('object')
  expect(caseFrom({ case: 'c', subject: { weights: 'w' } }).subject.configuration).toBe('default')
})
