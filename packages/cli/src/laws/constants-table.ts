import type { LawFit } from '@safety-portfolio/scaling-laws'
import type { Estimate } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import { estimateCells, intervalHeader, standardErrorCell } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'

/** A constant, or what is derived from constants, with the truth where it is known. */
export interface ConstantLine {
  readonly name: string
  readonly estimate: Estimate
  readonly truth?: number | undefined
}

/** Lines of a table, one for each named constant of a fit. */
export function constantLines<Name extends string>(
  fit: Pick<LawFit<string, object>, 'parameters' | 'standardErrors' | 'intervals'>,
  names: readonly Name[],
  truth?: Readonly<Record<Name, number>>,
): readonly ConstantLine[] {
  const parameters = fit.parameters as Readonly<Partial<Record<Name, number>>> | null
  return names.map((name) => ({
    name,
    truth: truth?.[name],
    estimate: {
      estimate: parameters?.[name] ?? null,
      standardError: fit.standardErrors[name] ?? null,
      interval: fit.intervals[name] ?? null,
      reason: 'none: see warnings',
    },
  }))
}

/** Constants with intervals and standard errors, beside the truth where it is known. */
export function constantsTable(caption: string, lines: readonly ConstantLine[]): SummaryTable {
  const withTruth = lines.some(({ truth }) => truth !== undefined)
  return {
    caption,
    header: [
      'constant',
      ...(withTruth ? ['truth'] : []),
      'estimate',
      intervalHeader(lines.map(({ estimate }) => estimate.interval)),
      'standard error',
    ],
    rows: lines.map(({ name, estimate, truth }) => [
      name,
      ...(truth === undefined ? [] : [formatNumber(truth)]),
      ...estimateCells(estimate),
      standardErrorCell(estimate.standardError),
    ]),
  }
}
