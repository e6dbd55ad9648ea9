import { DataError } from '@safety-portfolio/records'
import type { DataIssue } from '@safety-portfolio/records'
import type { Rows } from '../mixed-model.js'

/** Numbers in every row (`NaN` = missing), several such columns, or level codes (`-1` = missing). */
export type Variable = NumericVariable | BasisVariable | FactorVariable

export interface NumericVariable {
  readonly kind: 'numeric'
  readonly values: Float64Array
}

/** Columns that belong together, such as the powers of `poly(x, 2)`. */
export interface BasisVariable {
  readonly kind: 'basis'
  readonly columns: readonly Float64Array[]
}

export interface FactorVariable {
  readonly kind: 'factor'
  readonly codes: Int32Array
  readonly levels: readonly string[]
}

const strictNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/** Missing are: an absent cell, null, NaN, empty text and the text `NA`. */
export function isMissing(cell: unknown): boolean {
  if (typeof cell === 'string') return cell === '' || cell === 'NA'
  return cell === null || cell === undefined || Number.isNaN(cell)
}

/** The number in a cell: a number, or text that is strictly one; `null` when it is neither. */
export function cellNumber(cell: unknown): number | null {
  if (typeof cell === 'number') return cell
  if (typeof cell === 'string' && strictNumber.test(cell.trim())) return Number(cell)
  return null
}

/** Throws when no row has the column. */
export function requireColumn(rows: Rows, name: string): void {
  if (rows.some((row) => Object.hasOwn(row, name))) return
  const present = Object.keys(rows[0] ?? {}).join(', ')
  throw new RangeError(`prepareModel: the data have no column ${JSON.stringify(name)}; the first row has: ${present}`)
}

/** Reads a column as numbers when every present cell is one, otherwise as a factor. */
export function readColumn(rows: Rows, name: string, asFactor: boolean, baseline: string | undefined): Variable {
  requireColumn(rows, name)
  if (!asFactor && baseline === undefined) {
    const values = new Float64Array(rows.length)
    let numeric = true
    for (let i = 0; i < rows.length && numeric; i += 1) {
      const cell = rows[i]![name]
      const number = isMissing(cell) ? NaN : cellNumber(cell)
      if (number === null) numeric = false
      else values[i] = number
    }
    if (numeric) {
      refuseInfinite(rows, name, values)
      return { kind: 'numeric', values }
    }
  }
  return readFactor(rows, name, baseline)
}

function refuseInfinite(rows: Rows, name: string, values: Float64Array): void {
  const issues: DataIssue[] = []
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!
    if (Math.abs(value) !== Infinity) continue
    const shown = String(rows[i]![name])
    issues.push({
      code: 'not-finite',
      path: [i + 1, name],
      column: name,
      value: shown,
      message: `column ${name} must hold finite numbers, got ${shown}`,
    })
  }
  if (issues.length > 0) throw new DataError(issues)
}

/** Level order: by number when all levels are numbers, else by code unit; the baseline, when one is named, comes first. */
export function readFactor(rows: Rows, name: string, baseline?: string): FactorVariable {
  requireColumn(rows, name)
  const seen = new Map<string, number>()
  const first = new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i += 1) {
    const cell: unknown = rows[i]![name]
    if (isMissing(cell)) {
      first[i] = -1
      continue
    }
    const label = cellLabel(cell, name)
    let code = seen.get(label)
    if (code === undefined) {
      code = seen.size
      seen.set(label, code)
    }
    first[i] = code
  }
  const levels = sortLevels([...seen.keys()])
  if (baseline !== undefined) {
    if (!seen.has(baseline)) {
      throw new RangeError(
        `prepareModel: baseline ${JSON.stringify(baseline)} is not a level of ${name}; levels are: ${levels.join(', ')}`,
      )
    }
    levels.splice(levels.indexOf(baseline), 1)
    levels.unshift(baseline)
  }
  const position = new Map(levels.map((level, index) => [level, index]))
  const rank = Int32Array.from(seen.keys(), (level) => position.get(level)!)
  for (let i = 0; i < first.length; i += 1) if (first[i]! >= 0) first[i] = rank[first[i]!]!
  return { kind: 'factor', codes: first, levels }
}

function cellLabel(cell: unknown, name: string): string {
  if (typeof cell === 'string') return cell
  if (typeof cell === 'number' || typeof cell === 'boolean' || typeof cell === 'bigint') return String(cell)
  throw new TypeError(`prepareModel: column ${name} must hold numbers, text or booleans, got ${typeof cell}`)
}

/** Sorted copy: numerically when every level is a number. */
function sortLevels(levels: readonly string[]): string[] {
  const numeric = levels.every((level) => strictNumber.test(level))
  return levels.toSorted((a, b) => (numeric ? Number(a) - Number(b) : 0) || (a < b ? -1 : a > b ? 1 : 0))
}

/** The rows that are kept, with levels that no longer occur removed. */
export function keepRows(variable: Variable, rows: Int32Array): Variable {
  const kept = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!)
  if (variable.kind === 'numeric') return { kind: 'numeric', values: kept(variable.values) }
  if (variable.kind === 'basis') return { kind: 'basis', columns: variable.columns.map(kept) }
  const codes = Int32Array.from(rows, (row) => variable.codes[row]!)
  const used = new Set(codes)
  const remaining = variable.levels.flatMap((level, code) => (used.has(code) ? [{ level, code }] : []))
  const renumbered = new Map(remaining.map(({ code }, index) => [code, index]))
  return {
    kind: 'factor',
    codes: codes.map((code) => renumbered.get(code)!),
    levels: remaining.map(({ level }) => level),
  }
}

/** The factor with those of the named levels that occur, in this order; rows of other levels are missing, as in R. */
export function withLevels({ codes, levels }: FactorVariable, named: readonly string[]): FactorVariable {
  const kept = named.filter((level) => levels.includes(level))
  const moved = levels.map((level) => kept.indexOf(level))
  return { kind: 'factor', codes: codes.map((code) => (code < 0 ? -1 : moved[code]!)), levels: kept }
}

/** The combined factor of several: levels `a:b` in the order of the first, then the second, without those that do not occur. */
export function crossFactors(factors: readonly FactorVariable[]): FactorVariable {
  const [first, ...rest] = factors as [FactorVariable, ...FactorVariable[]]
  return rest.reduce((left, right) => {
    const width = right.levels.length
    const raw = left.codes.map((code, i) => (code < 0 || right.codes[i]! < 0 ? -1 : code * width + right.codes[i]!))
    const present = [...new Set(raw)].filter((code) => code >= 0).toSorted((a, b) => a - b)
    const position = new Map(present.map((code, index) => [code, index]))
    return {
      kind: 'factor',
      codes: raw.map((code) => (code < 0 ? -1 : position.get(code)!)),
      levels: present.map((code) => `${left.levels[Math.floor(code / width)]!}:${right.levels[code % width]!}`),
    }
  }, first)
}
