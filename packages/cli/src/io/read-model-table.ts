import type { Formula } from '@safety-portfolio/mixed-models'
import type { RowFilter } from '@safety-portfolio/records'
import type { Assignment } from '../flags.js'
import { UsageError } from '../usage-error.js'
import { columnSchema, factorColumns, formulaColumns, refuseStrayText, type FormulaRow } from './formula-rows.js'
import type { Io } from './io.js'
import type { Progress } from './progress.js'
import { readTable, type Source } from './read-table.js'

/** How the columns of a model are read. */
export interface ModelColumns {
  readonly weights?: string | undefined
  readonly factor?: readonly string[] | undefined
  readonly baseline?: readonly Assignment[] | undefined
  readonly where: readonly RowFilter[]
}

/** Reads the columns that formulas name; text in a column of numbers is an error unless the column is meant as a factor. */
export async function readModelTable(
  file: string | undefined,
  formulas: readonly Formula[],
  { weights, factor = [], baseline = [], where }: ModelColumns,
  io: Io,
  progress: Progress,
): Promise<{ readonly rows: readonly FormulaRow[]; readonly source: Source }> {
  const columns = [
    ...new Set([
      ...formulas.flatMap((formula) => formulaColumns(formula)),
      ...(weights === undefined ? [] : [weights]),
    ]),
  ]
  const named = [...factor, ...baseline.map(({ name }) => name)]
  const unknown = named.find((column) => !columns.includes(column))
  if (unknown !== undefined) {
    throw new UsageError(`'${unknown}' is no column of the formula. Its columns: ${columns.join(', ')}.`)
  }
  const { rows, source } = await readTable(
    { file, schema: columnSchema(columns), columns: {}, where, mappable: false },
    io,
    progress,
  )
  const factors = new Set([...formulas.flatMap((formula) => [...factorColumns(formula)]), ...named])
  refuseStrayText(rows, columns, factors, { name: source.name, filtered: where.length > 0 })
  return { rows, source }
}
