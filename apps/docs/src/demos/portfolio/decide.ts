import { caseFrom, decide, shippedPolicy, type Decision, type Policy } from '@safety-portfolio/asl-policy'
import type { AssessedModel, Assessment } from './assessment.js'
import type { PortfolioState } from './state.js'

/** A decision under the policy of the plan. */
export interface Decided {
  readonly policy: Policy
  readonly decision: Decision
}

interface Known {
  readonly determinations?: readonly { readonly threshold: string }[]
  readonly safeguards?: readonly { readonly standard: string }[]
  readonly claims?: readonly { readonly id: string }[]
  readonly evidence?: readonly object[]
  readonly elicitation?: boolean | null
  readonly [part: string]: unknown
}

/** Decides about a model as the command does, with the facts that the reader supposes in place of those of the plan. */
export function decideAbout(model: AssessedModel, assessment: Assessment, supposed: PortfolioState): Decided {
  const { asOf, title } = assessment
  const policy = shippedPolicy(assessment.policy.id, assessment.policy.version)
  const { evidence = [], elicitation = null, ...known } = suppose(model.case, supposed)
  const measured = model.suites.flatMap((suite) => suite.evidence)
  const subject = caseFrom(
    {
      subject: { weights: model.name },
      ...known,
      case: `${title}: ${model.name}`,
      asOf,
      evidence: [
        ...evidence,
        ...measured.map((reading) => ({
          ...reading,
          elicitation,
          measuredOn: asOf,
          source: 'safety-portfolio assess',
        })),
      ],
    },
    'the plan',
  )
  return { policy, decision: decide(policy, subject, { asOf }) }
}

function suppose(planned: Known, { ability, next, security, argument, approvals }: PortfolioState): Known {
  return {
    ...planned,
    determinations: replaced(
      replaced(planned.determinations, 'threshold', 'AI R&D-4', ability, verdictOf),
      'threshold',
      'AI R&D-5',
      next,
      verdictOf,
    ),
    safeguards: replaced(planned.safeguards, 'standard', 'ASL-3 Security', security, (said) => ({
      status: said === 'yes' ? 'met' : 'not-met',
    })),
    claims: replaced(planned.claims, 'id', 'affirmative-case', argument, (said) => ({
      status: said === 'yes' ? 'accepted' : 'rejected',
      author: 'its author',
      reviewer: 'a reviewer',
    })),
    ...(approvals === 'unknown' ? { approvals: [] } : {}),
  }
}

function verdictOf(verdict: string): object {
  return { verdict, rationale: 'supposed by the reader of this page', by: ['CEO', 'RSO'] }
}

/** The list with the fact of that name taken out where it is unknown, put in where something is supposed, untouched as planned. */
function replaced<Fact extends object>(
  facts: readonly Fact[] = [],
  key: string,
  name: string,
  said: string,
  fact: (said: string) => object,
): readonly Fact[] {
  if (said === 'as planned') return facts
  const others = facts.filter((each) => (each as Readonly<Record<string, unknown>>)[key] !== name)
  return said === 'unknown' ? others : [...others, { [key]: name, ...fact(said) } as Fact]
}
