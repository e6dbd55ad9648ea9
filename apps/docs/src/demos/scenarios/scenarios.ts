/** How hard it is to make advanced systems safe, as three cases between which nobody can choose beforehand. */
export const scenarios = ['optimistic', 'intermediate', 'pessimistic'] as const
export type Scenario = (typeof scenarios)[number]

/** Something that can be found out, and what it is called beside a chart. */
export interface EvidenceKind {
  readonly id: string
  readonly name: string
  /** What is seen when the answer is yes. */
  readonly claim: string
  /** Which part of the portfolio looks. */
  readonly measuredBy: string
}

export const evidenceKinds = [
  {
    id: 'behaves',
    name: 'behaves in tests',
    claim: 'Models behave well in every test they are given',
    measuredBy: 'evals',
  },
  {
    id: 'oversight',
    name: 'oversight keeps up',
    claim: 'Supervision that works for one generation also works for one it cannot check in full',
    measuredBy: 'evals: protocols with a trusted monitor',
  },
  {
    id: 'forecasts',
    name: 'forecasts hold',
    claim: 'Rates of rare harm forecast before release hold afterwards',
    measuredBy: 'risk: forecasts and their backtests',
  },
  {
    id: 'survives',
    name: 'deception survives',
    claim: 'Deception that was trained in on purpose survives safety training',
    measuredBy: 'evals: before and after, with the same prompts',
  },
  {
    id: 'hidden',
    name: 'hidden aims found',
    claim: 'Looking inside a model finds aims that its answers do not show',
    measuredBy: 'interpretability: not in this portfolio',
  },
] as const satisfies readonly EvidenceKind[]
export type EvidenceId = (typeof evidenceKinds)[number]['id']
