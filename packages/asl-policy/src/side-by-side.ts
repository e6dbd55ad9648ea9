import { decide } from './decide.js'
import { caseFrom, type PolicyCase } from './policy-case.js'
import type { Outcome, Policy } from './policy.js'

/** One record of evidence under one policy. */
export interface SideBySide {
  readonly policy: string
  readonly title: string
  readonly outcome: Outcome
  readonly missing: readonly string[]
  /** What of the record this policy has no place for. */
  readonly unused: readonly string[]
}

/**
 * Holds one record against several policies. Thresholds are matched by the capability they name, so a verdict on one stands for those of the
 * others with the same capability; facts, claims and standards are taken where a policy knows them by name.
 *
 * @param reference - The policy whose words the case uses.
 */
export function sideBySide(
  reference: Policy,
  subject: PolicyCase,
  policies: readonly Policy[],
  asOf: string,
): readonly SideBySide[] {
  return policies.map((policy) => {
    const { translated, unused } = translate(reference, policy, subject)
    const { outcome, missing } = decide(policy, translated, { asOf, decisive: false })
    return { policy: `${policy.id} ${policy.version}`, title: policy.title, outcome, missing, unused }
  })
}

function translate(
  from: Policy,
  to: Policy,
  subject: PolicyCase,
): { readonly translated: PolicyCase; readonly unused: readonly string[] } {
  if (from === to) return { translated: subject, unused: [] }
  const unused: string[] = []
  const keep = <T>(list: readonly T[], known: (item: T) => boolean, name: (item: T) => string): readonly T[] =>
    list.filter((item) => {
      if (known(item)) return true
      unused.push(name(item))
      return false
    })
  const capabilityOf = (id: string): string =>
    from.thresholds.find((threshold) => threshold.id === id)?.capability ?? id
  const ruledOut = new Set(
    subject.determinations
      .filter(({ verdict }) => verdict === 'ruled-out')
      .map(({ threshold }) => capabilityOf(threshold)),
  )
  const determinations = subject.determinations.flatMap((entry) => {
    const capability = capabilityOf(entry.threshold)
    const target = to.thresholds.find((threshold) => (threshold.capability ?? threshold.id) === capability)
    if (target === undefined) {
      unused.push(`determination:${entry.threshold}`)
      return []
    }
    const lower = to.thresholds.find(({ id }) => id === target.above)?.capability
    // What lies above something that is ruled out is ruled out with it.
    if (lower !== undefined && ruledOut.has(lower) && entry.verdict !== 'ruled-out') return []
    return [
      {
        ...entry,
        threshold: target.id,
        rationale: entry.rationale ?? `as determined under ${from.id} ${from.version}`,
      },
    ]
  })
  const standards = new Set(to.standards.map(({ id }) => id))
  const lines = new Set([...to.lines.map(({ id }) => id)])
  const claims = new Set(to.claims.map(({ id }) => id))
  const translated = caseFrom({
    ...subject,
    cites: undefined,
    lines: [],
    determinations,
    evidence: keep(
      subject.evidence,
      ({ line }) => lines.has(line),
      ({ line }) => `evidence:${line}`,
    ),
    safeguards: keep(
      subject.safeguards,
      ({ standard }) => standards.has(standard),
      ({ standard }) => `standard:${standard}`,
    ),
    claims: keep(
      subject.claims,
      ({ id }) => claims.has(id),
      ({ id }) => `claim:${id}`,
    ),
    facts: Object.fromEntries(
      keep(
        Object.entries(subject.facts),
        ([name]) => to.facts[name] !== undefined,
        ([name]) => `fact:${name}`,
      ),
    ),
    assessment: { ...subject.assessment, prior: undefined },
    inherits: undefined,
  })
  return { translated, unused }
}
