import { caseFrom, decide, type Decision, type Policy } from '@safety-portfolio/asl-policy'
import type { Answer } from '../answers/answer.js'
import { decisionLead, decisionTables } from '../policies/decision-tables.js'
import type { Plan } from './plan.js'
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
  const { case: common, models } = plan.policy!
  const known = { ...common, ...models[model] }
  const {
    evidence: given = [],
    elicitation = null,
    ...rest
  } = known as { readonly evidence?: readonly object[]; readonly elicitation?: boolean | null }
  const subject = caseFrom(
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
