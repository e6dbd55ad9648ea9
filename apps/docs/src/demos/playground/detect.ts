import { chosenColumns, columnKey, describeTable, type TableDefinition } from '~/kit/pasted-table.js'
import { decisionsTable } from '~/demos/discrimination/decisions-table.js'
import { modelsTable } from '~/demos/compute-trend/models-table.js'
import { queriesTable } from '~/demos/rare-behaviours/queries-table.js'
import { runsTable } from '~/demos/chinchilla/runs-table.js'
import type { KindName } from './all-kinds.js'
import { filterColumns, outcomeOf } from './kinds/filter-outcomes.js'
import { horizonTable } from './kinds/horizon-runs.js'

/** The kind that a text is, by its form and the names of its columns; columns that the reader named count as found. */
export function detectKind(text: string, named: Readonly<Record<string, string>>, formula: string): KindName {
  const start = text.trimStart()
  if (start.startsWith('{') || start.startsWith('[')) {
    return /"eval"\s*:/.test(start.slice(0, 4000)) && /"(?:plan|version|samples)"\s*:/.test(start)
      ? 'eval-log'
      : 'opinions'
  }
  if (formula !== '') return 'mixed'
  const table = describeTable(text)
  const has = <Input>(definition: TableDefinition<Input>, ...fields: readonly string[]): boolean => {
    const chosen = Object.fromEntries(Object.entries(named).map(([field, column]) => [columnKey(field), column]))
    const columns = chosenColumns(definition, table, chosen)
    return fields.every((field) => (columns[field] ?? '') !== '')
  }
  if (has(horizonTable, 'agent', 'task', 'minutes', 'score')) return 'horizons'
  const sizes = ['params', 'tokens', 'compute'].filter((field) => has(runsTable, field)).length
  if (has(runsTable, 'loss') && sizes >= 2) return 'scaling-runs'
  if (has(decisionsTable, 'question') && describesDecisions(has)) return 'decisions'
  if (has(queriesTable, 'logp') || has(queriesTable, 'hits', 'samples') || has(queriesTable, 'p'))
    return 'rare-behaviour'
  if (has(modelsTable, 'date', 'compute')) return 'compute-trend'
  if (isOutcomes(text)) return 'filters'
  return has(queriesTable, 'score') && table.header.length <= 2 ? 'rare-behaviour' : 'mixed'
}

function describesDecisions(
  has: (definition: typeof decisionsTable, ...fields: readonly string[]) => boolean,
): boolean {
  return (
    has(decisionsTable, 'logit') ||
    has(decisionsTable, 'p') ||
    has(decisionsTable, 'yesLogit', 'noLogit') ||
    has(decisionsTable, 'yes', 'no')
  )
}

/** Whether nearly all cells of the first rows say yes or no: one bad cell is a cell to repair, not another kind. */
function isOutcomes(text: string): boolean {
  const { delimiter, header } = describeTable(text)
  const filters = filterColumns(header).map((column) => header.indexOf(column))
  const cells = text
    .split(/\r?\n/)
    .slice(1, 201)
    .filter((line) => line.trim() !== '')
    .flatMap((line) => {
      const row = line.split(delimiter)
      return filters.map((index) => row[index]?.replaceAll('"', ''))
    })
  return (
    filters.length > 0 &&
    cells.length > 0 &&
    cells.filter((cell) => outcomeOf(cell) !== undefined).length >= 0.8 * cells.length
  )
}
