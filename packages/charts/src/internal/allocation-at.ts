import type { Allocation, ChinchillaFit } from '@safety-portfolio/scaling-laws'
import { powerLabel } from '../number-labels.js'

/** The allocation that the fit reports for a budget. Budgets go through text (flags, addresses), so the last bits need not agree. */
export function allocationAt(fit: ChinchillaFit, budget: number, caller: string): Allocation {
  const found = fit.allocation.find(({ compute }) => Math.abs(compute - budget) <= 1e-9 * budget)
  if (found !== undefined) return found
  throw new RangeError(
    `${caller}: budget ${budget} (${powerLabel(budget)} FLOP) must be one of the budgets given to allocationAt, got ${
      fit.allocation.map(({ compute }) => compute).join(', ') || 'none'
    }`,
  )
}
