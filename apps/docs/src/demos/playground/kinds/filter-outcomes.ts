import { overlapChart } from '@safety-portfolio/charts'
import { DataError, parseCsv, toCsv, type DataIssue, type StandardSchemaV1 } from '@safety-portfolio/records'
import { analyseLayers, layerOutcomes, type LayerOutcomes, type LayersResult } from '@safety-portfolio/risk'
import { createRandom } from '@safety-portfolio/stats'
import { describeTable } from '~/kit/pasted-table.js'
import { defineKind, estimateRow, messages } from '../kind.js'

type Row = Readonly<Record<string, string>>
const anyRow: StandardSchemaV1<unknown, Row> = {
  '~standard': { version: 1, vendor: 'safety-portfolio', validate: (row) => ({ value: row as Row }) },
}
const words: Readonly<Record<string, boolean | null>> = {
  ...Object.fromEntries(['1', 'true', 'yes', 'caught', 'flagged', 'attack', 'positive'].map((word) => [word, true])),
  ...Object.fromEntries(['0', 'false', 'no', 'missed', 'passed', 'benign', 'negative'].map((word) => [word, false])),
  '': null,
  na: null,
  unknown: null,
}
/** Columns that are no filters. */
const others = new Set(['id', 'item', 'label', 'stratum', 'family', 'prompt', 'text'])

/** What a cell says; `undefined` where it says neither yes nor no. */
export function outcomeOf(cell: string | undefined): boolean | null | undefined {
  return cell === undefined ? null : words[cell.trim().toLowerCase()]
}

/** The columns of filters. */
export function filterColumns(header: readonly string[]): readonly string[] {
  return header.filter((column) => !others.has(column.trim().toLowerCase()))
}

export const filterOutcomes = defineKind<LayerOutcomes, LayersResult>({
  label: 'Outcomes of several filters',
  wants: 'a column a filter with 1 (caught) or 0 (missed); label says which items should be caught',
  page: '/methods/layers/',
  sample: sampleOf(),
  read: (text) => {
    const { delimiter, header } = describeTable(text)
    const rows = parseCsv(text, { schema: anyRow, delimiter, name: 'the table' })
    const filters = filterColumns(header)
    if (filters.length === 0 || filters.length > 16) {
      const message = `between 1 and 16 columns have to be filters, got ${filters.length}`
      throw new DataError([{ code: 'no-filters', path: [], message }], { name: 'the table' })
    }
    const issues: DataIssue[] = []
    const read = (row: Row, index: number, column: string): boolean | null => {
      const said = outcomeOf(row[column])
      if (said !== undefined) return said
      const message = 'must be 1 or 0 (yes or no, caught or missed), or blank'
      issues.push({
        code: 'outcome',
        path: [index + 1, column],
        line: index + 2,
        column,
        value: row[column] ?? '',
        message,
      })
      return null
    }
    const hasLabel = header.includes('label')
    const items = rows.map((row, index) => ({
      caught: filters.map((column) => read(row, index, column)),
      ...(hasLabel ? { positive: read(row, index, 'label') } : {}),
    }))
    if (issues.length > 0) throw new DataError(issues.slice(0, 100), { name: 'the table', total: issues.length })
    return layerOutcomes(items, filters)
  },
  analyse: (outcomes) => {
    const result = analyseLayers(outcomes)
    const { n, joint, independent, detectors, assumptions, warnings, refused, effectiveLayers, lift } = result
    return {
      lead:
        refused?.message ??
        `Of ${n} items that should be caught, ${joint.count} pass all ${detectors.length} filters; multiplying their miss rates would have said ${independent === null ? 'nothing' : (100 * independent).toPrecision(2) + ' %'}.`,
      estimates: [
        estimateRow('share that passes all filters', joint),
        ...detectors.map(({ name, miss }) => estimateRow(`share that ${name} misses`, miss)),
        estimateRow('measured over independent', lift),
        estimateRow('effective number of layers', effectiveLayers),
      ],
      method: `counts of ${n} positives by which filters missed them; Clopper-Pearson intervals of shares, delta method for the rest`,
      source: 'Clopper and Pearson 1934; Fréchet bounds',
      assumptions,
      warnings: messages(warnings, refused),
      result,
    }
  },
  draw: (result, width) => overlapChart(result, { width }),
})

/** Three hundred attacks, some of them hard for every filter. */
function sampleOf(): string {
  return toCsv(
    Array.from({ length: 300 }, (_, index) => {
      const random = createRandom(7, index)
      const hard = random.uniform() < 0.15
      const caught = (miss: number): number => Number(random.uniform() >= (hard ? 0.6 : miss))
      return { input: caught(0.08), output: caught(0.1), monitor: caught(0.15) }
    }),
  )
}
