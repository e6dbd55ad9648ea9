import { formatCompute, formatNumber } from './format-number.js'

/** A number of queries, items or attempts: `900`, `90000`, `1e6`, `2.5e9`. */
export function formatSize(n: number): string {
  if (!(n < 1e6)) return formatCompute(n)
  return Number.isInteger(n) ? String(n) : formatNumber(n, 3)
}
