import type { LawScores } from './law-scores.js'

/** Relative gradient at or below which a point is an optimum. */
export const gradientTolerance = 1e-9

/** Largest component of the gradient, each relative to the sum of the absolute values of its terms. */
export function relativeGradientNorm({ n, size, weights, psi, jacobian }: LawScores, delta: number): number {
  // Residuals of log loss below this are rounding and count as this much in the scale of the gradient.
  const rounding = 1e-6
  const least = Math.min(rounding, delta)
  let largest = 0
  for (let j = 0; j < size; j += 1) {
    let total = 0
    let absolute = 0
    for (let i = 0; i < n; i += 1) {
      const slope = jacobian[i * size + j]!
      total += psi[i]! * slope
      absolute += Math.max(Math.abs(psi[i]!), weights[i]! * least) * Math.abs(slope)
    }
    if (absolute > 0) largest = Math.max(largest, Math.abs(total) / absolute)
  }
  return largest
}
