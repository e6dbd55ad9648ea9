import { toCsv } from '@safety-portfolio/records'
import {
  allocationAt,
  caseBootstrap,
  type ChinchillaFit,
  type ChinchillaParameters,
  fitChinchilla,
  leastAbsoluteDeviations,
  type TrainingRun,
} from '@safety-portfolio/scaling-laws'
import { chinchillaFrontier } from './chinchilla-frontier.js'
import { allocationTable, chinchillaLead, parameterTable } from './chinchilla-tables.js'
import { fitEvidence } from './evidence.js'
import { fitOptions, losses, withoutHighest } from './fit-options.js'
import type { FittedLaw, Law } from './law.js'
import { extraColumns, profiled } from './profiled.js'
import { mappedRunSchema, runFields } from './run-fields.js'

/** Hoffmann et al. 2022, approach 3. */
export const chinchilla: Law = {
  name: 'chinchilla',
  title: 'Chinchilla law',
  formula: 'L(N, D) = E + A/N^alpha + B/D^beta',
  fields: runFields,
  losses,
  allocates: true,
  async fit(request, mapped, read) {
    const runs = withoutHighest(await read(mappedRunSchema(mapped)), request.dropHighest)
    const { budgets = defaultBudgets(runs) } = request
    const { loss, bootstrap, ...options } = fitOptions(request, runs)
    const fit = fitChinchilla(runs, {
      ...options,
      loss: loss === 'lad' ? leastAbsoluteDeviations : loss,
      allocation: allocationAt(budgets),
      ...(bootstrap === undefined ? {} : { bootstrap: caseBootstrap(bootstrap) }),
    })
    return fittedChinchilla(profiled(fit, 'chinchilla', runs, request, chinchillaFrontier(fit)), runs, {
      marked: request.budgets ?? [],
    })
  },
}

/** What is shown beside a fit. */
export interface Beside {
  /** The constants that the runs were simulated from. */
  readonly truth?: ChinchillaParameters
  /** Budgets to mark in the chart of the runs. */
  readonly marked?: readonly number[]
}

/** The fit of these runs, ready to be printed, drawn and saved. */
export function fittedChinchilla(fit: ChinchillaFit, runs: readonly TrainingRun[], beside: Beside = {}): FittedLaw {
  return {
    result: fit,
    evidence: fitEvidence(fit),
    lead: chinchillaLead(fit),
    tables: fit.parameters === null ? [] : [parameterTable(fit, beside.truth), allocationTable(fit)],
    async charts(draw) {
      const { chinchillaCharts } = await import('./chinchilla-charts.js')
      return chinchillaCharts(fit, runs, draw, beside)
    },
    files: { 'runs.csv': toCsv(runs, ['params', 'tokens', 'compute', 'loss', ...extraColumns(runs)]) },
  }
}

/** Powers of ten from the compute of the smallest run to a hundred times that of the largest. */
export function defaultBudgets(runs: readonly TrainingRun[]): readonly number[] {
  const powers = runs.map(({ params, tokens, compute = 6 * params * tokens }) => Math.log10(compute))
  const least = powers.reduce((low, power) => Math.min(low, power), Infinity)
  const most = powers.reduce((high, power) => Math.max(high, power), -Infinity)
  // Without runs, or with one of absurd compute, there is nothing to allocate: the fit says why.
  if (!Number.isFinite(least) || !Number.isFinite(most)) return []
  const count = Math.floor(most) + 2 - Math.ceil(least) + 1
  return Array.from({ length: Math.min(Math.max(count, 1), 30) }, (_, index) => Number(`1e${Math.ceil(least) + index}`))
}
