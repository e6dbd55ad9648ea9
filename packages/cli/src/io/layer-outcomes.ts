import { DataError, type DataIssue } from '@safety-portfolio/records'
import type { LayerOutcomes } from '@safety-portfolio/risk'
import { UsageError } from '../usage-error.js'
import type { AnyRow } from './any-row.js'

const yes = new Set([
  '1',
  'true',
  'yes',
  'y',
  'caught',
  'flagged',
  'flag',
  'blocked',
  'attack',
  'positive',
  'harmful',
  'bad',
])
const no = new Set([
  '0',
  'false',
  'no',
  'n',
  'missed',
  'passed',
  'pass',
  'allowed',
  'benign',
  'negative',
  'harmless',
  'honest',
  'good',
])
const unknown = new Set(['', 'na', 'nan', 'null', 'none', '?'])

/** Which columns hold what. */
export interface OutcomeColumns {
  /** Name of the file. */
  readonly name: string
  readonly detectors: readonly string[] | undefined
  readonly label: string | undefined
  readonly stratum: string | undefined
  /** Whether a 1 means that the detector missed the item. */
  readonly missed: boolean
  /** Columns that are no detectors although nothing names them otherwise. */
  readonly other: readonly string[]
}

/**
 * The outcomes of detectors in rows of any columns.
 *
 * @throws UsageError for a column that is not there; DataError with every cell that is neither yes, no nor blank.
 */
export function readOutcomes(rows: readonly AnyRow[], columns: OutcomeColumns): LayerOutcomes {
  const { name, stratum, missed } = columns
  const found = [...new Set(rows.flatMap((row, index) => (index < 1000 ? Object.keys(row) : [])))]
  const require = (column: string, flag: string): string => {
    if (found.includes(column)) return column
    throw new UsageError(`${name}: --${flag} '${column}' is no column. The columns: ${found.join(', ')}.`)
  }
  const label =
    columns.label === undefined ? (found.includes('label') ? 'label' : undefined) : require(columns.label, 'label')
  if (stratum !== undefined) require(stratum, 'stratum')
  const apart = new Set([label, stratum, ...columns.other])
  const detectors =
    columns.detectors?.map((column) => require(column, 'detectors')) ??
    found.filter((column) => !apart.has(column) && !['id', 'item'].includes(column.toLowerCase()))
  if (detectors.length === 0 || new Set(detectors).size < detectors.length) {
    throw new UsageError(
      `${name}: name different columns of detectors with --detectors. The columns: ${found.join(', ')}.`,
    )
  }
  if (detectors.length > 16) {
    throw new UsageError(
      `${name}: ${detectors.length} columns of detectors are too many: name at most 16 with --detectors.`,
    )
  }
  const issues: DataIssue[] = []
  let bad = 0
  const read = (column: string): Uint8Array =>
    Uint8Array.from(rows, (row, index) => {
      const code = codeOf(row[column])
      if (code !== null) return code
      bad += 1
      const message = `must be yes or no (1 or 0, true or false, caught or missed), or blank; got ${JSON.stringify(row[column])}`
      if (issues.length < 100) issues.push({ code: 'outcome', path: [index + 1, column], column, message })
      return 2
    })
  const caught = detectors.map((column) => read(column).map((code) => (missed && code < 2 ? 1 - code : code)))
  const labels = label === undefined ? undefined : read(label)
  if (bad > 0) throw new DataError(issues, { name, total: bad })
  return { detectors, caught, labels, strata: stratum === undefined ? undefined : strataOf(rows, stratum) }
}

function codeOf(cell: unknown): number | null {
  if (cell === true || cell === 1 || cell === 1n) return 1
  if (cell === false || cell === 0 || cell === 0n) return 0
  if (cell === null || cell === undefined) return 2
  if (typeof cell !== 'string') return null
  const word = cell.trim().toLowerCase()
  return yes.has(word) ? 1 : no.has(word) ? 0 : unknown.has(word) ? 2 : null
}

function strataOf(rows: readonly AnyRow[], column: string): NonNullable<LayerOutcomes['strata']> {
  const indices = new Map<string, number>()
  const of = Uint32Array.from(rows, (row) => {
    const cell = row[column]
    const text =
      cell === null || cell === undefined ? '' : typeof cell === 'string' ? cell.trim() : JSON.stringify(cell)
    const key = text === '' ? '(blank)' : text
    const index = indices.get(key) ?? indices.size
    indices.set(key, index)
    return index
  })
  return { names: [...indices.keys()], of }
}
