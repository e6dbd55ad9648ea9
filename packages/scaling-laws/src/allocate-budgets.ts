import type { Estimate } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from './chinchilla-law.js'
import type { Allocation, LawFit } from './fit-result.js'
import { allocationQuantities } from './internal/chinchilla-allocation.js'
import { deltaEstimate } from './internal/chinchilla-estimates.js'
import { requireFraction } from './internal/options.js'
import { studentTHalfWidth } from './internal/student-t-half-width.js'

/** What of a fit an allocation needs. */
export type AllocatingFit = Pick<LawFit<'chinchilla', ChinchillaParameters>, 'law' | 'parameters' | 'covariance'> & {
  /** Largest compute among the runs; `null` where it is not known. */
  readonly largestCompute?: number | null
}

/** An allocation from a fit alone: how far it extrapolates may be unknown. */
export type FitAllocation = Omit<Allocation, 'extrapolation'> & { readonly extrapolation: number | null }

/**
 * Compute-optimal allocations of any budgets from a fit of the Chinchilla law alone, without its runs, with intervals by the delta method from the
 * covariance that the fit carries. The same as `fit.allocation` of a fit without bootstrap.
 *
 * @param fit - A fit, or one read back by `parseFit`.
 * @param budgets - Budgets C in FLOP (> 0).
 * @param options - `level`: coverage of the intervals, default 0.95.
 * @returns One allocation per budget.
 * @throws RangeError for a refused fit, a budget that is not > 0 or a level outside (0, 1).
 *
 * @example
 * ```ts
 * import { allocateBudgets, allocationAt, fitChinchilla, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 1 })
 * const fit = fitChinchilla(runs, { allocation: allocationAt([1e24]) })
 * const [allocation] = allocateBudgets(JSON.parse(JSON.stringify(fit)), [1e24])
 * allocation!.params.interval!.upper === fit.allocation[0]!.params.interval!.upper // => true
 * ```
 */
export function allocateBudgets(
  fit: AllocatingFit,
  budgets: readonly number[],
  options: { readonly level?: number } = {},
): readonly FitAllocation[] {
  const { level = 0.95 } = options
  requireFraction('allocateBudgets', 'level', level)
  const { parameters, covariance, largestCompute = null } = fit
  if (parameters === null) throw new RangeError('allocateBudgets: fit must have constants, and this one was refused')
  const matrix = covariance === null ? null : Float64Array.from(covariance.matrix.flat())
  const quantile = covariance === null ? 0 : studentTHalfWidth((1 - level) / 2, covariance.degrees)
  return budgets.map((compute) => {
    if (!(compute > 0 && compute < Infinity))
      throw new RangeError(`allocateBudgets: budgets must be > 0, got ${compute}`)
    const [params, tokens, tokensPerParam, loss] = allocationQuantities(parameters, compute).map((quantity) =>
      deltaEstimate(quantity, matrix, quantile, level, 'delta method, t'),
    ) as unknown as readonly [Estimate, Estimate, Estimate, Estimate]
    const extrapolation = largestCompute === null ? null : compute / largestCompute
    return { compute, params, tokens, tokensPerParam, loss, extrapolation }
  })
}
