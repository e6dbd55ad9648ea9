/**
 * Why an optimiser stopped.
 *
 * - `'gradient'`: the scaled gradient norm is within its tolerance. The only reason with `converged: true`.
 * - `'saddle'`: the gradient vanishes, but the Hessian has a clearly negative direction.
 * - `'value'`: no step lowers the objective by more than its rounding error.
 * - `'step'`: every step that would be accepted is too short to change `x`.
 * - `'iterations'`: the limit was reached.
 * - `'not-finite'`: the objective or a derivative is NaN or infinite at the start, or wherever a step leads.
 */
export type StopReason = 'gradient' | 'saddle' | 'value' | 'step' | 'iterations' | 'not-finite'

/** Where an optimiser stopped, and why. Not converging is a field, not an exception. */
export interface OptimizationResult {
  /** The best point visited (the start, where nothing better was found). */
  readonly x: readonly number[]
  /** Objective at `x`; `null` where it is not finite even at the start. */
  readonly value: number | null
  /** Largest absolute component of the gradient at `x`; `null` where `value` is. */
  readonly gradientNorm: number | null
  /**
   * Largest of |g_i| max(|x_i|, 1) / max(|f|, 1), the relative gradient of Dennis and Schnabel (1983, eq. 7.2.5), which is what is
   * compared with the tolerance; `null` where `value` is.
   */
  readonly scaledGradientNorm: number | null
  /** Accepted steps. */
  readonly iterations: number
  /** Evaluations of the objective (each with its derivatives). */
  readonly evaluations: number
  /** Whether `reason` is `'gradient'`. */
  readonly converged: boolean
  /** Why it stopped. */
  readonly reason: StopReason
}
