import type { Estimate } from '@safety-portfolio/stats'
import type { AllocatingFit } from './allocate-budgets.js'
import type { ChinchillaParameters } from './chinchilla-law.js'
import type { DataConstrainedParameters } from './data-constrained-law.js'
import { dataConstrainedOptimal, type DataConstrainedOptimum } from './data-constrained-optimal.js'
import type { DataConstrainedFit } from './fit-data-constrained.js'
import type { ConstantCovariance } from './fit-result.js'
import { deltaEstimate } from './internal/chinchilla-estimates.js'
import { requireFraction } from './internal/options.js'
import { studentTHalfWidth } from './internal/student-t-half-width.js'
import { numericGradient } from './predict-with-fit.js'

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
 * Allocations with limited unique data: the exact optimum of each budget, with intervals by the delta method. They carry the uncertainty of whatever was
 * fitted: R_D* and R_N* by their fit, the law without repetition by its own where that is given in place of its constants; the two fits are taken as independent,
 * and constants without a covariance as exact.
 *
 * Where what is uncertain does not move the optimum (no token is repeated and no parameter in excess, say) there is no interval, with that reason.
 *
 * @param fit - A fit of `fitDataConstrained`, or published constants R_D* and R_N* with `covariance: null`.
 * @param base - The law without repetition: its constants, or a fit of the Chinchilla law.
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
  base: ChinchillaParameters | Pick<AllocatingFit, 'parameters' | 'covariance'>,
  budgets: readonly number[],
  uniqueTokens: number,
  options: { readonly level?: number } = {},
): readonly DataConstrainedAllocation[] {
  const { level = 0.95 } = options
  requireFraction('allocateDataConstrained', 'level', level)
  const law = 'parameters' in base ? base : { parameters: base, covariance: null }
  if (fit.parameters === null || law.parameters === null)
    throw new RangeError('allocateDataConstrained: fit must have constants, and this one was refused')
  const { A, B, E, alpha, beta } = law.parameters
  const constants: DataConstrainedParameters = { A, B, E, alpha, beta, RD: fit.parameters.RD, RN: fit.parameters.RN }
  const covariance = independent(fit.covariance, law.covariance)
  const matrix = covariance === null ? null : Float64Array.from(covariance.matrix.flat())
  const quantile = covariance === null ? 0 : studentTHalfWidth((1 - level) / 2, covariance.degrees)
  return budgets.map((compute) => {
    const optimum = (at: DataConstrainedParameters): DataConstrainedOptimum =>
      dataConstrainedOptimal(at, compute, uniqueTokens)
    const best = optimum(constants)
    const estimate = (take: (value: DataConstrainedOptimum) => number): Estimate => {
      const gradient = (): readonly number[] =>
        numericGradient(constants, covariance!, (at) => Math.log(take(optimum(at))))
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

/** Covariance of the constants of two independent fits; `null` where neither has one. */
function independent(left: ConstantCovariance | null, right: ConstantCovariance | null): ConstantCovariance | null {
  if (left === null || right === null) return left ?? right
  const none = (row: readonly unknown[]): readonly number[] => row.map(() => 0)
  return {
    scales: [...left.scales, ...right.scales],
    matrix: [
      ...left.matrix.map((row) => [...row, ...none(right.scales)]),
      ...right.matrix.map((row) => [...none(left.scales), ...row]),
    ],
    degrees: Math.min(left.degrees, right.degrees),
  }
}

const unmoved = 'At this optimum the worth of repetition plays no part; the other constants are taken as exact.'
