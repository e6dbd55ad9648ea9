import { assessmentDue, type AssessmentDue } from './assessment-trigger.js'
import type { Facts } from './cel-leaf.js'
import type { Policy } from './policy.js'
import { interimStandsIn } from './interim-measures.js'
import type { PolicyCase } from './policy-case.js'
import { thresholdVerdicts, type ThresholdVerdict } from './threshold-verdict.js'

/** What the engine works out from a case before any rule is asked. */
export interface CaseFacts {
  /** Facts of the case, with those that are derived: `assessed`, `kept`, `ruled-out:X`, `standard:X`, `interim:X`, `approval:X`, `shared:X`, `claim:X`. */
  readonly facts: Facts
  readonly thresholds: readonly ThresholdVerdict[]
  /** Whether an assessment is owed; `null` where the policy has no such trigger. */
  readonly assessment: AssessmentDue | null
  /** The highest standard of each kind that is needed. */
  readonly requiredStandards: readonly string[]
  /** Standards for which interim measures stand in. */
  readonly interim: readonly string[]
}

/** Derives the facts of a case under a policy. */
export function caseFacts(policy: Policy, subject: PolicyCase, asOf: string): CaseFacts {
  const facts: Record<string, unknown> = { ...subject.facts }
  const thresholds = thresholdVerdicts(policy, subject, asOf)
  for (const { threshold, ruledOut } of thresholds) facts[`ruled-out:${threshold}`] = truth(ruledOut)
  const assessment = assessmentOf(policy, subject, asOf)
  const assessed = policy.assessment === undefined ? true : assessedOf(subject, assessment)
  const kept = assessed === true ? false : keptOf(policy, subject, asOf, assessed)
  facts['assessed'] = assessed
  facts['kept'] = kept
  const approvals = new Set(subject.approvals)
  const shared = new Set(subject.shared)
  const interim: string[] = []
  for (const safeguard of subject.safeguards) {
    const { standard, status } = safeguard
    facts[`standard:${standard}`] = status === 'met' ? true : status === 'not-met' ? false : null
    const standsIn = interimStandsIn(policy, safeguard)
    facts[`interim:${standard}`] = standsIn
    if (standsIn !== true || status === 'met') continue
    interim.push(standard)
    for (const name of safeguard.interim?.approvals ?? []) approvals.add(name)
    for (const name of safeguard.interim?.shared ?? []) shared.add(name)
  }
  for (const { id } of policy.standards) {
    const stated = facts[`standard:${id}`]
    if (!(`interim:${id}` in facts)) facts[`interim:${id}`] = stated === undefined ? null : false
  }
  for (const name of approvals) facts[`approval:${name}`] = true
  for (const name of shared) facts[`shared:${name}`] = true
  for (const { id, status, author, reviewer } of subject.claims) {
    // A claim counts once somebody other than its author has reviewed it.
    const reviewed = author !== undefined && reviewer !== undefined && author !== reviewer
    facts[`claim:${id}`] = status === 'rejected' ? false : status === 'accepted' && reviewed ? true : null
  }
  const requiredStandards = standardsNeeded(policy, subject, thresholds, assessed === true)
  const baseline = highest(policy, policy.baseline)
  facts['upgraded'] = requiredStandards.some((id) => !baseline.includes(id))
  facts['interim'] = interim.length > 0
  return { facts, thresholds, assessment, requiredStandards, interim }
}

function assessmentOf({ assessment }: Policy, subject: PolicyCase, asOf: string): AssessmentDue | null {
  if (assessment === undefined) return null
  const { computeMultiple = null, lastOn = null, discretion = false } = subject.assessment
  return assessmentDue(assessment, { computeMultiple, lastOn, today: asOf, discretion })
}

function assessedOf(subject: PolicyCase, due: AssessmentDue | null): boolean | null {
  if (subject.determinations.length > 0) return true
  const { required } = subject.assessment
  if (required === false || (required === undefined && due?.due === 'false')) return false
  if (subject.inherits?.atOrBelow === true && required !== true && due?.due !== 'true') return false
  return null
}

function keptOf(policy: Policy, subject: PolicyCase, asOf: string, assessed: boolean | null): boolean | null {
  if (assessed === null) return null
  const { inherits, assessment } = subject
  if (assessment.prior?.inForce === true) return true
  if (inherits?.atOrBelow !== true) return null
  return inherits.expiresOn !== undefined && asOf > inherits.expiresOn ? null : true
}

function standardsNeeded(
  policy: Policy,
  subject: PolicyCase,
  verdicts: readonly ThresholdVerdict[],
  assessed: boolean,
): readonly string[] {
  const prior = [...(subject.assessment.prior?.standards ?? []), ...(subject.inherits?.standards ?? [])]
  if (!assessed && prior.length > 0) return highest(policy, [...policy.baseline, ...prior])
  const needed = policy.thresholds.flatMap(({ id, above, requires }) => {
    const { ruledOut } = verdicts.find(({ threshold }) => threshold === id)!
    // One that lies above another is looked at in the follow-up; until then it is an open question, not yet a demand.
    const open = ruledOut === 'false' || (ruledOut === 'unknown' && above === undefined)
    if (!open) return []
    return requires
      .filter(({ activities }) => activities.includes(subject.subject.activity))
      .flatMap(({ standard }) => (standard === undefined ? [] : [standard]))
  })
  return highest(policy, [...policy.baseline, ...needed])
}

/** The highest of each kind. */
function highest(policy: Policy, ids: readonly string[]): readonly string[] {
  const best = new Map<string, { readonly id: string; readonly level: number }>()
  for (const id of ids) {
    const { kind, level } = policy.standards.find((standard) => standard.id === id)!
    if ((best.get(kind)?.level ?? 0) < level) best.set(kind, { id, level })
  }
  return [...best.values()].map(({ id }) => id)
}

function truth(value: ThresholdVerdict['ruledOut']): boolean | null {
  return value === 'unknown' ? null : value === 'true'
}
