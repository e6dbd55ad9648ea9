import { caseFrom, decide, type Decision, type Policy, type PolicyCase } from '@safety-portfolio/asl-policy'
import { DataError, type DataIssue } from '@safety-portfolio/records'
import type { Answer } from '../answers/answer.js'
import { decisionLead, decisionTables } from '../policies/decision-tables.js'
import type { Plan } from './plan.js'
import type { PlanFile } from './read-plan.js'
import type { SuiteEvidence } from './suite.js'

/** What the policy says about a model, given what its suites found. */
export interface PolicyDecision {
  readonly decision: Decision
  readonly answer: Answer
  readonly permitted: boolean
}

/**
 * Decides under the policy of a plan. The case is what the plan says is known; the suites add their results as evidence, and nothing else: what neither says is
 * unknown. A score counts as elicited only where the plan claims it (`elicitation` of the case's own entry for that line).
 */
export function decideFor(
  model: string,
  plan: Plan,
  policy: Policy,
  evidence: readonly SuiteEvidence[],
  asOf: string,
): PolicyDecision {
  const subject = caseOf(model, plan, evidence, asOf)
  const decision = decide(policy, subject, { asOf })
  const { method, assumptions, warnings, outcome } = decision
  const permitted = outcome === 'permit' || outcome === 'permit-with-conditions'
  return {
    decision,
    permitted,
    answer: {
      title: 'What the policy says',
      lead: decisionLead(decision),
      tables: decisionTables(decision),
      basis: { method, assumptions, warnings },
      result: decision,
      fine: permitted,
    },
  }
}

/** What is known about a model: the case of the plan, what differs for this model, and the results of the suites. */
function caseOf(model: string, plan: Plan, evidence: readonly SuiteEvidence[], asOf: string): PolicyCase {
  const { case: common, models } = plan.policy!
  const known = { ...common, ...models[model] }
  const {
    evidence: given = [],
    elicitation = null,
    ...rest
  } = known as { readonly evidence?: readonly object[]; readonly elicitation?: boolean | null }
  return caseFrom(
    {
      subject: { weights: model },
      ...rest,
      case: `${plan.title}: ${model}`,
      asOf,
      evidence: [
        ...given,
        ...evidence.map(({ line, value, interval, n, run }) => ({
          line,
          value,
          elicitation,
          measuredOn: asOf,
          source: 'safety-portfolio assess',
          ...(interval === undefined ? {} : { interval }),
          ...(n === undefined ? {} : { n }),
          ...(run === undefined ? {} : { run }),
        })),
      ],
    },
    'policy.case',
  )
}

/**
 * Reads the case of every model before anything is asked of one.
 *
 * @throws DataError with every problem and its line in the plan.
 */
export function checkCases({ plan, name, issue }: PlanFile, policy: Policy, asOf: string): void {
  const issues = new Map<string, DataIssue>()
  const add = (found: DataIssue): void => void issues.set(`${found.line ?? ''} ${found.message}`, found)
  for (const { name: model } of plan.models) {
    const own = plan.policy!.models[model] ?? {}
    try {
      const subject = caseOf(model, plan, [], asOf)
      decide(policy, subject, { asOf, decisive: false })
      const { lines } = subject
      const known = new Set([...lines, ...policy.lines].map(({ id }) => id))
      for (const [index, { line }] of (plan.suites.capability ?? []).entries()) {
        if (line === undefined || known.has(line)) continue
        const named =
          known.size === 0 ? 'there is none: add it to policy.case.lines' : `there are ${[...known].join(', ')}`
        add(
          issue(
            'unknown-line',
            ['suites', 'capability', index, 'line'],
            `no line of the policy is called ${line}; ${named}`,
          ),
        )
      }
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      for (const { code, path, message } of error.issues) {
        const [field] = path
        const place = field !== undefined && Object.hasOwn(own, field) ? ['models', model] : ['case']
        add(issue(code, ['policy', ...place, ...path], message.slice(message.indexOf(': ') + 2)))
      }
    }
  }
  if (issues.size > 0) throw new DataError([...issues.values()], { name })
}
