import { AtomTable, type ConditionNode } from './compiled-condition.js'
import type { Condition } from './condition.js'
import type { Activity, Obligation, Outcome, Policy, Rule, Stage, Threshold } from './policy.js'
import { stages } from './policy.js'

/** A rule whose conditions are numbered. */
export interface CompiledRule {
  readonly id: string
  readonly stage: Stage
  readonly clause: string
  readonly when: ConditionNode | null
  readonly require: ConditionNode
  readonly otherwise: Outcome
  readonly whenUnknown: Outcome
  readonly whenUnclear: Outcome
  readonly missing: readonly string[] | null
  /** Where the rule comes from. */
  readonly origin: 'rule' | 'threshold' | 'process'
}

/** A policy made ready for one activity. */
export interface CompiledPolicy {
  readonly policy: Policy
  readonly activity: Activity
  readonly table: AtomTable
  /** In the order of their stages. */
  readonly rules: readonly CompiledRule[]
  readonly obligations: readonly { readonly obligation: Obligation; readonly when: ConditionNode | null }[]
}

const compiled = new WeakMap<Policy, Map<Activity, CompiledPolicy>>()

/** A policy for one activity: its thresholds, approvals and rules as one list of conditions. The same policy is compiled once. */
export function compilePolicy(policy: Policy, activity: Activity): CompiledPolicy {
  let byActivity = compiled.get(policy)
  if (byActivity === undefined) compiled.set(policy, (byActivity = new Map<Activity, CompiledPolicy>()))
  let made = byActivity.get(activity)
  if (made === undefined) byActivity.set(activity, (made = compile(policy, activity)))
  return made
}

type Draft = Omit<CompiledRule, 'when' | 'require'> & { readonly when: Condition | null; readonly require: Condition }

function compile(policy: Policy, activity: Activity): CompiledPolicy {
  const drafts = [...processRules(policy, activity), ...ownRules(policy, activity)]
  const table = new AtomTable()
  const rules = drafts
    .toSorted((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage))
    .map((draft): CompiledRule => ({
      ...draft,
      when: draft.when === null ? null : table.compile(draft.when),
      require: table.compile(draft.require),
    }))
  const obligations = policy.obligations
    .filter(({ activities }) => activities === undefined || activities.includes(activity))
    .map((obligation) => ({
      obligation,
      when: obligation.when === undefined ? null : table.compile(obligation.when),
    }))
  return { policy, activity, table, rules, obligations }
}

function ownRules({ rules }: Policy, activity: Activity): readonly Draft[] {
  return rules
    .filter(({ activities }) => activities === undefined || activities.includes(activity))
    .map(({ id, stage, clause, when, require, otherwise, whenUnknown, whenUnclear, missing }: Rule) => ({
      id,
      stage,
      clause,
      when: when ?? null,
      require,
      otherwise,
      whenUnknown,
      whenUnclear: whenUnclear ?? whenUnknown,
      missing: missing ?? null,
      origin: 'rule',
    }))
}

/** What every policy with thresholds goes through for the activities that they speak to. */
function processRules(policy: Policy, activity: Activity): readonly Draft[] {
  const relevant = policy.thresholds.filter(({ requires }) =>
    requires.some(({ activities }) => activities.includes(activity)),
  )
  const drafts: Draft[] = []
  const hold = { otherwise: 'hold', whenUnknown: 'hold', whenUnclear: 'hold', origin: 'process' } as const
  const assessed: Condition = { fact: 'assessed' }
  if (relevant.length > 0 && policy.assessment !== undefined) {
    drafts.push({
      id: 'assessment',
      stage: 'assessment',
      clause: policy.assessment.clause,
      when: null,
      require: { any: [assessed, { fact: 'kept' }] },
      missing: ['assessment'],
      ...hold,
    })
  }
  for (const threshold of relevant) drafts.push(...thresholdRules(threshold, activity))
  for (const { by, sharedWith, activities, clause } of policy.approvals) {
    if (!activities.includes(activity)) continue
    for (const fact of [...by.map((name) => `approval:${name}`), ...sharedWith.map((name) => `shared:${name}`)]) {
      const when = policy.assessment === undefined ? null : assessed
      drafts.push({ id: fact, stage: 'approvals', clause, when, require: { fact }, missing: [fact], ...hold })
    }
  }
  return drafts
}

function thresholdRules({ id, above, requires, clause }: Threshold, activity: Activity): readonly Draft[] {
  const ruledOut: Condition = { fact: `ruled-out:${id}` }
  const crossed: Condition = { not: ruledOut }
  const reached: readonly Condition[] = [
    { fact: 'assessed' },
    ...(above === undefined ? [] : [{ not: { fact: `ruled-out:${above}` } }]),
  ]
  const determined: Draft = {
    id: `${above === undefined ? 'determination' : 'follow-up'}:${id}`,
    stage: above === undefined ? 'determination' : 'follow-up',
    clause,
    when: { all: reached },
    require: { any: [ruledOut, crossed] },
    otherwise: 'hold',
    whenUnknown: 'hold',
    whenUnclear: 'hold',
    missing: [`${above === undefined ? 'determination' : 'follow-up'}:${id}`],
    origin: 'process',
  }
  const needs = requires
    .filter(({ activities }) => activities.includes(activity))
    .map(({ standard, claim, clause: where }): Draft => {
      const shared = {
        stage: above === undefined ? ('safeguards' as const) : ('next-safeguards' as const),
        clause: where,
        when: { all: [...reached, crossed] },
        whenUnknown: 'hold' as const,
        whenUnclear: 'hold' as const,
        origin: 'threshold' as const,
      }
      return standard === undefined
        ? {
            id: `${id} needs ${claim!}`,
            require: { fact: `claim:${claim!}` },
            otherwise: 'hold',
            missing: [claim!],
            ...shared,
          }
        : {
            id: `${id} needs ${standard}`,
            require: { any: [{ fact: `standard:${standard}` }, { fact: `interim:${standard}` }] },
            otherwise: 'restrict',
            missing: [`standard:${standard}`],
            ...shared,
          }
    })
  return [determined, ...needs]
}
