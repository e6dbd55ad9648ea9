import type { Finding } from '@safety-portfolio/stats'
import { type AnyRow, cellText } from '../io/any-row.js'
import { counted } from '../text/counted.js'
import { isBlank, isNumber } from './numeric-paths.js'
import { plainName } from './plain-name.js'

/** Plain names of columns that tell experiments apart, whatever they hold. */
const experimentNames = new Set([
  ...['experiment', 'experimentid', 'experimentname', 'exp', 'dataset', 'datasetname', 'trainset', 'traindataset'],
  ...[
    'trainingdataset',
    'trainingset',
    'corpus',
    'domain',
    'task',
    'taskname',
    'benchmark',
    'source',
    'study',
    'paper',
  ],
  ...['series', 'curve', 'curvename', 'group', 'condition', 'setting', 'setup', 'arch', 'architecture', 'family'],
  ...['modelfamily', 'optimizer', 'tokenizer', 'modality', 'language', 'hparams', 'schedule', 'lrschedule'],
])

/** Most values of a column that are remembered. */
const remembered = 200

/** Rows of which it is remembered where they lie. */
const placesSeen = 10_000

/** Columns that may tell experiments apart: those with such a name, and those of text that no field reads. */
export function experimentColumns(head: readonly AnyRow[], read: readonly string[]): readonly string[] {
  const taken = new Set(read)
  const columns = [...new Set(head.flatMap((row) => Object.keys(row)))].filter((column) => !taken.has(column))
  return columns.filter((column) => {
    const cells = head.map((row) => row[column]).filter((cell) => !isBlank(cell))
    if (cells.length === 0 || cells.some((cell) => typeof cell === 'object')) return false
    return experimentNames.has(plainName(column)) || cells.every((cell) => typeof cell === 'string' && !isNumber(cell))
  })
}

/** Watches the rows of a table as they pass, in bounded memory. */
export interface ExperimentWatch {
  /** Takes note of a row: where it lies (what a law knows of it besides its loss), and its cell in each column. */
  readonly see: (place: () => string, cellOf: (column: string) => unknown) => void
  /**
   * A warning where the table holds several experiments: a column of such a name has several values with two rows or more each, or a column of text
   * has several values for the same place, three times or more.
   */
  readonly findings: () => readonly Finding[]
}

/** Watches these columns. */
export function watchExperiments(columns: readonly string[]): ExperimentWatch {
  const watched = columns.map((column) => ({ column, counts: new Map<string, number>(), crossings: createCrossings() }))
  let rows = 0
  return {
    see(place, cellOf) {
      rows += 1
      const at = rows <= placesSeen && watched.length > 0 ? place() : undefined
      for (const { column, counts, crossings } of watched) {
        const cell = cellOf(column)
        if (isBlank(cell)) continue
        const text = cellText(cell)
        if (counts.size < remembered || counts.has(text)) counts.set(text, (counts.get(text) ?? 0) + 1)
        if (at !== undefined) crossings.see(at, text)
      }
    },
    findings() {
      const told = watched.flatMap(({ column, counts, crossings }) => {
        const values = [...counts].filter(([, count]) => count > 1).map(([value]) => value)
        const tells = experimentNames.has(plainName(column)) || crossings.count() >= 3
        return values.length > 1 && tells ? [{ column, values }] : []
      })
      return finding(told.toSorted((a, b) => rank(b) - rank(a) || b.values.length - a.values.length))
    },
  }
}

interface Told {
  readonly column: string
  readonly values: readonly string[]
}

function finding([first, ...others]: readonly Told[]): readonly Finding[] {
  if (first === undefined) return []
  const { column, values } = first
  const shown = values.slice(0, 3).map((value) => JSON.stringify(value))
  const rest = values.length > shown.length ? ', ...' : ''
  const also = others.map((other) => `; ${JSON.stringify(other.column)} has ${other.values.length}`).join('')
  const message = `Column ${JSON.stringify(column)} has ${counted(values.length, 'value')} (${shown.join(', ')}${rest}${also}): these are several experiments, and one law through all of them describes none. Choose one with --where ${column}=VALUE.`
  return [{ code: 'several-experiments', message }]
}

/** A column called experiment is the one to choose by. */
const rank = ({ column }: Told): number => (plainName(column).startsWith('exp') ? 1 : 0)

/** Counts the places at which rows differ in their label. */
function createCrossings(): { readonly see: (place: string, label: string) => void; readonly count: () => number } {
  const firsts = new Map<string, string>()
  const crossed = new Set<string>()
  return {
    see(place, label) {
      const first = firsts.get(place)
      if (first === undefined) firsts.set(place, label)
      else if (first !== label) crossed.add(place)
    },
    count: () => crossed.size,
  }
}
