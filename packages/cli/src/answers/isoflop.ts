import type { IsoFlopBudget, IsoFlopFit, LossEnvelopeFit } from '@safety-portfolio/scaling-laws'
import type { SummaryTable } from '../report/summary-table.js'
import { intervalHeader } from '../text/estimate-cells.js'
import { formatCount } from '../text/format-count.js'
import { formatCompute } from '../text/format-number.js'
import { sentence } from '../text/wrap.js'
import type { Answer } from './answer.js'
import { estimateCell, exponentTable, frontierLead, frontierTable } from './frontier-tables.js'

/** Approach 2: the parabola of each budget and the frontier through their vertices. */
export function isoFlopAnswer(fit: IsoFlopFit): Answer {
  const { method, assumptions, warnings } = fit
  return {
    title: 'IsoFLOP curves (approach 2)',
    lead: sentence(frontierLead(fit.frontier)),
    tables: [exponentTable(fit.frontier), budgetTable(fit.budgets), frontierTable(fit.frontier.allocation)],
    basis: { method, assumptions, warnings },
    result: fit,
    fine: true,
  }
}

/** Approach 1: the frontier along the lower envelope of training curves. */
export function envelopeAnswer(fit: LossEnvelopeFit): Answer {
  const { method, assumptions, warnings, envelope } = fit
  return {
    title: 'Envelope of training curves (approach 1)',
    lead: sentence(
      `${frontierLead(fit.frontier)}; ${envelope.used} of ${envelope.grid} compute values have a best run between smaller and larger ones`,
    ),
    tables: [exponentTable(fit.frontier), frontierTable(fit.frontier.allocation)],
    basis: { method, assumptions, warnings },
    result: fit,
    fine: true,
  }
}

function budgetTable(budgets: readonly IsoFlopBudget[]): SummaryTable {
  return {
    caption: `The best size of each budget (${intervalHeader(budgets.map(({ params }) => params.interval))})`,
    header: ['FLOP', 'runs', 'parameters', 'loss'],
    rows: budgets.map(({ compute, n, params, loss }) => [
      formatCompute(compute),
      String(n),
      estimateCell(params, formatCount),
      estimateCell(loss),
    ]),
  }
}
