import { frontierChart } from '@safety-portfolio/charts'
import {
  allocationAt,
  caseBootstrap,
  type ChinchillaFit,
  computeOptimal,
  fitChinchilla,
  publishedFits,
  simulateRuns,
  type TrainingRun,
} from '@safety-portfolio/scaling-laws'
import { fittedChinchilla } from '../../laws/chinchilla.js'
import { parameterTable, allocationTable } from '../../laws/chinchilla-tables.js'
import { formatCompute } from '../../text/format-number.js'
import type { PlantedTruth, Suite } from '../suite.js'

const truth = publishedFits.besiroglu.parameters
const noise = 0.005

/** How loss falls with compute, and what the next budget would buy. */
export const scaling: Suite = (context) => {
  const settings = context.plan.scaling
  if (settings === undefined) return Promise.resolve([])
  const given = context.inputs.runs
  const simulated = given === null
  const runs: readonly TrainingRun[] = given ?? simulateRuns({ parameters: truth, noise, seed: context.seed })
  const { budget } = settings
  const fit = fitChinchilla(runs, {
    loss: 'log-squared',
    allocation: allocationAt(budgetsUpTo(budget)),
    bootstrap: caseBootstrap({ replicates: 1000, seed: context.seed }),
  })
  const fitted = fittedChinchilla(fit, runs, { marked: [budget], ...(simulated ? { truth } : {}) })
  return Promise.resolve([
    {
      suite: 'scaling',
      answer: {
        title: 'Scaling: what the next budget would buy',
        lead: fitted.lead,
        tables:
          fit.parameters === null ? [] : [parameterTable(fit, simulated ? truth : undefined), allocationTable(fit)],
        basis: fit,
        result: fit,
        fine: fit.converged,
      },
      charts:
        fit.parameters === null
          ? []
          : [
              {
                name: 'frontier',
                caption: `The efficient frontier, with ${formatCompute(budget)} FLOP marked.`,
                draw: (width) => frontierChart(fit, { width }),
              },
            ],
      planted: simulated ? planted(fit, budget) : [],
      evidence: [],
      logs: [],
      attempts: null,
    },
  ])
}

function planted(fit: ChinchillaFit, budget: number): readonly PlantedTruth[] {
  const best = computeOptimal(truth, budget)
  const row = fit.allocation.find(({ compute }) => compute === budget)
  if (row === undefined || fit.parameters === null) return []
  return [
    {
      quantity: `loss at ${formatCompute(budget)} FLOP`,
      truth: best.loss,
      estimate: row.loss.estimate,
      interval: row.loss.interval,
    },
    {
      quantity: `best parameters at ${formatCompute(budget)} FLOP`,
      truth: best.params,
      estimate: row.params.estimate,
      interval: row.params.interval,
    },
  ]
}

/** The budget and four smaller ones, each a tenth of the next: the frontier is a line, not a point. */
function budgetsUpTo(budget: number): readonly number[] {
  return [1e-4, 1e-3, 1e-2, 1e-1, 1].map((share) => share * budget)
}
