import { quantile } from '@safety-portfolio/stats'
import type { Finding } from '@safety-portfolio/stats'
import { requireFinite } from './internal/require-number.js'

/** A score that must not be quoted as the published one. */
export interface EmergenceScore {
  /** The score; `null` with a reason when it is not defined. */
  readonly score: number | null
  /** Number of values. */
  readonly n: number
  /** The formula, as recalled. */
  readonly formula: string
  /** Always holds the finding that the formula is recalled and not checked. */
  readonly warnings: readonly Finding[]
  /** Why `score` is `null`. */
  readonly reason?: string
}

const recalled: Finding = {
  code: 'recalled-formula',
  message:
    'The formula is recalled from memory and has not been checked against Schaeffer 2023 or BIG-Bench; use it to rank curves of one study, not to compare with published scores.',
}

/**
 * Emergence score of a metric along growing scale, as recalled: sign(argmax - argmin) (max - min) / sqrt(median of the
 * squared steps). It is large when one step does all of the rise. **The formula is unverified**; every result says so.
 *
 * @param values - the metric at growing scale, in that order
 * @returns `null` as score for fewer than 3 values, constant values, or when more than half of the steps are 0
 * @throws RangeError when a value is not finite.
 *
 * @example
 * ```ts
 * import { emergenceScore } from '@safety-portfolio/scaling-laws'
 *
 * emergenceScore([0, 0.01, 0.02, 0.9]).score // => ~90
 * emergenceScore([0, 0.3, 0.6, 0.9]).score // => ~3
 * ```
 */
export function emergenceScore(values: readonly number[]): EmergenceScore {
  for (const value of values) requireFinite('emergenceScore', 'values', value)
  const common = {
    n: values.length,
    formula: 'sign(argmax y - argmin y) (max y - min y) / sqrt(median (y_i - y_(i-1))^2) [recalled]',
    warnings: [recalled],
  }
  if (values.length < 3) return { ...common, score: null, reason: 'a score needs at least 3 values' }
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const steps = values.slice(1).map((value, i) => (value - values[i]!) ** 2)
  const median = quantile(steps, 0.5)
  if (median === 0)
    return { ...common, score: null, reason: 'half of the steps or more are 0, so the median step says nothing' }
  return {
    ...common,
    score: (Math.sign(values.indexOf(high) - values.indexOf(low)) * (high - low)) / Math.sqrt(median),
  }
}
