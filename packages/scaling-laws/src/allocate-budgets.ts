import type { Estimate } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from './chinchilla-law.js'
import { dataConstrainedOptimal, type DataConstrainedOptimum } from './data-constrained-optimal.js'
import type { DataConstrainedFit } from './fit-data-constrained.js'
import type { Allocation, LawFit } from './fit-result.js'
import { allocationQuantities } from './internal/chinchilla-allocation.js'
import { deltaEstimate } from './internal/chinchilla-estimates.js'
import { requireFraction } from './internal/options.js'
import { studentTHalfWidth } from './internal/student-t-half-width.js'
import { numericGradient } from './predict-with-fit.js'

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
 * @param fit - A fit, or one read back by {@link parseFit}.
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

/** The best use of a budget with limited unique data, with the uncertainty of what repetition is worth. */
export interface DataConstrainedAllocation {
  /** Budget C in FLOP. */
  readonly compute: number
  /** Unique tokens that exist. */
  readonly uniqueTokens: number
  /** Optimal number of parameters. */
  readonly params: Estimate
  /** Optimal number of training tokens, repetitions included. */
  readonly tokens: Estimate
  /** Optimal number of epochs. */
  readonly epochs: Estimate
  /** Loss of the law there. */
  readonly loss: Estimate
}

/**
 * Allocations with limited unique data from a fit of the worth of repetition: the exact optimum of each budget, with intervals by the delta method. They
 * carry the uncertainty of R_D* and R_N*; the constants of the law without repetition are those the fit was given, taken as exact.
 *
 * Where no token is repeated and no parameter in excess at the optimum, the worth of repetition does not move it and there is no interval, with that reason.
 *
 * @param fit - A fit of `fitDataConstrained`.
 * @param base - The law without repetition that the fit was given.
 * @param budgets - Budgets C in FLOP (> 0).
 * @param uniqueTokens - Unique tokens that exist (> 0).
 * @param options - `level`: coverage of the intervals, default 0.95.
 * @returns One allocation per budget.
 * @throws RangeError for a refused fit or values outside their domain.
 *
 * @example
 * ```ts
 * import { allocateDataConstrained, dataConstrainedLoss, fitDataConstrained, publishedFits } from '@safety-portfolio/scaling-laws'
 *
 * const base = publishedFits.muennighoff.parameters
 * const runs = [1e8, 1e9, 4e9].flatMap((params) =>
 *   [2, 8, 32, 100].map((epochs, k) => {
 *     const uniqueTokens = 1e9
 *     const tokens = epochs * uniqueTokens
 *     const loss = dataConstrainedLoss(base, params, tokens, uniqueTokens) * (1 + 0.002 * ((k % 3) - 1))
 *     return { params, tokens, uniqueTokens, loss }
 *   }),
 * )
 * const [best] = allocateDataConstrained(fitDataConstrained(runs, base), base, [1e22], 25e9)
 * best!.epochs.interval!.lower < 9.49 && 9.49 < best!.epochs.interval!.upper // => true
 * ```
 */
export function allocateDataConstrained(
  fit: Pick<DataConstrainedFit, 'parameters' | 'covariance'>,
  base: ChinchillaParameters,
  budgets: readonly number[],
  uniqueTokens: number,
  options: { readonly level?: number } = {},
): readonly DataConstrainedAllocation[] {
  const { level = 0.95 } = options
  requireFraction('allocateDataConstrained', 'level', level)
  const { parameters, covariance } = fit
  if (parameters === null)
    throw new RangeError('allocateDataConstrained: fit must have constants, and this one was refused')
  const matrix = covariance === null ? null : Float64Array.from(covariance.matrix.flat())
  const quantile = covariance === null ? 0 : studentTHalfWidth((1 - level) / 2, covariance.degrees)
  const { A, B, E, alpha, beta } = base
  return budgets.map((compute) => {
    const optimum = ({ RD, RN }: typeof parameters): DataConstrainedOptimum =>
      dataConstrainedOptimal({ A, B, E, alpha, beta, RD, RN }, compute, uniqueTokens)
    const best = optimum(parameters)
    const estimate = (take: (value: DataConstrainedOptimum) => number): Estimate => {
      const gradient = (): readonly number[] =>
        numericGradient(parameters, covariance!, (constants) => Math.log(take(optimum(constants))))
      const found = deltaEstimate(
        { value: take(best), log: true, gradient },
        matrix,
        quantile,
        level,
        'delta method, t',
      )
      return found.interval !== null || covariance === null ? found : { ...found, reason: unmoved }
    }
    return {
      compute,
      uniqueTokens,
      params: estimate(({ params }) => params),
      tokens: estimate(({ tokens }) => tokens),
      epochs: estimate(({ epochs }) => epochs),
      loss: estimate(({ loss }) => loss),
    }
  })
}

const unmoved = 'At this optimum the worth of repetition plays no part; the other constants are taken as exact.'
