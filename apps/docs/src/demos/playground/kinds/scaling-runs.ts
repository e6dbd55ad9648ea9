import { isoLossChart } from '@safety-portfolio/charts'
import {
  allocationAt,
  caseBootstrap,
  type ChinchillaFit,
  fitChinchilla,
  type TrainingRun,
} from '@safety-portfolio/scaling-laws'
import { numberText } from '~/kit/results-table.js'
import { runsTable } from '~/demos/chinchilla/runs-table.js'
import { defineKind, estimateRow, messages } from '../kind.js'
import { readWith } from '../read-with.js'

export const scalingRuns = defineKind<
  readonly TrainingRun[],
  { readonly fit: ChinchillaFit; readonly runs: readonly TrainingRun[]; readonly budget: number }
>({
  label: 'Scaling runs',
  wants: 'loss, and two of params, tokens and compute',
  page: '/demos/chinchilla/',
  sample: runsTable.sample,
  read: (text, columns) => readWith(runsTable, text, columns),
  analyse: (runs, { budget }) => {
    const fit = fitChinchilla(runs, {
      allocation: allocationAt([budget / 1e4, budget / 100, budget]),
      bootstrap: caseBootstrap({ replicates: 200, seed: 1 }),
    })
    const best = fit.allocation.at(-1)
    return {
      lead:
        fit.refusal?.message ??
        `${fit.n} runs follow L = E + A/N^alpha + B/D^beta; the best model for the budget has ${numberText(best?.params.estimate ?? null)} parameters.`,
      estimates: [
        ...(fit.parameters === null
          ? []
          : (['E', 'A', 'B', 'alpha', 'beta'] as const).map((name) =>
              estimateRow(name, { estimate: fit.parameters![name], interval: fit.intervals[name] ?? null }),
            )),
        ...(best === undefined
          ? []
          : [
              estimateRow('best parameters for the budget', best.params),
              estimateRow('best tokens for the budget', best.tokens),
              estimateRow('loss there', best.loss),
            ]),
      ],
      method: fit.method,
      source: 'Hoffmann et al. 2022, approach 3; Besiroglu et al. 2024',
      assumptions: fit.assumptions,
      warnings: messages(fit.warnings, fit.refusal),
      result: { fit, runs, budget },
    }
  },
  draw: ({ fit, runs, budget }, width) =>
    isoLossChart(fit, runs, { width, height: width < 480 ? 300 : 380, budgets: [budget], contours: 8 }),
})
