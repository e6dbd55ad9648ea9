import { z } from 'zod'
import { caseSchema } from './case-schema.js'
import { decide, type Decision } from './decide.js'
import { sameAnswer } from './same-answer.js'
import { isDate } from './calendar-date.js'
import type { Policy } from './policy.js'
import type { PolicyCase } from './policy-case.js'
import type { PolicyTest } from './policy-coverage.js'
import type { ScenarioReport } from './scenario.js'
import { parseWith, readYaml } from './yaml-document.js'

/** A test of a policy: a case, and what the decision must say. */
export interface ExpectedDecision {
  readonly id: string
  readonly case: PolicyCase
  /** Day of the decision; that of the case, else the first day of the policy, when absent. */
  readonly asOf?: string | undefined
  /** Fields that the decision must have, `outcome` among them; further fields are free. Obligations are compared by id. */
  readonly expected: Readonly<Record<string, unknown>>
}

const schema: z.ZodType<readonly ExpectedDecision[]> = z
  .array(
    z.strictObject({
      id: z.string().min(1),
      case: caseSchema,
      asOf: z.string().refine(isDate, { error: 'must be a day of the calendar, YYYY-MM-DD' }).optional(),
      expected: z
        .record(z.string(), z.json())
        .refine((fields) => Object.keys(fields).length > 0, { error: 'must name a field of the decision' }),
    }),
  )
  .min(1)

/**
 * Parses tests of a policy: a YAML or JSON list of `{ id, case, asOf?, expected }`.
 *
 * @throws DataError with every problem and its line.
 */
export function parsePolicyTests(
  source: string,
  options: { readonly name?: string } = {},
): readonly ExpectedDecision[] {
  const { name = 'tests' } = options
  const { value, lineOf } = readYaml(source, name)
  return parseWith(schema, value, name, lineOf)
}

/** What running tests of a policy gave: the report, and the tests that passed in the form that {@link policyCoverage} takes. */
export interface PolicyTestRun extends ScenarioReport {
  readonly decided: readonly PolicyTest[]
}

/**
 * Decides every case under a policy and compares the expected fields. A case that the policy refuses is not covered, and not passed.
 *
 * @example
 * ```ts
 * import { parsePolicyTests, runPolicyTests, shippedPolicy } from '@safety-portfolio/asl-policy'
 *
 * const tests = parsePolicyTests('[{ id: empty, case: { case: demo, subject: { weights: demo } }, expected: { outcome: hold } }]')
 * runPolicyTests(shippedPolicy('rsp', '2.2'), tests).passed // => 1
 * ```
 */
export function runPolicyTests(policy: Policy, tests: readonly ExpectedDecision[]): PolicyTestRun {
  const failed: ScenarioReport['failed'][number][] = []
  const notCovered: ScenarioReport['notCovered'][number][] = []
  const decided: PolicyTest[] = []
  for (const { id, case: subject, asOf = subject.asOf ?? policy.effective, expected } of tests) {
    try {
      const decision = decide(policy, subject, { asOf })
      const got = Object.fromEntries(Object.keys(expected).map((key) => [key, fieldOf(decision, key)]))
      if (Object.entries(expected).every(([key, value]) => sameAnswer(value, got[key])))
        decided.push({ subject, asOf, outcome: decision.outcome })
      else failed.push({ id, expected, got })
    } catch (error) {
      notCovered.push({ id, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  return { total: tests.length, passed: decided.length, failed, notCovered, decided }
}

function fieldOf(decision: Decision, key: string): unknown {
  if (key === 'obligations') return decision.obligations.map(({ id }) => id)
  return (decision as unknown as Readonly<Record<string, unknown>>)[key] ?? null
}
