import type { Estimate, Interval } from '@safety-portfolio/stats'
import { formatEstimate, formatNumber } from './format-number.js'

/** Name of the column of an interval: "95 % interval". */
export function intervalHeader(intervals: readonly (Interval | null | undefined)[]): string {
  const levels = new Set(
    intervals.flatMap((interval) => (interval === null || interval === undefined ? [] : [interval.level])),
  )
  const [level] = levels
  return levels.size === 1 && level !== undefined ? `${Number((level * 100).toPrecision(6))} % interval` : 'interval'
}

/** Prints a value to the digits that its spread supports. */
export type Format = (value: number, spread: number | null) => string

/** Estimate and interval as two cells; where something is missing, the reason takes its place. */
export function estimateCells(
  { estimate, standardError, interval, reason }: Estimate,
  format: Format = formatEstimate,
): readonly [string, string] {
  if (estimate === null) return ['none', reason ?? 'not estimable']
  const spread = standardError ?? (interval === null ? null : (interval.upper - interval.lower) / 4)
  const range =
    interval === null
      ? (reason ?? 'no interval')
      : [interval.lower, interval.upper]
          .map((end) => format(end, endSpread(end, estimate, spread, interval)))
          .join(' to ')
  return [format(estimate, spread), range]
}

/** Over powers of ten an interval is one of ratios, and its ends are known as well as the estimate is, in proportion. */
function endSpread(end: number, estimate: number, spread: number | null, { lower, upper }: Interval): number | null {
  const isRatio = lower > 0 && upper > 10 * lower && upper < Infinity && estimate > 0
  return spread === null || !isRatio ? spread : (spread / estimate) * end
}

/** A standard error to two digits. */
export function standardErrorCell(standardError: number | null): string {
  return standardError === null ? 'none' : formatNumber(standardError, 2)
}
