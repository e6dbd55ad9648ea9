import type { CaseFacts } from './case-facts.js'
import type { Policy } from './policy.js'
import type { PolicyCase } from './policy-case.js'

/** Something to know about a result. */
export interface Finding {
  /** Stable code. */
  readonly code: string
  /** What it is, in a sentence. */
  readonly message: string
}

/** What to know about a decision besides its outcome. */
export function decisionWarnings(
  policy: Policy,
  subject: PolicyCase,
  { thresholds, assessment }: CaseFacts,
  late: PolicyCase['duties'],
  asOf: string,
): readonly Finding[] {
  const findings: Finding[] = []
  const warn = (code: string, message: string): void => {
    findings.push({ code, message })
  }
  if (asOf < policy.effective) {
    warn(
      'not-in-force',
      `${policy.id} ${policy.version} came into force on ${policy.effective}, after ${asOf}: this asks what it would have said.`,
    )
  }
  if (subject.cites !== undefined && subject.cites !== policy.version) {
    warn('cited-version', `The case cites version ${subject.cites}; it is decided under ${policy.version}.`)
  }
  findings.push(...sourceFindings(policy))
  if (assessment?.due === 'unknown') {
    warn(
      'assessment-unknown',
      `Whether an assessment is due is not known (${assessment.reasons.join(', ')}); it counts as due.`,
    )
  }
  for (const { threshold, consistency, missingLines, fromEvidence, determined } of thresholds) {
    if (consistency?.direction === 'less-cautious') {
      const stands = consistency.accepted ? 'stands with its reason' : 'does not stand without a reason'
      warn(
        'less-cautious',
        `${threshold}: determined ${determined!} where the evidence says ${fromEvidence ?? 'nothing'}; that ${stands}.`,
      )
    }
    if (fromEvidence !== null && missingLines.length > 0) {
      warn('missing-evidence', `${threshold}: no result for ${missingLines.join(', ')}.`)
    }
  }
  for (const { id, statedOn } of [...policy.lines, ...subject.lines]) {
    const early = subject.evidence.find(
      ({ line, measuredOn }) => line === id && measuredOn !== undefined && measuredOn < statedOn,
    )
    if (early !== undefined)
      warn('line-after-result', `${id} was stated on ${statedOn}, after a result of ${early.measuredOn!}.`)
  }
  for (const { id, line } of [...policy.lines, ...subject.lines]) {
    if (line !== null || subject.reveals.some((shown) => shown.line === id)) continue
    warn('secret-line', `${id} is secret: it is left out here, and settles nothing.`)
  }
  for (const { id, due, hard } of late) {
    warn(hard ? 'overdue' : 'overdue-soft', `${id} was due on ${due}${hard ? '' : ' (guidance, not a limit)'}.`)
  }
  return findings
}

const sourceWarnings = new WeakMap<Policy, readonly Finding[]>()

/** What to know about the sources that something in a policy rests on; the same for every decision. */
function sourceFindings(policy: Policy): readonly Finding[] {
  let findings = sourceWarnings.get(policy)
  if (findings === undefined) {
    const used = usedSources(policy)
    findings = Object.entries(policy.sources)
      .filter(([id, { status }]) => used.has(id) && (status === 'secondary' || status === 'recalled'))
      .map(([id, { status, title }]) => ({
        code: 'source-status',
        message: `${title} (${id}) is ${status}: what rests on it alone is not established.`,
      }))
    sourceWarnings.set(policy, findings)
  }
  return findings
}

/** Sources of the clauses that something in a policy refers to. */
function usedSources(policy: Policy): ReadonlySet<string> {
  const clauses = Object.values(policy).flatMap((list) =>
    Array.isArray(list) ? (list as readonly { readonly clause?: string }[]).flatMap(({ clause }) => clause ?? []) : [],
  )
  return new Set(clauses.flatMap((clause) => policy.clauses[clause]?.source ?? []))
}
