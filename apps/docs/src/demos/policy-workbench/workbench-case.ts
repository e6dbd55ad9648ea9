import {
  caseFrom,
  decide,
  shippedPolicies,
  shippedPolicy,
  type Decision,
  type Policy,
  type PolicyCase,
} from '@safety-portfolio/asl-policy'
import { DataError, type DataIssue } from '@safety-portfolio/records'
import type { EvidenceRow } from './evidence-table.js'
import type { WorkbenchState } from './state.js'

/** A decision with the policy it was taken under. */
export interface WorkbenchResult {
  readonly policy: Policy
  readonly decision: Decision
  /** Rows that another policy would use and this one has no place for. */
  readonly unused: readonly string[]
}

/** Names that a policy knows, for each part of the table; an approval may name anybody. */
const names: Readonly<Record<string, (policy: Policy) => readonly string[]>> = {
  determination: ({ thresholds }) => thresholds.map(({ id }) => id),
  evidence: ({ lines }) => lines.map(({ id }) => id),
  safeguard: ({ standards }) => standards.map(({ id }) => id),
  claim: ({ claims }) => claims.map(({ id }) => id),
  fact: ({ facts }) => Object.keys(facts),
}
const parts = [...Object.keys(names), 'approval']

function partOf({ part }: EvidenceRow): string {
  return part.trim().toLowerCase()
}

function isKnown(policy: Policy, row: EvidenceRow): boolean {
  return names[partOf(row)]?.(policy).includes(row.name) ?? true
}

/** Rows with a part or a name that no shipped policy has are refused, all at once. */
function refuse(rows: readonly EvidenceRow[]): void {
  const all = shippedPolicies()
  const issues: DataIssue[] = rows.flatMap((row, index) => {
    const path = [index + 1]
    if (!parts.includes(partOf(row))) {
      const message = `must be one of ${parts.join(', ')}`
      return [{ code: 'unknown-part', path, column: 'part', value: row.part, message }]
    }
    if (all.some((policy) => isKnown(policy, row))) return []
    const message = `no shipped policy has this ${partOf(row)}`
    return [{ code: 'unknown-name', path, column: 'name', value: row.name, message }]
  })
  if (issues.length > 0) throw new DataError(issues, { name: 'the table' })
}

/** Decides what the table says under the chosen policy. */
export function decideTable(rows: readonly EvidenceRow[], state: WorkbenchState): WorkbenchResult {
  const split = state.policy.indexOf(' ')
  const policy = shippedPolicy(state.policy.slice(0, split), state.policy.slice(split + 1))
  const asOf =
    /^\d{4}-\d\d-\d\d$/.test(state.date) && !Number.isNaN(Date.parse(state.date)) ? state.date : firstDay(policy)
  refuse(rows)
  const used = rows.filter((row) => isKnown(policy, row))
  const unused = rows.filter((row) => !used.includes(row)).map(({ part, name }) => `${part} ${name}`)
  return { policy, decision: decide(policy, tableCase(used, policy, state), { asOf }), unused }
}

/** Lines of cards came after the version: the case is decided once all of its lines are stated. */
function firstDay(policy: Policy): string {
  return (
    [policy.effective, ...policy.lines.filter(({ until }) => until !== undefined).map(({ statedOn }) => statedOn)]
      .toSorted()
      .at(policy.lines.length === 0 ? 0 : 1) ?? policy.effective
  )
}

function tableCase(rows: readonly EvidenceRow[], policy: Policy, state: WorkbenchState): PolicyCase {
  const of = (part: string): readonly EvidenceRow[] => rows.filter((row) => partOf(row) === part)
  const known = (part: string): readonly (EvidenceRow & { readonly value: string })[] =>
    of(part).flatMap((row) =>
      row.value === undefined || /^unknown$/i.test(row.value) ? [] : [{ ...row, value: row.value }],
    )
  const given = known('approval')
    .filter(({ value }) => /^(?:yes|true|given)$/i.test(value))
    .map(({ name }) => name)
  return caseFrom(
    {
      case: 'workbench',
      subject: { weights: 'model', activity: state.activity },
      assessment: { required: state.assessment === 'unknown' ? null : state.assessment === 'owed' },
      determinations: known('determination').map(({ name, value }) => ({
        threshold: name,
        verdict: value.toLowerCase().replaceAll(' ', '-'),
        rationale: 'as entered on this page',
      })),
      evidence: known('evidence').map(({ name, value }) => ({ line: name, value: Number(value), elicitation: true })),
      safeguards: of('safeguard').map(({ name, value = 'unknown' }) => ({
        standard: name,
        status: value.toLowerCase().replaceAll(' ', '-'),
      })),
      approvals: given,
      shared: given,
      claims: known('claim').map(({ name, value }) => ({
        id: name,
        status: value.toLowerCase(),
        author: 'author',
        reviewer: 'reviewer',
      })),
      facts: Object.fromEntries(known('fact').map(({ name, value }) => [name, factValue(policy, name, value)])),
    },
    'the table',
  )
}

function factValue(policy: Policy, name: string, value: string): unknown {
  const type = policy.facts[name]?.type
  if (type === 'number') return Number(value)
  if (type !== 'truth') return value
  return /^(?:yes|true)$/i.test(value) ? true : /^(?:no|false)$/i.test(value) ? false : value
}
