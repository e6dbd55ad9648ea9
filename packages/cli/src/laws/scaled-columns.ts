import type { RowSchema } from '@safety-portfolio/records'
import type { Finding } from '@safety-portfolio/stats'
import { spellings } from '../io/aliased-schema.js'
import type { AnyRow } from '../io/any-row.js'
import { columnUnit, type ColumnUnit } from './column-unit.js'
import { isNumber } from './numeric-paths.js'
import { plainName } from './plain-name.js'

/** Quantities that tables give in thousands to zettas, and what no run reaches in any of them. */
const largest: Readonly<Record<string, number>> = {
  params: 1e16,
  tokens: 1e18,
  uniqueTokens: 1e18,
  steps: 1e14,
  x: 1e32,
  compute: 1e32,
  scale: 1e32,
}

/** The unit of a column for a field that may have one, where its numbers can be in that unit. */
export function unitFor(field: string, column: string, head: readonly AnyRow[]): ColumnUnit | undefined {
  const limit = largest[field]
  const unit = limit === undefined ? undefined : columnUnit(column)
  if (limit === undefined || unit === undefined) return undefined
  const numbers = head.map((row) => row[column]).filter(isNumber)
  // What is written with separators is for the reader to refuse.
  return numbers.some((cell) => Number(cell) * unit.factor > limit) ? undefined : unit
}

/** The names of the columns in these rows. */
export function topColumns(head: readonly AnyRow[]): readonly string[] {
  return [...new Set(head.flatMap((row) => Object.keys(row)))]
}

/** The columns of fields that stand under none of their names, but under one that is plainly the same, or with a unit in it. */
export function columnsInUnits(
  head: readonly AnyRow[],
  names: Readonly<Record<string, readonly string[]>>,
  mapped: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const top = topColumns(head)
  const columns: Record<string, string> = {}
  for (const [field, known] of Object.entries(names)) {
    if (Object.hasOwn(mapped, field) || known.flatMap(spellings).some((name) => top.includes(name))) continue
    const unitless = (column: string): string => plainName(unitFor(field, column, head)?.name ?? '')
    const [found] = [plainName, unitless].flatMap((read) =>
      known.flatMap((name) => top.filter((column) => read(column) === plainName(name))),
    )
    if (found !== undefined) columns[field] = found
  }
  return columns
}

/** The units of the columns that were found; a column that was named by hand is read as it stands. */
export function unitsOf(
  columns: Readonly<Record<string, string>>,
  mapped: Readonly<Record<string, string>>,
  head: readonly AnyRow[],
): ReadonlyMap<string, ColumnUnit> {
  const units = Object.entries(columns).map(([field, column]) => [field, unitFor(field, column, head)] as const)
  return new Map(
    units.filter((pair): pair is [string, ColumnUnit] => pair[1] !== undefined && !Object.hasOwn(mapped, pair[0])),
  )
}

/** The schema, with cells of these fields multiplied before it sees them; what is no number is left for it to refuse. */
export function scaledColumns<T>(schema: RowSchema<T>, units: ReadonlyMap<string, ColumnUnit>): RowSchema<T> {
  if (units.size === 0) return schema
  return {
    ...schema,
    '~standard': {
      ...schema['~standard'],
      validate(row) {
        const scaled: Record<string, unknown> = { ...(row as AnyRow) }
        for (const [field, { factor }] of units) scaled[field] = times(scaled[field], factor)
        return schema['~standard'].validate(scaled)
      },
    },
  }
}

/** Powers of ten move the point of a decimal text, so that 0.07 billion is 70 million to the last digit. */
function times(cell: unknown, factor: number): unknown {
  const text = typeof cell === 'number' ? String(cell) : typeof cell === 'string' ? cell.trim() : ''
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return cell
  const power = Math.log10(factor)
  return Number.isInteger(power) && !/e/i.test(text) ? Number(`${text}e${power}`) : Number(text) * factor
}

/** What was multiplied, and what was not although its name says another unit. */
export function unitFindings(
  columns: Readonly<Record<string, string>>,
  mapped: Readonly<Record<string, string>>,
  units: ReadonlyMap<string, ColumnUnit>,
): readonly Finding[] {
  const scaled = [...units].map(
    ([field, { unit, factor }]) =>
      `${field} is ${JSON.stringify(columns[field])} times ${factor.toPrecision(3).replace(/\.?0*e\+?/, 'e')}, by the unit ${JSON.stringify(unit)} in its name`,
  )
  const raw = Object.entries(mapped).flatMap(([field, column]) => {
    const unit = Object.hasOwn(largest, field) ? columnUnit(column)?.unit : undefined
    return unit === undefined
      ? []
      : [`${field} is read from ${JSON.stringify(column)} as it stands, although its name says ${JSON.stringify(unit)}`]
  })
  return [...scaled, ...raw].map((message) => ({ code: 'column-unit', message: `${message}.` }))
}
