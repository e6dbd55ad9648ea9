import type { Interval } from '@safety-portfolio/stats'
import { normalQuantile, normalSurvival, studentTQuantile, studentTSurvival } from '@safety-portfolio/stats'

/** Result of two one-sided tests. */
export interface EquivalenceTest {
  /** p-value for the claim that the effect lies within the margin: the larger of the two one-sided ones. */
  readonly p: number
  /** Interval of coverage 1 - 2 alpha; equivalence is shown at level alpha exactly when it lies within the margin. */
  readonly interval: Interval
  /** Whether equivalence is shown at level alpha. */
  readonly equivalent: boolean
  /** The margin. */
  readonly margin: number
}

/**
 * Two one-sided tests (Schuirmann 1987) that an effect is smaller than a margin: evidence *for* no relevant effect, which a large p-value of
 * the usual test is not.
 *
 * @param effect - An effect with standard error and degrees of freedom, e.g. a row of {@link fixedEffectTable}.
 * @param margin - The largest effect that would not matter, > 0.
 * @param options - `alpha`, default 0.05.
 * @throws RangeError when the margin or alpha is out of range, or the effect has no standard error.
 * @example
 * ```ts
 * import { equivalenceTest } from '@safety-portfolio/mixed-models'
 *
 * equivalenceTest({ estimate: 0.02, se: 0.05, df: 69 }, 0.2).equivalent // => true
 * equivalenceTest({ estimate: 0.02, se: 0.15, df: 69 }, 0.2).equivalent // => false
 * ```
 */
export function equivalenceTest(
  effect: { readonly estimate: number; readonly se: number; readonly df: number | null },
  margin: number,
  options: { readonly alpha?: number } = {},
): EquivalenceTest {
  const { alpha = 0.05 } = options
  const { estimate, se, df } = effect
  if (!(margin > 0)) throw new RangeError(`equivalenceTest: margin must be > 0, got ${margin}`)
  if (!(alpha > 0 && alpha < 0.5))
    throw new RangeError(`equivalenceTest: alpha must be between 0 and 0.5, got ${alpha}`)
  if (!(se > 0)) throw new RangeError(`equivalenceTest: the effect needs a standard error > 0, got ${se}`)
  const survival = (t: number): number => (df === null ? normalSurvival(t) : studentTSurvival(t, df))
  const quantile = df === null ? normalQuantile(1 - alpha) : studentTQuantile(1 - alpha, df)
  const p = Math.max(survival((margin - estimate) / se), survival((margin + estimate) / se))
  const interval = {
    lower: estimate - quantile * se,
    upper: estimate + quantile * se,
    level: 1 - 2 * alpha,
    method: 'two one-sided tests',
  }
  return { p, interval, equivalent: p < alpha, margin }
}
