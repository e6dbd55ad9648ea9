import { DataError, numberCell, type DataIssue, type RowSchema } from '@safety-portfolio/records'
import type { Formula } from '@safety-portfolio/mixed-models'

type Expression = Formula['response']
/** A row of a table that a formula reads: cells as they stand in the file. */
export type FormulaRow = Readonly<Record<string, unknown>>

/** The columns that a formula names, in the order of their first mention. */
export function formulaColumns(formula: Formula): readonly string[] {
  const expressions = [formula.response, ...Object.values(formula.variables), ...formula.offsets]
  return [...new Set(expressions.flatMap(columnsOf))]
}

const madeFactors = ['factor', 'relevel']

/** The columns that hold groups or that `factor()` or `relevel()` makes one of, and bounds of a response, which may be infinite. */
export function factorColumns(formula: Formula): ReadonlySet<string> {
  const groups = formula.random.flatMap(({ group }) => group.flatMap((name) => columnsOf(formula.variables[name]!)))
  const made = Object.values(formula.variables).flatMap((expression) =>
    expression.kind === 'call' && madeFactors.includes(expression.name) ? columnsOf(expression) : [],
  )
  const { response } = formula
  const bounds = response.kind === 'call' && response.name === 'censored' ? columnsOf(response) : []
  return new Set([...groups, ...made, ...bounds])
}

function columnsOf(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'number':
    case 'text':
      return []
    case 'name':
      return [expression.name]
    case 'call':
      return expression.operands.flatMap(columnsOf)
    case 'operation':
      return [...columnsOf(expression.left), ...columnsOf(expression.right)]
  }
}

/** Reads these columns, all of which a file must have, and leaves their cells as they are. */
export function columnSchema(columns: readonly string[]): RowSchema<FormulaRow> {
  return {
    fields: columns,
    required: columns,
    '~standard': {
      version: 1,
      vendor: 'safety-portfolio',
      validate: (row) => {
        const given = row as FormulaRow
        const kept = columns.map((column) => [column, cellValue(given[column])] as const)
        return { value: Object.fromEntries(kept) }
      },
    },
  }
}

function cellValue(cell: unknown): unknown {
  if (typeof cell === 'bigint') return Number(cell)
  return typeof cell === 'string' && cell.trim() === '' ? '' : cell
}

const infinite = /^\s*[+-]?inf(?:inity)?\s*$/i
const number = numberCell()
const isNumber = (cell: unknown): boolean => {
  const result = number['~standard'].validate(cell)
  return !(result instanceof Promise) && result.issues === undefined
}
const isMissing = (cell: unknown): boolean => cell === '' || cell === 'NA' || cell === null || cell === undefined

/** A column with more labels than this is no scale with an open end. */
const mostLabels = 20

/** Whether a column is a short scale such as 0, 1, 2, 3+: few labels, and those that are no numbers hold digits and occur again and again. */
function isLabelled(
  present: readonly { readonly cell: unknown }[],
  stray: readonly { readonly cell: unknown }[],
): boolean {
  const counts = new Map<string, number>()
  for (const { cell } of stray) counts.set(String(cell), (counts.get(String(cell)) ?? 0) + 1)
  const repeated = [...counts].every(([label, count]) => /\d/.test(label) && count > 1)
  return repeated && new Set(present.map(({ cell }) => String(cell))).size <= mostLabels
}

/**
 * A column of numbers in which a cell holds text would silently become a factor with a level for every number. So where most cells are
 * numbers, the others are errors, unless the column is meant as a factor or is a short scale with labels such as 3+.
 */
export function refuseStrayText(
  rows: readonly FormulaRow[],
  columns: readonly string[],
  factors: ReadonlySet<string>,
  { name, filtered }: { readonly name: string; readonly filtered: boolean },
): void {
  const issues = columns
    .filter((column) => !factors.has(column))
    .flatMap((column): readonly DataIssue[] => {
      const cells = rows.map((row, index) => ({ cell: row[column], row: index + 1 }))
      const present = cells.filter(({ cell }) => !isMissing(cell))
      const stray = present.filter(({ cell }) => !isNumber(cell))
      if (stray.length === 0 || 2 * stray.length >= present.length) return []
      if (isLabelled(present, stray)) return []
      const of = filtered ? ' (rows are counted as --where keeps them)' : ''
      return stray.map(({ cell, row }) => ({
        code: 'stray-text',
        path: [row, column],
        column,
        value: String(cell),
        message: `column ${JSON.stringify(column)}, value ${JSON.stringify(cell)}: ${infinite.test(String(cell)) ? 'infinite: no model can use it' : `not a number, as most of the column are; if it is a factor, say --factor ${column}`}${of}`,
      }))
    })
  if (issues.length > 0) throw new DataError(issues.slice(0, 100), { name, total: issues.length })
}
