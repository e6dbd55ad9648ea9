import type { OwedObligation, RuleTrace, ThresholdVerdict } from '@safety-portfolio/asl-policy'
import { decisionChart } from '@safety-portfolio/charts'
import { defineDemo, type Shown } from '~/kit/demo.js'
import { resultsTable } from '~/kit/results-table.js'
import { evidenceTable, type EvidenceRow } from './evidence-table.js'
import { address, type WorkbenchState } from './state.js'
import { decideTable, type WorkbenchResult } from './workbench-case.js'

type WorkbenchShown = Shown<WorkbenchState, readonly EvidenceRow[], WorkbenchResult>

/** A table says so where there is nothing. */
function orNone<Row>(none: Row, rows: readonly Row[]): readonly Row[] {
  return rows.length === 0 ? [none] : rows
}

/** A case under a policy: outcome, what is missing, what alone could still change it, and every rule. */
export const policyWorkbench = defineDemo<WorkbenchState, readonly EvidenceRow[], WorkbenchResult>({
  name: 'policy-workbench',
  address,
  table: evidenceTable,
  compute: decideTable,
  charts: { rules: { label: 'Rules', draw: ({ result }, width) => decisionChart(result.decision, { width }) } },
  tables: {
    missing: resultsTable<WorkbenchShown, { what: string; when: string; decisive: boolean }>({
      caption: 'Missing or not met',
      columns: [
        { label: 'What', text: ({ what }) => what },
        { label: 'Looked at', text: ({ when }) => when },
        { label: 'Alone could change the outcome', text: ({ decisive }) => (decisive ? 'yes' : 'no') },
      ],
      rows: ({ result: { decision } }) =>
        orNone({ what: 'nothing', when: '–', decisive: false }, [
          ...decision.missing.map((what) => ({ what, when: 'now', decisive: decision.decisive.includes(what) })),
          ...decision.pending.map((what) => ({
            what,
            when: 'at a later stage',
            decisive: decision.decisive.includes(what),
          })),
          ...decision.decisive
            .filter((what) => !decision.missing.includes(what) && !decision.pending.includes(what))
            .map((what) => ({ what, when: 'behind one of these', decisive: true })),
        ]),
    }),
    thresholds: resultsTable<
      WorkbenchShown,
      Pick<ThresholdVerdict, 'threshold' | 'fromEvidence' | 'determined' | 'verdict' | 'because'>
    >({
      caption: 'Thresholds',
      columns: [
        { label: 'Threshold', text: ({ threshold }) => threshold },
        { label: 'Evidence says', text: ({ fromEvidence }) => fromEvidence ?? 'nothing' },
        { label: 'Determined', text: ({ determined }) => determined ?? 'nothing' },
        { label: 'Acted on as', text: ({ verdict }) => verdict },
        { label: 'Because', text: ({ because }) => because },
      ],
      rows: ({ result }) =>
        orNone(
          {
            threshold: 'none',
            fromEvidence: null,
            determined: null,
            verdict: 'cannot-rule-out',
            because: 'this policy has no threshold',
          },
          result.decision.thresholds.map(({ threshold, fromEvidence, determined, verdict, because }) => ({
            threshold,
            fromEvidence,
            determined,
            verdict,
            because,
          })),
        ),
    }),
    obligations: resultsTable<WorkbenchShown, OwedObligation>({
      caption: 'Obligations',
      columns: [
        { label: 'What', text: ({ id }) => id },
        { label: 'By', text: ({ due }) => due ?? 'no date' },
        { label: 'Clause', text: ({ clause }) => clause },
      ],
      rows: ({ result }) =>
        orNone({ id: 'none', due: null, hard: false, condition: false, clause: '–' }, result.decision.obligations),
    }),
    rules: resultsTable<WorkbenchShown, Pick<RuleTrace, 'rule' | 'stage' | 'value' | 'clause'> & { meaning: string }>({
      caption: 'Trace',
      columns: [
        { label: 'Rule', text: ({ rule }) => rule },
        { label: 'Stage', text: ({ stage }) => stage },
        { label: 'Kept', text: ({ value }) => value },
        { label: 'Clause', text: ({ clause, meaning }) => `${clause}: ${meaning}` },
      ],
      rows: ({ result: { decision, policy } }) =>
        orNone(
          {
            rule: 'none',
            stage: 'safeguards',
            value: 'unknown',
            clause: '–',
            meaning: 'no rule speaks to this activity',
          },
          decision.trace.map(({ rule, stage, value, clause }) => ({
            rule,
            stage,
            value,
            clause,
            meaning: policy.clauses[clause]?.title ?? '',
          })),
        ),
    }),
  },
  status: ({ result: { decision, policy } }) =>
    `${decision.outcome} under ${policy.title}${decision.missing.length === 0 ? '' : `; missing or not met: ${decision.missing.join(', ')}`}`,
  findings: ({ result: { decision, unused } }) => [
    ...(unused.length === 0 ? [] : [`This policy has no place for ${unused.join(', ')}.`]),
    ...decision.warnings.map(({ message }) => message),
  ],
  assumptions: ({ result }) => result.decision.assumptions,
})
