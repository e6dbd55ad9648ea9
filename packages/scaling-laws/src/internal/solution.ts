/** An optimum as a solver found it, in the coordinates of its law. */
export interface Solution {
  readonly theta: Float64Array
  readonly value: number
  readonly converged: boolean
  readonly iterations: number
}

/** A solution and the starts that led to it. */
export interface DistinctOptimum extends Solution {
  starts: number
  gridShare: number
}

/** Adds a solution that so many starts led to to the distinct optima, best first, or counts it for the one it repeats. */
export function addOptimum(optima: DistinctOptimum[], found: Solution, gridShare: number, starts = 1): void {
  if (!Number.isFinite(found.value)) return
  const known = optima.find((optimum) => same(optimum, found))
  if (known !== undefined) {
    known.starts += starts
    known.gridShare += gridShare
    return
  }
  optima.push({ ...found, starts, gridShare })
  optima.sort(byQuality)
}

/** The best point and the other optima; points where a start got stuck are none. */
export function reported<T extends Solution>(optima: readonly T[]): readonly T[] {
  return optima.filter(({ converged }, index) => converged || index === 0)
}

/** Converged before not, then by value. */
export function byQuality(left: Solution, right: Solution): number {
  return Number(right.converged) - Number(left.converged) || left.value - right.value
}

function same(left: Solution, right: Solution): boolean {
  if (Math.abs(left.value - right.value) > 1e-7 * left.value + 1e-27) return false
  return left.theta.every((value, j) => value === right.theta[j] || Math.abs(value - right.theta[j]!) < 1e-4)
}
