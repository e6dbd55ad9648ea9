import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activities, outcomes } from '../src/policy.js'
import {
  caseFrom,
  decide,
  redecide,
  shippedHistory,
  shippedPolicies,
  shippedVersions,
  type Outcome,
  type Policy,
} from '../src/index.js'

const permits = (outcome: Outcome): boolean => outcome === 'permit' || outcome === 'permit-with-conditions'

/** Facts of a policy, each known or not. */
function factsOf({ facts }: Policy): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(
    Object.fromEntries(
      Object.entries(facts).map(([name, { type, values, min = 0, max = 10 }]) => [
        name,
        fc.option<unknown>(
          type === 'truth'
            ? fc.boolean()
            : type === 'number'
              ? fc.double({ min, max: Math.min(max, 1e6), noNaN: true })
              : fc.constantFrom(...(values ?? ['x'])),
          { nil: null },
        ),
      ]),
    ),
  )
}

/** A case that fits a policy, with anything known or not. */
function caseOf(policy: Policy): fc.Arbitrary<Record<string, unknown>> {
  const verdicts = fc.constantFrom('ruled-out', 'cannot-rule-out', 'crossed', undefined)
  const names = [...new Set(policy.approvals.flatMap(({ by, sharedWith }) => [...by, ...sharedWith]))]
  return fc
    .record({
      facts: factsOf(policy),
      verdicts: fc.array(verdicts, { minLength: policy.thresholds.length, maxLength: policy.thresholds.length }),
      statuses: fc.array(fc.constantFrom('met', 'not-met', 'unknown', undefined), {
        minLength: policy.standards.length,
        maxLength: policy.standards.length,
      }),
      claims: fc.array(fc.constantFrom('accepted', 'rejected', 'open', undefined), {
        minLength: policy.claims.length,
        maxLength: policy.claims.length,
      }),
      given: fc.subarray(names),
      required: fc.constantFrom(true, null, undefined),
      activity: fc.constantFrom(...activities),
      evidence: fc.array(
        fc.tuple(fc.nat(Math.max(0, policy.lines.length - 1)), fc.double({ min: 0, max: 1, noNaN: true })),
        { maxLength: policy.lines.length === 0 ? 0 : 3 },
      ),
    })
    .map(({ facts, verdicts: chosen, statuses, claims, given, required, activity, evidence }) => ({
      case: 'law',
      subject: { weights: 'law', activity },
      facts,
      assessment: { required },
      determinations: policy.thresholds.flatMap(({ id, above }, index) => {
        const verdict = chosen[index]
        const lower = policy.thresholds.findIndex((threshold) => threshold.id === above)
        // What lies above something ruled out is ruled out with it; everything else would contradict itself.
        return verdict === undefined || (lower >= 0 && chosen[lower] === 'ruled-out')
          ? []
          : [{ threshold: id, verdict, rationale: 'law' }]
      }),
      safeguards: policy.standards.flatMap(({ id }, index) =>
        statuses[index] === undefined ? [] : [{ standard: id, status: statuses[index] }],
      ),
      claims: policy.claims.flatMap(({ id }, index) =>
        claims[index] === undefined ? [] : [{ id, status: claims[index], author: 'a', reviewer: 'b' }],
      ),
      approvals: given,
      shared: given,
      evidence: evidence.map(([line, value], run) => ({
        line: policy.lines[line]!.id,
        value,
        run: String(run),
        elicitation: true,
      })),
    }))
}

/** The case with one thing that is known taken away. */
function withLess(subject: Record<string, unknown>, pick: number): Record<string, unknown> | null {
  const parts: Record<string, unknown>[] = []
  for (const [name, value] of Object.entries(subject['facts'] as object)) {
    if (value !== null) parts.push({ ...subject, facts: { ...(subject['facts'] as object), [name]: null } })
  }
  for (const key of ['determinations', 'safeguards', 'claims', 'approvals', 'shared', 'evidence']) {
    const list = subject[key] as readonly unknown[]
    list.forEach((_, index) => parts.push({ ...subject, [key]: list.toSpliced(index, 1) }))
  }
  return parts.length === 0 ? null : parts[pick % parts.length]!
}

describe('unknown never permits', () => {
  it.each(shippedPolicies().map((policy) => [`${policy.id} ${policy.version}`, policy] as const))(
    'removing evidence never turns a hold into a permit: %s',
    (_name, policy) => {
      fc.assert(
        fc.property(caseOf(policy), fc.nat(1000), (subject, pick) => {
          const less = withLess(subject, pick)
          if (less === null) return
          const options = { asOf: '2026-09-10', decisive: false }
          const before = decide(policy, caseFrom(subject), options).outcome
          const after = decide(policy, caseFrom(less), options).outcome
          if (!permits(before)) expect(permits(after)).toBe(false)
        }),
        { numRuns: 60 },
      )
    },
  )
  it.each(shippedPolicies().map((policy) => [`${policy.id} ${policy.version}`, policy] as const))(
    'nothing known permits nothing: %s',
    (_name, policy) => {
      for (const activity of activities) {
        const subject = caseFrom({ case: 'empty', subject: { weights: 'w', activity } })
        expect(permits(decide(policy, subject, { asOf: '2026-09-10' }).outcome)).toBe(false)
      }
    },
  )
  it('a decision is plain data', () => {
    for (const row of shippedHistory()) {
      for (const policy of shippedVersions(row.policy.id)) {
        const decision = redecide(policy, row)
        expect(JSON.parse(JSON.stringify(decision))).toEqual(decision)
        expect(outcomes).toContain(decision.outcome)
      }
    }
  })
})
