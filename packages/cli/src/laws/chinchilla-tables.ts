import type { Allocation, ChinchillaFit, ChinchillaParameters } from '@safety-portfolio/scaling-laws'
import type { Estimate } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import { estimateCells, intervalHeader, type Format } from '../text/estimate-cells.js'
import { formatCount } from '../text/format-count.js'
import { formatCompute, formatEstimate, formatNumber } from '../text/format-number.js'
import { constantLines, constantsTable, type ConstantLine } from './constants-table.js'

/** The constants in the order of the formula. */
export const constants = ['E', 'A', 'alpha', 'B', 'beta'] as const

/** Constants and the exponents of the frontier with intervals and standard errors, beside the truth where it is known. */
export function parameterTable(fit: ChinchillaFit, truth?: ChinchillaParameters): SummaryTable {
  const lines = [...constantLines(fit, constants, truth), ...exponentLines(fit, truth)]
  return constantsTable('Constants of the law, and the exponents of its frontier', lines)
}

function exponentLines(fit: ChinchillaFit, truth: ChinchillaParameters | undefined): readonly ConstantLine[] {
  if (fit.exponents === null) return []
  const share = truth === undefined ? undefined : truth.beta / (truth.alpha + truth.beta)
  return [
    { name: 'a in N ~ C^a', estimate: fit.exponents.params, truth: share },
    { name: 'b in D ~ C^b', estimate: fit.exponents.tokens, truth: share === undefined ? undefined : 1 - share },
  ]
}

interface Quantity {
  readonly name: string
  readonly of: (row: Allocation) => Estimate
  readonly format: Format
}

/** What an allocation says, and how it is printed. */
export const quantities: readonly Quantity[] = [
  { name: 'parameters', of: (row) => row.params, format: formatCount },
  { name: 'tokens', of: (row) => row.tokens, format: formatCount },
  { name: 'tokens/param', of: (row) => row.tokensPerParam, format: formatEstimate },
  { name: 'loss', of: (row) => row.loss, format: formatEstimate },
]

/** Compute-optimal allocation per budget; every number with its interval. */
export function allocationTable(fit: ChinchillaFit): SummaryTable {
  const intervals = fit.allocation.flatMap((row) => quantities.map(({ of }) => of(row).interval))
  return {
    caption: `Compute-optimal allocation of a budget: estimate (${intervalHeader(intervals)})`,
    header: ['FLOP', ...quantities.map(({ name }) => name)],
    rows: fit.allocation.map((row) => [
      formatCompute(row.compute),
      ...quantities.map(({ of, format }) => {
        const [value, interval] = estimateCells(of(row), format)
        return `${value} (${interval})`
      }),
    ]),
  }
}

/** What was found, in a sentence: the largest budget, and how far beyond the runs it lies. */
export function chinchillaLead(fit: ChinchillaFit): string {
  const state = fit.converged ? '' : ' The fit did not converge: do not use these numbers.'
  const [largest] = fit.allocation.toSorted((left, right) => right.compute - left.compute)
  if (largest === undefined) return `${fit.n} runs were fitted.${state}`
  const { compute, extrapolation, params, tokensPerParam } = largest
  const [size, sizeRange] = estimateCells(params, formatCount)
  const [ratio, ratioRange] = estimateCells(tokensPerParam)
  const bounds = params.interval === null ? '' : `; ${intervalHeader([params.interval])}s`
  const beyond = extrapolation > 1.05 ? `, ${formatNumber(extrapolation, 2)} times the largest run,` : ''
  return `${fit.n} runs put the best use of ${formatCompute(compute)} FLOP${beyond} at ${size} parameters (${sizeRange}) and ${ratio} tokens per parameter (${ratioRange}${bounds}).${state}`
}
