import { countLabel } from '@safety-portfolio/charts'
import { defineDemo, type Shown } from '~/kit/demo.js'
import { escapeHtml, intervalText, numberText, resultsTable } from '~/kit/results-table.js'
import { allKinds, type KindName } from './all-kinds.js'
import { detectKind } from './detect.js'
import type { Analysed, EstimateRow } from './kind.js'
import { address, namedColumns, optionsOf, type PlaygroundState } from './state.js'

/** What was pasted, read as the kind it is. */
interface PlaygroundInput {
  readonly kind: KindName
  readonly data: unknown
}

interface PlaygroundResult extends Analysed<unknown> {
  readonly kind: KindName
}

type PlaygroundShown = Shown<PlaygroundState, PlaygroundInput, PlaygroundResult>

const print = (value: number): string =>
  value >= 1e5
    ? countLabel(value)
    : value !== 0 && (Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3)
      ? value.toExponential(2)
      : value.toPrecision(3)

/** Any data of a known kind in, its analysis out. */
export const playground = defineDemo<PlaygroundState, PlaygroundInput, PlaygroundResult>({
  name: 'playground',
  address,
  table: {
    rows: 'Your data',
    sample: allKinds['scaling-runs'].sample,
    sampleName: 'Simulated scaling runs',
    fields: {},
    readBy: ['kind', 'formula', 'columns'],
    read: (text, _table, _columns, given) => {
      const state = given as PlaygroundState
      const columns = namedColumns(state.columns)
      const options = optionsOf(state)
      const kind = state.kind === 'auto' ? detectKind(text, columns, options.formula) : state.kind
      return { kind, data: allKinds[kind].read(text, columns, options) }
    },
  },
  compute: ({ kind, data }, state) => ({ kind, ...allKinds[kind].analyse(data, optionsOf(state)) }),
  charts: { chart: { draw: ({ result }, width) => allKinds[result.kind].draw(result.result, width) } },
  tables: {
    estimates: resultsTable<PlaygroundShown, EstimateRow>({
      caption: 'Estimates',
      columns: [
        { label: 'Quantity', text: ({ quantity }) => quantity },
        { label: 'Estimate', text: ({ estimate }) => numberText(estimate, print) },
        { label: '95 % interval', text: ({ lower, upper }) => intervalText(lower, upper, print) },
        { label: 'Note', text: ({ note }) => note },
      ],
      rows: ({ result }) => result.estimates,
    }),
    basis: resultsTable<PlaygroundShown, { what: string; value: string }>({
      caption: 'What these numbers rest on',
      columns: [
        { label: 'What', text: ({ what }) => what },
        {
          label: 'Says',
          text: ({ value }) => value,
          // Pages are the site's own.
          html: ({ value }) => (/^\/[\w/-]+\/$/.test(value) ? `<a href="${value}">${value}</a>` : escapeHtml(value)),
        },
      ],
      rows: ({ result: { kind, method, source } }) => [
        { what: 'read as', value: allKinds[kind].label },
        { what: 'method', value: method },
        { what: 'source', value: source },
        { what: 'every control for this kind', value: allKinds[kind].page },
      ],
    }),
  },
  status: ({ result: { kind, lead } }) => `${allKinds[kind].label}: ${lead}`,
  findings: ({ result }) => result.warnings,
  assumptions: ({ result }) => result.assumptions,
})
