import { isoLossChart, toSvg, type ChartDocument } from '@safety-portfolio/charts'
import type { ChinchillaFit, TrainingRun } from '@safety-portfolio/scaling-laws'
import { budgetAt } from './chinchilla-fit.js'

interface DrawOptions {
  readonly width: number
  /** Decimal logarithm of the budget to mark; one that the fit does not have is not marked. */
  readonly budget: number
  /** Whether the colours of the page apply; without, the picture stands alone. */
  readonly themed: boolean
}

/** The IsoLoss chart of the demo, at build time and in the page. */
export function drawIsoLoss(
  fit: ChinchillaFit,
  runs: readonly TrainingRun[],
  { width, budget, themed }: DrawOptions,
  document: ChartDocument,
): string {
  const marked = budgetAt(budget)
  const known = fit.allocation.some(({ compute }) => Math.abs(compute / marked - 1) < 1e-9)
  const computes = [...runs.map((run) => run.compute ?? 6 * run.params * run.tokens), ...(known ? [marked * 1.3] : [])]
  const options = {
    width,
    height: width < 480 ? 340 : 430,
    budgets: known ? [marked] : [],
    // Whole powers of ten: the axis moves rarely while the slider does often.
    computeDomain: [Math.min(...computes) / 1.6, 10 ** Math.ceil(Math.log10(Math.max(...computes)))] as const,
  }
  return toSvg(isoLossChart(fit, runs, options), document, { themed })
}
