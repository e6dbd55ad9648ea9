import type { FrontierPowerLaw } from '@safety-portfolio/scaling-laws'
import type { Finding } from '@safety-portfolio/stats'
import { sentence } from '../text/wrap.js'
import type { Answer } from './answer.js'
import { exponentTable, frontierLead, frontierTable } from './frontier-tables.js'

/** The power law through given optimal sizes. */
export function optimalSizesAnswer(line: FrontierPowerLaw, without: number): Answer {
  const { method, assumptions } = line
  const missing: readonly Finding[] =
    without === 0
      ? []
      : [{ code: 'without-optimum', message: `Budgets without an optimal size, left out: ${without}.` }]
  const warnings = [...line.warnings, ...missing]
  return {
    title: 'Compute-optimal frontier',
    lead: sentence(frontierLead(line)),
    tables: [exponentTable(line), ...(line.allocation.length === 0 ? [] : [frontierTable(line.allocation)])],
    basis: { method, assumptions, warnings },
    result: { ...line, warnings },
    fine: true,
  }
}
