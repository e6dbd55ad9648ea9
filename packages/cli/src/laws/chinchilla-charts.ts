import { frontierChart, intervalChart, isoLossChart, residualChart, type IntervalRow } from '@safety-portfolio/charts'
import type { ChinchillaFit, ChinchillaParameters, TrainingRun } from '@safety-portfolio/scaling-laws'
import type { Draw } from '../report/draw.js'
import { html, type Html } from '../report/html.js'
import { formatNumber } from '../text/format-number.js'
import type { Beside } from './chinchilla.js'
import { constants } from './chinchilla-tables.js'

/** The charts of a fit: contours with runs, residuals, frontier, and the constants. */
export function chinchillaCharts(
  fit: ChinchillaFit,
  runs: readonly TrainingRun[],
  draw: Draw,
  { truth, marked = [] }: Beside = {},
): Html {
  const base = truth === undefined ? 'estimate' : 'truth'
  const axis = `per cent above the ${base}`
  const format = (value: number): string => `${formatNumber(value, 2)} %`
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
    <h3>How well the constants are known</h3>
    ${draw(
      (width) => ({
        ...intervalChart(relativeRows(fit, truth), { width, axis, reference: 0, format }),
        // On narrow charts the numbers stand under the names, and need room there.
        ...(width < 480 ? { marginLeft: 122 } : {}),
      }),
      `Constants and their intervals, in per cent above the ${base}. A and alpha, and B and beta, trade against each other: their wide intervals do not mean that the loss itself is badly known.`,
    )}`
}

function relativeRows(fit: ChinchillaFit, truth: ChinchillaParameters | undefined): readonly IntervalRow[] {
  return constants.map((label) => {
    const base = (truth ?? fit.parameters)?.[label] ?? Number.NaN
    const percent = (value: number | undefined): number | null =>
      value === undefined ? null : 100 * (value / base - 1)
    const interval = fit.intervals[label]
    return {
      label,
      estimate: percent(fit.parameters?.[label]),
      lower: percent(interval?.lower),
      upper: percent(interval?.upper),
    }
  })
}
