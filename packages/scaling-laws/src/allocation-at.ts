import { defaultBudgets, frontier } from './internal/chinchilla-allocation.js'

/** Compute budgets that a fit allocates; made by {@link allocationAt}. */
export interface AllocationAt {
  /** Budgets C in FLOP. */
  readonly budgets: readonly number[]
}

/**
 * Compute-optimal allocations as the option `allocation` of {@link fitChinchilla}: a value that brings them with it, so that a page that does not use them does
 * not load them. Their intervals come from where those of the constants come from, a bootstrap included; {@link allocateBudgets} makes them later, from the
 * covariance of a fit.
 *
 * @param budgets - Budgets C in FLOP (> 0); default 1e19 to 1e26 by tens with 5.76e23, the budget of Chinchilla.
 * @returns The value for the option `allocation`.
 * @throws RangeError for a budget that is not > 0.
 *
 * @example
 * ```ts
 * import { allocationAt, fitChinchilla, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0, seed: 1 })
 * const fit = fitChinchilla(runs, { allocation: allocationAt([5.76e23]) })
 * fit.allocation[0]!.tokensPerParam.estimate // => ~18.3
 * ```
 */
export function allocationAt(budgets: readonly number[] = defaultBudgets): AllocationAt {
  for (const budget of budgets) {
    if (!(budget > 0 && budget < Infinity)) throw new RangeError(`allocationAt: budgets must be > 0, got ${budget}`)
  }
  return { budgets, ...{ frontier } }
}
