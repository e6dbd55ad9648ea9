import type { DataIssue } from '@safety-portfolio/records'

/** Missing are: an absent cell, null, NaN, empty text and the text NA. */
export function isMissing(cell: unknown): boolean {
  if (typeof cell === 'string') return cell.trim() === '' || cell.trim() === 'NA'
  return cell === null || cell === undefined || Number.isNaN(cell)
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const infinite = /^([+-]?)inf(?:inity)?$/i

/** The number in a cell, infinities included; `null` when it holds something else. */
export function cellNumber(cell: unknown): number | null {
  if (typeof cell === 'number') return cell
  if (typeof cell === 'bigint') return Number(cell)
  if (typeof cell !== 'string') return null
  const text = cell.trim()
  if (decimal.test(text)) return Number(text)
  const match = infinite.exec(text)
  return match === null ? null : match[1] === '-' ? -Infinity : Infinity
}

/** The label in a cell. Numbers such as 20.0 and "20" are one label. */
export function cellLabel(cell: unknown): string {
  const number = cellNumber(cell)
  if (number !== null && Number.isFinite(number)) return String(number)
  if (typeof cell === 'string') return cell.trim()
  return typeof cell === 'boolean' ? String(cell) : JSON.stringify(cell)
}

/** An issue about one cell; rows count from 1. */
export function cellIssue(code: string, row: number, column: string, cell: unknown, message: string): DataIssue {
  const value = typeof cell === 'string' ? cell : cell === undefined ? 'nothing' : JSON.stringify(cell)
  const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value
  return {
    code,
    path: [row + 1, column],
    column,
    value: shown,
    message: `column ${JSON.stringify(column)}, value ${JSON.stringify(shown)}: ${message}`,
  }
}

/** Up to so many names for a message. */
export function listed(names: readonly string[], most = 12): string {
  const first = names.slice(0, most).join(', ')
  return names.length > most ? `${first}, and ${names.length - most} more` : first
}
