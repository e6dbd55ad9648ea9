import { DataError } from '@safety-portfolio/records'
import type { DataIssue } from '@safety-portfolio/records'
import type { ResponseBounds, Rows } from '../mixed-model.js'
import { cellNumber, isMissing, requireColumn } from './columns.js'
import type { CallExpression } from './expression.js'

const infinite = /^([+-]?)inf(?:inity)?$/i

/**
 * The two columns of `censored(lower, upper)`: equal cells are a value that is known, a blank cell or an infinity is an end that is open. Rows
 * with both ends open are NaN, that is missing.
 */
export function readBounds(expression: CallExpression, rows: Rows): ResponseBounds {
  const [lower, upper] = expression.operands
  if (lower?.kind !== 'name' || upper?.kind !== 'name' || expression.operands.length !== 2) {
    throw new RangeError('prepareModel: censored() takes two columns, the lower and the upper bound of each value')
  }
  const issues: DataIssue[] = []
  const read = (name: string, open: number): Float64Array => {
    requireColumn(rows, name)
    return Float64Array.from(rows, (row, i) => {
      const cell = row[name]
      if (isMissing(cell)) return open
      const number = cellNumber(cell) ?? infinity(cell)
      if (number !== null) return number
      const shown = String(cell)
      issues.push({
        code: 'not-a-bound',
        path: [i + 1, name],
        column: name,
        value: shown,
        message: `column ${name} must hold a number, an infinity or nothing, got ${shown}`,
      })
      return NaN
    })
  }
  const bounds = { lower: read(lower.name, -Infinity), upper: read(upper.name, Infinity) }
  bounds.lower.forEach((low, i) => {
    const high = bounds.upper[i]!
    if (low > high || low === Infinity || high === -Infinity) {
      issues.push({
        code: 'bounds-reversed',
        path: [i + 1, lower.name],
        column: lower.name,
        value: `${low} to ${high}`,
        message: `the lower bound must not exceed the upper, and neither may exclude every number, got ${low} to ${high}`,
      })
    }
    if (low === -Infinity && high === Infinity) {
      bounds.lower[i] = NaN
      bounds.upper[i] = NaN
    }
  })
  if (issues.length > 0) throw new DataError(issues)
  return bounds
}

function infinity(cell: unknown): number | null {
  const match = typeof cell === 'string' ? infinite.exec(cell.trim()) : null
  return match === null ? null : match[1] === '-' ? -Infinity : Infinity
}

/** One number for each row: the value, the middle of its interval, or the end that is known. */
export function representative({ lower, upper }: ResponseBounds): Float64Array {
  return lower.map((low, i) => {
    const high = upper[i]!
    if (low === -Infinity) return high
    return high === Infinity ? low : low + (high - low) / 2
  })
}
