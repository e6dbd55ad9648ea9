import {
  allocationAt,
  caseBootstrap,
  type ChinchillaFit,
  computeOptimal,
  fitChinchilla,
  publishedFits,
  simulateRuns,
} from '@safety-portfolio/scaling-laws'
import type { Interval } from '@safety-portfolio/stats'
import { chinchilla, fittedChinchilla } from '../laws/chinchilla.js'
import { allocationTable, constants, parameterTable, quantities } from '../laws/chinchilla-tables.js'
import { fitHtml } from '../report/fit-summary.js'
import { html } from '../report/html.js'
import type { SummaryTable } from '../report/summary-table.js'
import { estimateCells } from '../text/estimate-cells.js'
import { formatCompute } from '../text/format-number.js'
import type { DemoChapter } from './demo-chapter.js'

const truth = publishedFits.besiroglu.parameters
const noise = 0.005
const budgets = [1e19, 1e20, 1e21, 1e22, 1e23]
const asked = 1e23
const replicates = 1000

/** Scaling laws: what would a hundred times the compute buy, and how sure is that? */
export const scalingLaws: DemoChapter = {
  id: 'scaling-laws',
  title: 'Scaling laws: what would a hundred times the compute buy?',
  run(seed) {
    const runs = simulateRuns({ parameters: truth, noise, seed })
    const fit = fitChinchilla(runs, {
      loss: 'log-squared',
      allocation: allocationAt(budgets),
      bootstrap: caseBootstrap({ replicates, seed }),
    })
    const fitted = fittedChinchilla(fit, runs, { truth, marked: [asked] })
    const tables = fit.parameters === null ? [] : [parameterTable(fit, truth), askedTable(fit)]
    const lead = `${runs.length} training runs of 6e18 to 1e21 FLOP, simulated from known constants with ${noise * 100}\u00A0% noise, were fitted without sight of the constants. ${coverage(fit)}`
    return {
      lead,
      tables,
      basis: fit,
      result: { truth, noise, runs: runs.length, fit },
      fine: fit.converged,
      files: fitted.files,
      html: async (draw) =>
        html`<p>${lead}</p>
          ${await fitHtml(chinchilla, { ...fitted, tables: [...tables, allocationTable(fit)] }, draw)}
          <h3>Where the truth comes from</h3>
          <p>${publishedFits.besiroglu.source}. ${publishedFits.besiroglu.note}</p>`,
    }
  },
}

/** The allocation at the budget of the question, beside the truth. */
function askedTable(fit: ChinchillaFit): SummaryTable {
  const best = computeOptimal(truth, asked)
  const row = fit.allocation.find(({ compute }) => compute === asked)!
  const values = [best.params, best.tokens, best.tokensPerParam, best.loss]
  return {
    caption: `Best use of ${formatCompute(asked)} FLOP, a hundred times the largest run`,
    header: ['quantity', 'truth', 'estimate', '95 % interval'],
    rows: quantities.map(({ name, of, format }, index) => [
      name,
      format(values[index]!, null),
      ...estimateCells(of(row), format),
    ]),
  }
}

/** How many intervals hold the truth: an honest count, for this one draw. */
function coverage(fit: ChinchillaFit): string {
  const held = constants.filter((name) => holds(fit.intervals[name], truth[name])).length
  return `${held} of the ${constants.length} intervals of the constants hold the truth; over many seeds about 95\u00A0% should.`
}

function holds(interval: Interval | null | undefined, value: number): boolean {
  return interval !== null && interval !== undefined && interval.lower <= value && value <= interval.upper
}
