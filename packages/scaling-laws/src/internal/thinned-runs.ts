import type { ChinchillaProblem } from './chinchilla-problem.js'

/** Runs that the start grid looks at. It only has to find the basins, and its memory is 64 numbers a run. */
export const mostGridRuns = 8192

/** What the start grid needs of the runs. */
export interface GridRuns extends Pick<ChinchillaProblem, 'n' | 'x' | 'y' | 'level'> {
  /** Least-squares weights. */
  readonly weights: Float64Array
}

/**
 * All runs where they are few; otherwise one drawn from each of {@link mostGridRuns} blocks of equal length, so that no period in the order
 * of the file decides which. The places depend on nothing but the number of runs.
 */
export function thinnedRuns(problem: ChinchillaProblem, weights: Float64Array): GridRuns {
  const { n, x, y, level } = problem
  if (n <= mostGridRuns) return { n, x, y, level, weights }
  // Multiples of the golden ratio: spread evenly over the blocks, in step with no period.
  const rows = Int32Array.from({ length: mostGridRuns }, (_, k) =>
    Math.floor(((k + ((k * 0.6180339887498949) % 1)) * n) / mostGridRuns),
  )
  const take = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]!)
  return { n: mostGridRuns, x: take(x), y: take(y), level: take(level), weights: take(weights) }
}
