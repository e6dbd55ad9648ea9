import { requireFraction, requireInteger } from './internal/require-number.js'

/** What a test of n items cannot see. */
export interface ResolutionLimit {
  /** Number of items. */
  readonly items: number
  /** 1 / n, the smallest accuracy above 0 the test can show. */
  readonly smallestStep: number
  /** Largest rate that is still compatible, at `level`, with no success at all: 1 - (1 - level)^(1 / n). */
  readonly upperBoundAtZero: number
  /** Confidence of that bound. */
  readonly level: number
}

/**
 * Resolution of a test: an accuracy of 0 on n items does not mean that the ability is absent, only that its rate is
 * probably below `upperBoundAtZero` (the exact one-sided Clopper-Pearson bound; about 3 / n at 95 %). The same number is the
 * rate above which the test shows at least one success with probability `level`.
 *
 * @param items - n, an integer >= 1
 * @throws RangeError when `items` is not an integer >= 1 or `level` is not in (0, 1).
 *
 * @example
 * ```ts
 * import { resolutionLimit } from '@safety-portfolio/scaling-laws'
 *
 * resolutionLimit(100).smallestStep // => 0.01
 * resolutionLimit(100).upperBoundAtZero // => ~0.0295
 * ```
 */
export function resolutionLimit(items: number, options: { readonly level?: number } = {}): ResolutionLimit {
  const { level = 0.95 } = options
  requireInteger('resolutionLimit', 'items', items, 1)
  requireFraction('resolutionLimit', 'level', level)
  return { items, smallestStep: 1 / items, upperBoundAtZero: -Math.expm1(Math.log1p(-level) / items), level }
}

/**
 * Number of items a test needs so that an ability of the given rate shows at least once with probability `level`:
 * log(1 - level) / log(1 - rate), rounded up.
 *
 * @param rate - in (0, 1)
 * @throws RangeError when `rate` or `level` is not in (0, 1).
 *
 * @example
 * ```ts
 * import { itemsToResolve } from '@safety-portfolio/scaling-laws'
 *
 * itemsToResolve(0.001) // => 2995
 * ```
 */
export function itemsToResolve(rate: number, options: { readonly level?: number } = {}): number {
  const { level = 0.95 } = options
  requireFraction('itemsToResolve', 'rate', rate)
  requireFraction('itemsToResolve', 'level', level)
  return Math.ceil(Math.log1p(-level) / Math.log1p(-rate))
}
