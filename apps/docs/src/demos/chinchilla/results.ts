import { countLabel } from '@safety-portfolio/charts'
import type { ChinchillaFit, ChinchillaParameters } from '@safety-portfolio/scaling-laws'
import { intervalText, numberText, type ResultColumn } from '~/kit/results-table.js'
import { budgetAt } from './fit.js'

/** One line of a table of results; `null` where there is no number. */
export interface ConstantRow {
  readonly quantity: string
  /** How the quantity is written. */
  readonly symbol: string
  readonly estimate: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly standardError: number | null
  readonly level: number | null
  readonly method: string | null
  readonly truth: number | null
}

const constants = [
  ['E', 'E', 'irreducible loss'],
  ['A', 'A', 'coefficient of the parameter term'],
  ['B', 'B', 'coefficient of the data term'],
  ['alpha', 'α', 'exponent of the parameter term'],
  ['beta', 'β', 'exponent of the data term'],
] as const

/** The constants of the law. */
export function constantRows(fit: ChinchillaFit, truth?: ChinchillaParameters): readonly ConstantRow[] {
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
export function allocationRows(fit: ChinchillaFit, log10Budget: number): readonly ConstantRow[] {
  const budget = budgetAt(log10Budget)
  const allocation = fit.allocation.find(({ compute }) => Math.abs(compute / budget - 1) < 1e-9)
  if (allocation === undefined) return []
  return allocated.map(([name, symbol, quantity]) => {
    const { estimate, interval, standardError } = allocation[name]
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
    }
  })
}

/** A number as the tables print it. */
export function printed(value: number | null, symbol: string): string {
  return numberText(value, (number) => {
    if (symbol === 'N*' || symbol === 'D*') return countLabel(number)
    if (symbol.startsWith('L') || symbol === 'E') return number.toFixed(3)
    if (Math.abs(number) >= 1e5) return countLabel(number)
    return number >= 100 ? number.toFixed(0) : number.toPrecision(3)
  })
}

/** The columns of both tables; the truth only where it is known. */
export function constantColumns(withTruth: boolean): readonly ResultColumn<ConstantRow>[] {
  const columns: readonly ResultColumn<ConstantRow>[] = [
    {
      label: 'Quantity',
      text: ({ symbol, quantity }) => `${symbol} ${quantity}`,
      html: ({ symbol, quantity }) => `<var>${symbol}</var> <span>${quantity}</span>`,
    },
    { label: 'Estimate', text: ({ symbol, estimate }) => printed(estimate, symbol) },
    {
      label: '95 % interval',
      text: ({ symbol, lower, upper }) => intervalText(lower, upper, (value) => printed(value, symbol)),
    },
  ]
  return withTruth
    ? [...columns, { label: 'Planted truth', text: ({ symbol, truth }) => printed(truth, symbol) }]
    : columns
}
