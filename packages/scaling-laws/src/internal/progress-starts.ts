import type { ProgressProblem } from './progress-objective.js'

/** Starts of the penalised fit: zero, as the published code, and a grid of exponents, rates and shares of the two terms in the mean loss. */
export function progressStarts({ loss, n, size }: ProgressProblem): readonly Float64Array[] {
  const mean = loss.reduce((sum, value) => sum + value, 0) / n
  const grid = [0.03, 0.12, 0.3].flatMap((alpha) =>
    [0.03, 0.12, 0.3].flatMap((beta) =>
      [0.25, 0.75].map((share) => {
        const start = new Float64Array(size)
        // Over the smallest size a term falls by some factor before it reaches the mean.
        start.set([Math.log(1.5 * share * mean), Math.log(1.5 * (1 - share) * mean), alpha, beta, 0.02, 0.02])
        return start
      }),
    ),
  )
  return [new Float64Array(size), ...grid]
}
