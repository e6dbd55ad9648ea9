import { isoLossChart } from '@safety-portfolio/charts'
import type { PlotOptions } from '@observablehq/plot'
import type { ChinchillaFit, TrainingRun } from '@safety-portfolio/scaling-laws'
import { budgetAt } from './fit.js'

/** The IsoLoss chart with a budget, given as decimal logarithm, marked; one that the fit does not have is not marked. */
export function isoLossOf(
  fit: ChinchillaFit,
  runs: readonly TrainingRun[],
  log10Budget: number,
  width: number,
): PlotOptions {
  const marked = budgetAt(log10Budget)
  const known = fit.allocation.some(({ compute }) => Math.abs(compute / marked - 1) < 1e-9)
  const computes = [...runs.map((run) => run.compute ?? 6 * run.params * run.tokens), ...(known ? [marked * 1.3] : [])]
  return isoLossChart(fit, runs, {
    width,
    height: width < 480 ? 340 : 430,
    budgets: known ? [marked] : [],
    // Whole powers of ten: the axis moves rarely while the slider does often.
    computeDomain: [Math.min(...computes) / 1.6, 10 ** Math.ceil(Math.log10(Math.max(...computes)))] as const,
  })
}
