import { frontierChart, isoLossChart, residualChart } from '@safety-portfolio/charts'
import type { ChinchillaFit, TrainingRun } from '@safety-portfolio/scaling-laws'
import type { Draw } from '../report/draw.js'
import { html, type Html } from '../report/html.js'
import type { Beside } from './chinchilla.js'
import { constants } from './chinchilla-tables.js'
import { constantsChart } from './constants-chart.js'
import { constantLines } from './constants-table.js'

/** The charts of a fit: contours with runs, residuals, frontier, and the constants. */
export function chinchillaCharts(
  fit: ChinchillaFit,
  runs: readonly TrainingRun[],
  draw: Draw,
  { truth, marked = [] }: Beside = {},
): Html {
  return html`<h3>Runs, contours of equal loss and the frontier</h3>
    ${draw(
      (width) => isoLossChart(fit, runs, { width, budgets: marked }),
      'Each dot is a run. Where the line crosses a budget its loss is lowest; the band is the interval of that optimum. Contours join models of equal fitted loss.',
    )}
    <h3>What the law leaves unexplained</h3>
    ${draw(
      (width) => residualChart(fit, runs, { width }),
      'A law that holds leaves no pattern. A bend means that the form is wrong for these runs, and then no interval of this fit can be trusted.',
    )}
    <h3>How large a model, how much data</h3>
    ${draw(
      (width) => frontierChart(fit, { width }),
      'Compute-optimal parameters and tokens by budget, with their intervals. Beyond the largest run they are extrapolated.',
    )}
    ${constantsChart(
      constantLines(fit, constants, truth),
      draw,
      'A and alpha, and B and beta, trade against each other: their wide intervals do not mean that the loss itself is badly known.',
    )}`
}
