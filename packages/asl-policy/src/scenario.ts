import { z } from 'zod'
import { findPolicies } from './find-policy.js'
import type { Policy } from './policy.js'
import { scenarioKinds } from './scenario-kinds.js'
import { shippedVersions } from './shipped-policies.js'
import type { Answer, Inputs } from './scenarios/inputs.js'
import { cited, difference, inForce } from './scenarios/version-kinds.js'
import { sameAnswer } from './same-answer.js'
import type { PolicyTest } from './policy-coverage.js'
import { decide } from './decide.js'
import { parseWith } from './yaml-document.js'

/** A question about a policy with the answer that is expected. */
export interface Scenario {
  readonly id: string
  /** Kind of question, which fixes the words of inputs and answer. */
  readonly kind: string
  /** Policy, `*` for all versions, `A->B` for a difference. */
  readonly policy: string
  readonly inputs: Inputs
  /** Fields that the answer must have; further fields are free. */
  readonly expected: Answer
}

/** What running scenarios gave. */
export interface ScenarioReport {
  readonly total: number
  readonly passed: number
  /** Scenarios whose answer differs, with the fields that do. */
  readonly failed: readonly { readonly id: string; readonly expected: Answer; readonly got: Answer }[]
  /** Scenarios that could not be asked, with the reason; they count as not passed. */
  readonly notCovered: readonly { readonly id: string; readonly reason: string }[]
}

const schema: z.ZodType<readonly Scenario[]> = z.array(
  z.object({
    id: z.string().min(1),
    kind: z.string().min(1),
    policy: z.string().min(1),
    inputs: z.record(z.string(), z.json()),
    expected: z.record(z.string(), z.json()),
  }),
)

/** Parses a list of scenarios; keys that are not about the question (why, source, clause, note) are left aside. */
export function scenariosFrom(value: unknown, name = 'scenarios'): readonly Scenario[] {
  return parseWith(schema, value, name)
}

/**
 * Asks every scenario of the engine and the shipped policies, and compares the expected fields. Lists of texts are compared without regard to
 * their order; everything else must be equal.
 *
 * @example
 * ```ts
 * import { runScenarios } from '@safety-portfolio/asl-policy'
 *
 * const scenario = { id: 'demo', kind: 'in-force', policy: '*', inputs: { date: '2024-10-14' }, expected: { version: '1.0' } }
 * runScenarios([scenario]) // => { total: 1, passed: 1, failed: [], notCovered: [] }
 * ```
 */
export function runScenarios(scenarios: readonly Scenario[]): ScenarioReport {
  const failed: ScenarioReport['failed'][number][] = []
  const notCovered: ScenarioReport['notCovered'][number][] = []
  for (const scenario of scenarios) {
    const { id, expected } = scenario
    const answer = answerScenario(scenario)
    if (answer instanceof Error) notCovered.push({ id, reason: answer.message })
    else {
      const got = Object.fromEntries(Object.keys(expected).map((key) => [key, answer[key]]))
      if (Object.entries(expected).some(([key, value]) => !sameAnswer(value, got[key])))
        failed.push({ id, expected, got })
    }
  }
  const passed = scenarios.length - failed.length - notCovered.length
  return { total: scenarios.length, passed, failed, notCovered }
}

/** The decisions that scenarios came down to, by policy, in the form that {@link policyCoverage} takes; scenarios that decide nothing add none. */
export function scenarioDecisions(
  scenarios: readonly Scenario[],
): readonly { readonly policy: Policy; readonly tests: readonly PolicyTest[] }[] {
  const byPolicy = new Map<Policy, PolicyTest[]>()
  const recorded: typeof decide = (policy, subject, options) => {
    const decision = decide(policy, subject, options)
    const tests = byPolicy.get(policy) ?? []
    byPolicy.set(policy, [...tests, { subject, asOf: decision.asOf, outcome: decision.outcome }])
    return decision
  }
  for (const scenario of scenarios) answerScenario(scenario, recorded)
  return [...byPolicy].map(([policy, tests]) => ({ policy, tests }))
}

/** The answer to one scenario; an error where it cannot be asked. */
export function answerScenario(
  { kind, policy, inputs }: Pick<Scenario, 'kind' | 'policy' | 'inputs'>,
  decider: typeof decide = decide,
): Answer | Error {
  try {
    if (kind === 'in-force') return inForce(versionsOf(policy), inputs)
    if (kind === 'cited') return cited(versionsOf(policy), inputs)
    if (kind === 'diff') {
      const [from, to] = bothPolicies(policy)
      return difference(from, to, inputs)
    }
    const ask = scenarioKinds[kind]
    if (ask === undefined) return new Error(`no kind "${kind}"; there are ${Object.keys(scenarioKinds).join(', ')}`)
    return ask(onePolicy(policy), inputs, { asked: policy, decide: decider })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function versionsOf(name: string): readonly Policy[] {
  const [found] = findPolicies(name)
  return found === undefined ? [] : shippedVersions(found.id)
}

function onePolicy(name: string): Policy {
  const found = findPolicies(name).at(-1)
  if (found === undefined) throw new RangeError(`no shipped policy is called "${name}"`)
  return found
}

/** `A->B`, where B may leave out what A says: `xAI 2025-12-30 -> 2026-06-30`. */
function bothPolicies(name: string): readonly [Policy, Policy] {
  const [a = '', b = ''] = name.split(/->|→|\bto\b/).map((part) => part.trim())
  const from = onePolicy(a)
  const sibling = shippedVersions(from.id).find(({ version }) => version === b.replace(/^v(?=\d)/, ''))
  return [from, sibling ?? onePolicy(b)]
}
