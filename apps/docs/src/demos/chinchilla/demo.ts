import { powerLabel } from '@safety-portfolio/charts'
import type { ChinchillaFit, TrainingRun } from '@safety-portfolio/scaling-laws'
import { defineDemo, type Shown } from '~/kit/demo.js'
import { resultsTable } from '~/kit/results-table.js'
import { budgetAt, fitRuns } from './fit.js'
import { isoLossOf } from './iso-loss.js'
import { allocationRows, constantColumns, constantRows, type ConstantRow } from './results.js'
import { runsTable } from './runs-table.js'
import { plantedTruth } from './simulated-runs.js'
import { address, type ChinchillaState } from './state.js'

type ChinchillaShown = Shown<ChinchillaState, readonly TrainingRun[], ChinchillaFit>

/** Fits the Chinchilla law to the reader's runs. */
export const chinchilla = defineDemo<ChinchillaState, readonly TrainingRun[], ChinchillaFit>({
  name: 'chinchilla',
  address,
  table: runsTable,
  compute: fitRuns,
  preview: (runs, state) => (state.replicates === 0 ? undefined : fitRuns(runs, { ...state, replicates: 0 })),
  shownOnly: ['budget'],
  charts: {
    'iso-loss': { draw: ({ result, input, state }, width) => isoLossOf(result, input, state.budget, width) },
  },
  tables: {
    allocation: resultsTable<ChinchillaShown, ConstantRow>({
      caption: 'Optimum of the budget',
      columns: constantColumns(false),
      rows: ({ result, state }) => allocationRows(result, state.budget),
    }),
    constants: resultsTable<ChinchillaShown, ConstantRow>({
      caption: 'Constants of the law',
      columns: ({ isSample }) => constantColumns(isSample),
      rows: ({ result, isSample }) => constantRows(result, isSample ? plantedTruth : undefined),
    }),
  },
  status: ({ result }) => statusOf(result),
  texts: { budget: ({ state }) => `${powerLabel(budgetAt(state.budget))} FLOP` },
  findings: ({ result: { refusal, warnings } }) =>
    [...(refusal === undefined ? [] : [refusal]), ...warnings].map(({ message }) => message),
  assumptions: ({ result }) => result.assumptions,
})

function statusOf(fit: ChinchillaFit): string {
  if (fit.refusal !== undefined) return `No fit: ${fit.refusal.message}`
  const proof = fit.converged ? 'converged' : 'not converged'
  const intervals =
    fit.bootstrap === null
      ? 'sandwich intervals'
      : `${fit.bootstrap.replicates} bootstrap replicates${fit.bootstrap.failed === 0 ? '' : ` (${fit.bootstrap.failed} without a fit)`}`
  return `${fit.n} runs, ${proof}, ${intervals}`
}
