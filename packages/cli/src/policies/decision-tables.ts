import type { Decision, MatrixRow, SideBySide } from '@safety-portfolio/asl-policy'
import type { SummaryTable } from '../report/summary-table.js'
import { sentence } from '../text/wrap.js'

/** What a decision came to, in a sentence or two. */
export function decisionLead({ outcome, missing, policy, asOf }: Decision): string {
  const open = missing.length === 0 ? '' : `; missing or not met: ${missing.join(', ')}`
  return sentence(`${outcome} under ${policy.title}, as of ${asOf}${open}`)
}

/** The tables of a decision. */
export function decisionTables(decision: Decision): readonly SummaryTable[] {
  const { thresholds, obligations, trace, decisive, pending } = decision
  const open = [
    ...decision.missing.map((name) => [name, 'now', decisive.includes(name) ? 'yes' : '–']),
    ...pending.map((name) => [name, 'at a later stage', decisive.includes(name) ? 'yes' : '–']),
    ...decisive
      .filter((name) => !decision.missing.includes(name) && !pending.includes(name))
      .map((name) => [name, 'behind one of these', 'yes']),
  ]
  return [
    ...(open.length === 0
      ? []
      : [{ caption: 'Missing or not met', header: ['what', 'looked at', 'could decide'], rows: open }]),
    ...(thresholds.length === 0
      ? []
      : [
          {
            caption: 'Thresholds',
            header: ['threshold', 'evidence', 'determined', 'acted on as'],
            rows: thresholds.map(({ threshold, fromEvidence, determined, verdict }) => [
              threshold,
              fromEvidence ?? 'none',
              determined ?? 'none',
              verdict,
            ]),
          },
        ]),
    ...(obligations.length === 0
      ? []
      : [
          {
            caption: 'Obligations',
            header: ['what', 'by', 'clause'],
            rows: obligations.map(({ id, due, clause }) => [id, due ?? 'no date', clause]),
          },
        ]),
    {
      caption: 'Rules, in the order in which they are asked',
      header: ['rule', 'stage', 'kept', 'clause'],
      rows: trace.map(({ rule, stage, value, clause }) => [rule, stage, value, clause]),
    },
  ]
}

/** The same case in every activity. */
export function matrixTables(rows: readonly MatrixRow[]): readonly SummaryTable[] {
  return rows.map(({ weights, configuration, cells }) => ({
    caption: `${weights} (${configuration}) in every activity`,
    header: ['activity', 'outcome', 'missing or not met'],
    rows: cells.map(({ activity, outcome, missing, spoken }) => [
      activity,
      spoken ? outcome : 'no rule',
      missing.join(', ') || '–',
    ]),
  }))
}

/** The same case under other policies. */
export function besideTables(rows: readonly SideBySide[]): readonly SummaryTable[] {
  if (rows.length === 0) return []
  return [
    {
      caption: 'The same case under other policies',
      header: ['policy', 'outcome', 'missing or not met', 'not used'],
      rows: rows.map(({ policy, outcome, missing, unused }) => [
        policy,
        outcome,
        missing.join(', ') || '–',
        unused.join(', ') || '–',
      ]),
    },
  ]
}
