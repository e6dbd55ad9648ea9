import type { Allocation, FrontierPowerLaw } from '@safety-portfolio/scaling-laws'
import type { Estimate } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import { estimateCells, intervalHeader, type Format } from '../text/estimate-cells.js'
import { formatCount } from '../text/format-count.js'
import { formatCompute } from '../text/format-number.js'

/** Estimate and interval in one cell. */
export function estimateCell(estimate: Estimate, format?: Format): string {
  const [value, range] = estimateCells(estimate, format)
  return estimate.estimate === null
    ? `none (${range})`
    : `${value} (${estimate.interval === null ? 'no interval' : range})`
}

/** The exponents of a frontier. */
export function exponentTable({ exponents }: FrontierPowerLaw): SummaryTable {
  const header = intervalHeader([exponents.params.interval, exponents.tokens.interval])
  return {
    caption: `Exponents of the compute-optimal frontier (${header})`,
    header: ['proportional to a power of compute', 'exponent'],
    rows: [
      ['parameters', estimateCell(exponents.params)],
      ['tokens', estimateCell(exponents.tokens)],
    ],
  }
}

/** The optimal sizes along a frontier. */
export function frontierTable(allocation: readonly Allocation[]): SummaryTable {
  const header = intervalHeader(allocation.map(({ params }) => params.interval))
  return {
    caption: `Optimal sizes along the frontier (${header})`,
    header: ['FLOP', 'parameters', 'tokens', 'tokens per parameter', 'times the largest'],
    rows: allocation.map(({ compute, params, tokens, tokensPerParam, extrapolation }) => [
      formatCompute(compute),
      estimateCell(params, formatCount),
      estimateCell(tokens, formatCount),
      estimateCell(tokensPerParam),
      extrapolation.toPrecision(3),
    ]),
  }
}

/** What a frontier says, in words. */
export function frontierLead({ exponents, n }: FrontierPowerLaw): string {
  return `over ${n} budgets the best model grows as compute to the power ${estimateCells(exponents.params).join(' (')})`
}
