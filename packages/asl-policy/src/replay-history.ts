import { decide, type Decision } from './decide.js'
import type { Outcome, Policy } from './policy.js'
import { caseFrom, type PolicyCase } from './policy-case.js'
import { shippedHistory, type HistoricDecision } from './shipped-history.js'
import { shippedVersions } from './shipped-policies.js'
import { version } from './version.js'
import { versionInForce } from './version-in-force.js'

/** One historic decision under one version. */
export interface ReplayedDecision {
  readonly policy: string
  readonly inForce: boolean
  readonly outcome: Outcome
  /** Level of safeguards that is needed; `null` where the policy has none. */
  readonly level: number | null
  readonly missing: readonly string[]
}

/** One historic decision under every version of its policy. */
export interface ReplayRow {
  readonly model: string
  readonly date: string
  readonly recorded: string
  readonly recordedLevel: number | null
  readonly inForce: string | null
  /** Whether the engine, given what was determined, comes to the record under the version in force. */
  readonly agrees: boolean
  /** Verdicts of the evidence alone that differ from what was determined. */
  readonly humanDeterminations: readonly string[]
  /** Why agreement or difference, in a sentence. */
  readonly explanation: string
  readonly versions: readonly ReplayedDecision[]
  readonly status: HistoricDecision['status']
}

/** The replay of history. */
export interface Replay {
  readonly rows: readonly ReplayRow[]
  readonly agreeing: number
  readonly explained: number
  readonly total: number
  readonly decisions: number
  readonly method: string
  readonly assumptions: readonly string[]
  readonly version: string
}

/**
 * Decides every historic decision again under every version of its policy: what was determined and applied is taken from the record, what the
 * record does not say stays unknown.
 *
 * @example
 * ```ts
 * import { replayHistory } from '@safety-portfolio/asl-policy'
 *
 * const { total, agreeing, explained } = replayHistory()
 * total // => 23
 * agreeing + explained // => 23
 * ```
 */
export function replayHistory(history: readonly HistoricDecision[] = shippedHistory()): Replay {
  const rows = history.map(replayDecision)
  const agreeing = rows.filter(({ agrees }) => agrees).length
  return {
    rows,
    agreeing,
    explained: rows.length - agreeing,
    total: rows.length,
    decisions: rows.reduce((sum, { versions }) => sum + versions.length, 0),
    method: 'the determinations and safeguards on record, decided under each version',
    assumptions: [
      'Approvals, sharing and reviews that the version in force asks for took place where a model was released; cards do not list them all.',
      'Standards up to the level on record were met.',
      'A capability keeps its verdict under another version that words it differently.',
    ],
    version,
  }
}

function replayDecision(row: HistoricDecision): ReplayRow {
  const versions = shippedVersions(row.policy.id)
  const current = versionInForce(versions, row.date)
  const cases = versions.map((policy) => ({ policy, decision: redecide(policy, row) }))
  const own = cases.find(({ policy }) => policy === current) ?? cases[0]!
  const humanDeterminations = own.decision.thresholds.flatMap(({ threshold, fromEvidence, determined }) =>
    fromEvidence === null || determined === null || fromEvidence === determined
      ? []
      : [`${threshold}: evidence on record says ${fromEvidence}, determined ${determined}`],
  )
  const level = levelOf(own.policy, own.decision)
  const agrees = permits(own.decision.outcome) && (row.level === null || level === row.level)
  return {
    model: row.model,
    date: row.date,
    recorded: row.outcome,
    recordedLevel: row.level,
    inForce: current?.version ?? null,
    agrees,
    humanDeterminations,
    explanation: explained(row, own.decision, agrees, humanDeterminations, current),
    versions: cases.map(({ policy, decision }) => ({
      policy: policy.version,
      inForce: policy === current,
      outcome: decision.outcome,
      level: levelOf(policy, decision),
      missing: decision.missing,
    })),
    status: row.status,
  }
}

function explained(
  row: HistoricDecision,
  { outcome, missing }: Decision,
  agrees: boolean,
  human: readonly string[],
  inForce: Policy | null,
): string {
  const before = inForce === null ? ' The version in force then is not shipped; this is the oldest that is.' : ''
  if (agrees && human.length === 0) return `Follows from what was determined: ${row.grounds}${before}`
  if (agrees) return `Numbers did not decide; people did. ${human.join('; ')}. ${row.grounds}${before}`
  return `The record leaves ${missing.join(', ') || 'nothing'} open, so the engine says ${outcome}. On record: ${row.outcome}. ${row.grounds}${before}`
}

/** A historic decision under one version. */
export function redecide(policy: Policy, row: HistoricDecision): Decision {
  return decide(policy, historicCase(policy, row), { asOf: row.date, decisive: false })
}

/** The case of a historic decision in the words of one version. */
export function historicCase(policy: Policy, row: HistoricDecision): PolicyCase {
  const known = new Set(policy.lines.map(({ id }) => id))
  const applied = policy.standards.filter(({ level }) => row.level !== null && level <= row.level)
  const kept = row.basis !== 'assessed' && policy.assessment !== undefined
  const determined = policy.thresholds.flatMap(({ id, capability = '', above }) => {
    const verdict = row.determined[capability]
    const lower = policy.thresholds.find((threshold) => threshold.id === above)?.capability
    const follows = lower !== undefined && row.determined[lower] === 'ruled-out'
    return verdict === undefined || follows ? [] : [{ threshold: id, verdict, rationale: row.grounds }]
  })
  return caseFrom(
    {
      case: row.model,
      subject: { weights: row.model },
      ...(row.cited === undefined ? {} : { cites: row.cited }),
      assessment: kept
        ? { required: false, prior: { standards: applied.map(({ id }) => id), inForce: true } }
        : { required: true },
      evidence: row.evidence
        .filter(({ line }) => known.has(line))
        .map((entry) => ({ ...entry, elicitation: true, measuredOn: row.date, source: row.source })),
      determinations: kept ? [] : determined,
      safeguards: applied.map(({ id }) => ({ standard: id, status: 'met' })),
      approvals: policy.approvals.flatMap(({ by }) => by),
      shared: policy.approvals.flatMap(({ sharedWith }) => sharedWith),
      claims: policy.claims
        .filter(({ id }) => id === 'misalignment-risk-described')
        .map(({ id }) => ({ id, status: 'accepted', author: 'Anthropic', reviewer: 'readers of its Risk Report' })),
      facts: Object.fromEntries(
        Object.entries({
          ...row.facts,
          ...(policy.rules.some(({ id }) => id === 'off-cycle-analysis') ? offCycle : {}),
        }),
      ),
    },
    row.model,
  )
}

/** Cards analyse each model's risks in public, which is what an off-cycle analysis asks. */
const offCycle = { significantly_more_capable: null, off_cycle_analysis_published: true }

function levelOf(policy: Policy, { requiredStandards }: Decision): number | null {
  const levels = policy.standards.filter(({ id }) => requiredStandards.includes(id)).map(({ level }) => level)
  return levels.length === 0 ? null : Math.max(...levels)
}

function permits(outcome: Outcome): boolean {
  return outcome === 'permit' || outcome === 'permit-with-conditions'
}
