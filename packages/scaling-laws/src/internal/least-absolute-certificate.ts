import type { LadSolution } from './least-absolute.js'

/** Log residuals below this are rounding. */
export const rounding = 1e-12

/** The solution where the law meets every point. */
export function perfect(residuals: Float64Array, theta: Float64Array, iterations: number): LadSolution {
  const certificate = {
    interpolated: Array.from(residuals, (_, i) => i),
    multipliers: Array.from(residuals, () => 0),
    largestResidual: residuals.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  }
  return { theta, value: 0, converged: true, iterations, certificate }
}
