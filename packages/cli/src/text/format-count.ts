import { formatEstimate, formatNumber } from './format-number.js'

const suffixes = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'K'],
] as const

/** A count of parameters or tokens as the field writes it, to the digits of its spread: `27.7B`, `1.4T`; from 1e15 on as `1.2e15`. */
export function formatCount(value: number, spread: number | null): string {
  const size = Math.abs(value)
  const unit = suffixes.find(([factor]) => size >= factor)
  if (unit === undefined || size >= 1e15 || !Number.isFinite(value)) return formatEstimate(value, spread)
  const [factor, suffix] = unit
  return spread === null
    ? `${formatNumber(value / factor)}${suffix}`
    : `${formatEstimate(value / factor, spread / factor)}${suffix}`
}
