import type { IntervalRow } from '../interval-chart.js'

/** The numbers of a line as they are printed beside it. */
export function valueText(row: IntervalRow, format: (value: number) => string): string {
  if (row.estimate === null) return ''
  const interval =
    row.lower === null || row.upper === null ? '(no interval)' : `(${format(row.lower)}, ${format(row.upper)})`
  return `${format(row.estimate)} ${interval}`
}

/** The same as a sentence, for descriptions and titles. */
export function rowSentence(row: IntervalRow, format: (value: number) => string): string {
  const truth = row.truth === undefined ? '' : `, truth ${format(row.truth)}`
  if (row.estimate === null) return `${(row.reason ?? 'not estimable').replace(/\.$/, '')}${truth}`
  const interval =
    row.lower === null || row.upper === null ? 'no interval' : `${format(row.lower)} to ${format(row.upper)}`
  return `${format(row.estimate)} (${interval})${truth}`
}
