import {
  checkCommitments,
  diffPolicies,
  shippedHistory,
  shippedPolicies,
  shippedPolicy,
  type PartDifference,
  type Policy,
  type PolicyDiff,
} from '@safety-portfolio/asl-policy'
import { policyTimelineChart } from '@safety-portfolio/charts'
import { defineDemo, type Shown } from '~/kit/demo.js'
import { resultsTable } from '~/kit/results-table.js'
import { address, type ExplorerState } from './state.js'

interface ExplorerResult {
  readonly from: Policy
  readonly to: Policy
  readonly diff: PolicyDiff
}

type ExplorerShown = Shown<ExplorerState, undefined, ExplorerResult>

function named(name: string): Policy {
  const split = name.indexOf(' ')
  return shippedPolicy(name.slice(0, split), name.slice(split + 1))
}

function shownPolicies({ shown }: ExplorerState): readonly Policy[] {
  return shippedPolicies().filter(({ id }) => shown === 'all' || id === 'rsp')
}

interface DifferenceRow extends Pick<PartDifference, 'id' | 'part' | 'direction' | 'change' | 'from' | 'to'> {
  readonly witness: string | null
}

/** The row of two policies that do not differ. */
const nothing: PartDifference = {
  id: 'nothing',
  part: 'rule',
  direction: 'same',
  change: 'unchanged',
  from: null,
  to: null,
  witness: null,
}

/** Versions of the shipped policies on a time line, and how two of them differ. */
export const policyExplorer = defineDemo<ExplorerState, undefined, ExplorerResult>({
  name: 'policy-explorer',
  address,
  compute: (_input, state) => {
    const [from, to] = [named(state.from), named(state.to)]
    return { from, to, diff: diffPolicies(from, to) }
  },
  shownOnly: ['shown'],
  charts: {
    versions: {
      label: 'Versions',
      draw: ({ state }, width) =>
        policyTimelineChart(shownPolicies(state), {
          width,
          decisions: shippedHistory(),
          marked: [state.from, state.to],
        }),
    },
  },
  tables: {
    differences: resultsTable<ExplorerShown, DifferenceRow>({
      caption: 'What differs',
      columns: [
        { label: 'Part', text: ({ id }) => id },
        { label: 'Kind', text: ({ part }) => part },
        { label: 'The later one is', text: ({ direction }) => direction },
        { label: 'Change', text: ({ change }) => change },
        { label: 'From', text: ({ from }) => from ?? '–' },
        { label: 'To', text: ({ to }) => to ?? '–' },
        { label: 'Witness', text: ({ witness }) => witness ?? '–' },
      ],
      rows: ({ result }) =>
        (result.diff.differences.length === 0 ? [nothing] : result.diff.differences).map(
          ({ witness, id, part, direction, change, from, to }) => ({
            id,
            part,
            direction,
            change,
            from,
            to,
            witness: witness === null ? null : JSON.stringify(witness),
          }),
        ),
    }),
    commitments: resultsTable<ExplorerShown, { commitment: string; from: string; to: string }>({
      caption: 'The five commitments',
      columns: ({ state }) => [
        { label: 'Commitment', text: ({ commitment }) => commitment },
        { label: state.from, text: ({ from }) => from },
        { label: state.to, text: ({ to }) => to },
      ],
      rows: ({ result: { from, to } }) => {
        const later = checkCommitments(to)
        return checkCommitments(from).map(({ title, met }, index) => ({
          commitment: title,
          from: met,
          to: later[index]!.met,
        }))
      },
    }),
    versions: resultsTable<
      ExplorerShown,
      { policy: string; effective: string; rules: number; thresholds: number; summary: string }
    >({
      caption: 'Versions',
      columns: [
        { label: 'Policy', text: ({ policy }) => policy },
        { label: 'In force from', text: ({ effective }) => effective },
        { label: 'Rules', text: ({ rules }) => String(rules) },
        { label: 'Thresholds', text: ({ thresholds }) => String(thresholds) },
        { label: 'In short', text: ({ summary }) => summary },
      ],
      rows: ({ state }) =>
        shownPolicies(state).map(({ id, version, effective, rules, thresholds, summary }) => ({
          policy: `${id} ${version}`,
          effective,
          rules: rules.length,
          thresholds: thresholds.length,
          summary,
        })),
    }),
  },
  status: ({ result: { diff } }) =>
    `${diff.from} → ${diff.to}: as a whole ${diff.direction}, ${diff.differences.length} ${diff.differences.length === 1 ? 'part differs' : 'parts differ'}`,
  findings: ({ result: { diff, from, to } }) => [
    ...diff.detectors.map(({ message }) => message),
    ...diff.warnings.map(({ message }) => message),
    ...[...new Set([from, to])].flatMap(({ id, version, sources }) =>
      Object.values(sources)
        .filter(({ status }) => status !== 'read')
        .map(({ title, status }) => `${id} ${version}: ${title} is ${status}.`),
    ),
  ],
  assumptions: ({ result: { diff, from, to } }) => [...new Set([...diff.assumptions, ...from.limits, ...to.limits])],
})
