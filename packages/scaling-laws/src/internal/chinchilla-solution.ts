import { evaluate, type Objective } from './chinchilla-kernel.js'
import type { ChinchillaProblem } from './chinchilla-problem.js'
import { emptyDerivatives, minimise, newtonWorkspace, type Derivatives, type NewtonWorkspace } from './damped-newton.js'
import { addOptimum, type DistinctOptimum, type Solution } from './solution.js'
import { exponentGrid, slide } from './variable-projection.js'

/** What every start of a fit uses again. */
export interface SolverWorkspace {
  readonly newton: NewtonWorkspace
  readonly derivatives: Derivatives
}

export function solverWorkspace(): SolverWorkspace {
  return { newton: newtonWorkspace([3, 3, 3, 0.5, 0.5]), derivatives: emptyDerivatives(5) }
}

/** Where a constant starts that the grid left out, and below which share of the geometric mean loss it has left the law; logarithms. */
const small = -7
const vanished = -16
const mostStarts = 5

/**
 * Polishes every basin of the grid; for a robust loss also the best one by way of the least-squares optimum, back along falling thresholds (another basin
 * where most runs are beyond the threshold), and the basins of the grid with outliers weighted down. The best optimum comes first.
 */
export function solve(problem: ChinchillaProblem, objective: Objective, workspace: SolverWorkspace): DistinctOptimum[] {
  const { n, level, weights, scratch } = problem
  const { log, delta } = objective
  const optima: DistinctOptimum[] = []
  const least = weights.subarray(0, n).map((weight, i) => weight / (log ? level[i]! ** 2 : 1))
  const from = (theta: Float64Array, threshold = delta, precision?: number): Solution =>
    polish(problem, { log, delta: threshold }, theta, workspace, precision)
  const grid = exponentGrid(problem)
  const starts = grid(least, mostStarts)
  for (const { theta, share } of starts) {
    const found = from(theta)
    addOptimum(optima, found.converged ? found : from(slide(problem, least, theta)), share)
  }
  const [best] = optima
  if (best === undefined || delta === Infinity) return optima
  // Precision of a point that is only on the way: no better optimum came of more (600 sets of runs, a third with outliers), and it costs steps.
  const onTheWay = 0.1
  let { theta } = best
  for (const factor of [Infinity, 64, 16, 4]) theta = from(theta, factor * delta, onTheWay).theta
  addOptimum(optima, from(theta), 0)
  evaluate(problem, objective, best.theta, workspace.derivatives)
  for (let i = 0; i < n; i += 1) least[i]! *= Math.min(1, delta / Math.abs(scratch[4 * n + i]!))
  for (const { theta, cell } of grid(least, mostStarts)) {
    if (!starts.some((start) => start.cell === cell)) addOptimum(optima, from(theta), 0)
  }
  return optima
}

/** Minimises from a start and settles whether E is zero: a pinned E is freed where the objective falls with it, a vanishing E is pinned. */
export function polish(
  problem: ChinchillaProblem,
  objective: Objective,
  start: Float64Array,
  { newton, derivatives }: SolverWorkspace,
  precision?: number,
): Solution {
  // A term that the grid left out starts small instead, so that its exponent can move.
  const theta = start.map((value, j) => (j === 2 ? value : Math.max(small, value)))
  const weight = problem.weights.subarray(0, problem.n).reduce((total, value) => total + value, 0)
  let iterations = 0
  const settle = (): boolean => {
    const converged = minimise(
      (point, out) => {
        evaluate(problem, objective, point, out)
      },
      theta,
      weight,
      newton,
      precision,
    )
    iterations += newton.iterations
    return converged
  }
  const fallsWithE = (): boolean => {
    evaluate(problem, objective, theta, derivatives)
    return slopeAtZeroE(problem, objective) < 0
  }
  let converged = settle()
  if (theta[2] === -Infinity && fallsWithE()) {
    theta[2] = small
    converged = settle()
  }
  if (theta[2]! < vanished && theta[2] !== -Infinity) {
    theta[2] = -Infinity
    converged = settle() && !fallsWithE()
  }
  return { theta, value: newton.current.value, converged, iterations }
}

/** Derivative of the objective with respect to E (not log E) at the point: the loss of the law is the observed one times exp(residual). */
function slopeAtZeroE({ n, level, scratch }: ChinchillaProblem, { log }: Objective): number {
  let slope = 0
  for (let i = 0; i < n; i += 1) slope += scratch[2 * n + i]! / (log ? level[i]! * Math.exp(scratch[4 * n + i]!) : 1)
  return slope
}
