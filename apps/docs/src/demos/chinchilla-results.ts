import { countLabel } from '@safety-portfolio/charts'
import { toCsv } from '@safety-portfolio/records'
import type { ChinchillaFit, ChinchillaParameters } from '@safety-portfolio/scaling-laws'
import { budgetAt } from './chinchilla-fit.js'

/** One line of a table of results; `null` where there is no number. */
export interface ResultRow {
  readonly quantity: string
  /** How the quantity is written, where it is a symbol. */
  readonly symbol: string
  readonly estimate: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly standardError: number | null
  readonly level: number | null
  readonly method: string | null
  readonly truth: number | null
  readonly reason: string
}

const constants = [
  ['E', 'E', 'irreducible loss'],
  ['A', 'A', 'coefficient of the parameter term'],
  ['B', 'B', 'coefficient of the data term'],
  ['alpha', 'α', 'exponent of the parameter term'],
  ['beta', 'β', 'exponent of the data term'],
] as const

/** The constants of the law. */
export function constantRows(fit: ChinchillaFit, truth?: ChinchillaParameters): readonly ResultRow[] {
  return constants.map(([name, symbol, quantity]) => {
    const interval = fit.intervals[name] ?? null
    return {
      quantity,
      symbol,
      estimate: fit.parameters?.[name] ?? null,
      lower: interval?.lower ?? null,
      upper: interval?.upper ?? null,
      standardError: fit.standardErrors[name] ?? null,
      level: interval?.level ?? null,
      method: interval?.method ?? null,
      truth: truth?.[name] ?? null,
      reason: fit.refusal?.message ?? '',
    }
  })
}

const allocated = [
  ['params', 'N*', 'optimal parameters'],
  ['tokens', 'D*', 'optimal tokens'],
  ['tokensPerParam', 'D*/N*', 'tokens per parameter'],
  ['loss', 'L*', 'loss'],
] as const

/** The optimum of a budget given as decimal logarithm of FLOP; empty where the fit has none. */
export function allocationRows(fit: ChinchillaFit, log10Budget: number): readonly ResultRow[] {
  const budget = budgetAt(log10Budget)
  const allocation = fit.allocation.find(({ compute }) => Math.abs(compute / budget - 1) < 1e-9)
  if (allocation === undefined) return []
  return allocated.map(([name, symbol, quantity]) => {
    const { estimate, interval, standardError, reason } = allocation[name]
    return {
      quantity,
      symbol,
      estimate,
      lower: interval?.lower ?? null,
      upper: interval?.upper ?? null,
      standardError,
      level: interval?.level ?? null,
      method: interval?.method ?? null,
      truth: null,
      reason: reason ?? '',
    }
  })
}

/** A number as the tables print it. */
export function printed(value: number | null, symbol: string): string {
  if (value === null) return '–'
  if (symbol === 'N*' || symbol === 'D*') return countLabel(value)
  if (symbol.startsWith('L') || symbol === 'E') return value.toFixed(3)
  if (Math.abs(value) >= 1e5) return countLabel(value)
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

/** The same rows as a file, with every digit. */
export function resultsCsv(rows: readonly ResultRow[]): string {
  return toCsv(rows, ['quantity', 'symbol', 'estimate', 'lower', 'upper', 'standardError', 'level', 'method', 'truth'])
}

/** The rows as the body of a table. */
export function rowsHtml(rows: readonly ResultRow[], withTruth: boolean): string {
  return rows
    .map((row) => {
      const interval =
        row.lower === null ? '–' : `${printed(row.lower, row.symbol)} to ${printed(row.upper, row.symbol)}`
      const cells = [
        printed(row.estimate, row.symbol),
        interval,
        ...(withTruth ? [printed(row.truth, row.symbol)] : []),
      ]
      const name = `<var>${row.symbol}</var> <span>${row.quantity}</span>`
      return `<tr><th scope="row">${name}</th>${cells.map((value) => `<td>${value}</td>`).join('')}</tr>`
    })
    .join('')
}
