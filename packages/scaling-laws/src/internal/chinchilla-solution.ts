import { evaluate, type Objective } from './chinchilla-kernel.js'
import type { ChinchillaProblem } from './chinchilla-problem.js'
import {
  emptyDerivatives,
  minimise,
  nearby,
  newtonWorkspace,
  type Derivatives,
  type NewtonWorkspace,
} from './damped-newton.js'
import { addOptimum, type DistinctOptimum, type Solution } from './solution.js'
import { gridStarts, gridWorkspace, slide, type GridStart, type GridWorkspace } from './variable-projection.js'

/** Everything a fit allocates, so that a second fit allocates nothing large. */
export interface SolverWorkspace {
  readonly newton: NewtonWorkspace
  readonly grid: GridWorkspace
  readonly leastSquaresWeights: Float64Array
  readonly derivatives: Derivatives
}

export function solverWorkspace(n: number): SolverWorkspace {
  return {
    newton: newtonWorkspace([3, 3, 3, 0.5, 0.5]),
    grid: gridWorkspace(n),
    leastSquaresWeights: new Float64Array(n),
    derivatives: emptyDerivatives(5),
  }
}

/** Below this share of the geometric mean loss a term has left the law. */
const vanished = /* @__PURE__ */ Math.log(1e-7)
const mostStarts = 5

/** Polishes every basin of the grid, and for a robust loss those of the grid with outliers weighted down; the best optimum comes first. */
export function solve(problem: ChinchillaProblem, objective: Objective, workspace: SolverWorkspace): DistinctOptimum[] {
  const optima: DistinctOptimum[] = []
  fillWeights(problem, objective, workspace.leastSquaresWeights)
  const starts = gridStarts(problem, workspace.leastSquaresWeights, workspace.grid, mostStarts, true)
  for (const { theta, share } of starts) {
    let found = polish(problem, objective, theta, workspace)
    if (!found.converged)
      found = polish(problem, objective, slide(problem, workspace.leastSquaresWeights, theta), workspace)
    addOptimum(optima, found, share)
  }
  const best = optima[0]
  if (best === undefined || !Number.isFinite(objective.delta)) return optima
  addOptimum(optima, continued(problem, objective, best.theta, workspace), 0)
  downweight(problem, objective.delta, best.theta, workspace.leastSquaresWeights)
  const again = gridStarts(problem, workspace.leastSquaresWeights, workspace.grid, mostStarts, false)
  for (const start of again) {
    if (!starts.some((earlier) => sameCell(earlier, start))) {
      addOptimum(optima, polish(problem, objective, start.theta, workspace), 0)
    }
  }
  return optima
}

/** From a start to the least-squares optimum, and back along falling thresholds: another basin where most runs are beyond the threshold. */
function continued(
  problem: ChinchillaProblem,
  { log, delta }: Objective,
  start: Float64Array,
  workspace: SolverWorkspace,
): Solution {
  let { theta } = polish(problem, { log, delta: Infinity }, start, workspace, nearby)
  for (let threshold = delta * 4 ** 3; threshold > delta; threshold /= 4) {
    theta = polish(problem, { log, delta: threshold }, theta, workspace, nearby).theta
  }
  return polish(problem, { log, delta }, theta, workspace)
}

/** Minimises from a start and settles whether E is zero: a pinned E is freed where the objective falls with it, a vanishing E is pinned. */
export function polish(
  problem: ChinchillaProblem,
  objective: Objective,
  start: Float64Array,
  workspace: SolverWorkspace,
  precision?: number,
): Solution {
  const { newton } = workspace
  const theta = start.slice()
  let weight = 0
  for (let i = 0; i < problem.n; i += 1) weight += problem.weights[i]!
  const at = (point: Float64Array, out: Derivatives): void => {
    evaluate(problem, objective, point, out)
  }
  // A term that the grid left out starts small instead, so that its exponent can move.
  for (let j = 0; j < 2; j += 1) if (theta[j] === -Infinity) theta[j] = Math.log(1e-3)
  let converged = minimise(at, theta, weight, newton, precision)
  let iterations = newton.iterations
  if (theta[2] === -Infinity && slopeAtZeroE(problem, objective, theta) < 0) {
    theta[2] = Math.log(1e-3)
    converged = minimise(at, theta, weight, newton, precision)
    iterations += newton.iterations
  }
  if (theta[2]! < vanished && theta[2] !== -Infinity) {
    theta[2] = -Infinity
    converged = minimise(at, theta, weight, newton, precision) && slopeAtZeroE(problem, objective, theta) >= 0
    iterations += newton.iterations
  }
  return { theta, value: newton.current.value, converged, iterations }
}

/** Derivative of the objective with respect to E (not log E) at the point. */
function slopeAtZeroE(problem: ChinchillaProblem, objective: Objective, theta: Float64Array): number {
  const { log, delta } = objective
  let slope = 0
  for (let i = 0; i < problem.n; i += 1) {
    const mu = predicted(problem, theta, i)
    const residual = log ? Math.log(mu) - problem.logLoss[i]! : mu - problem.level[i]!
    const psi = problem.weights[i]! * Math.max(-delta, Math.min(delta, residual))
    slope += log ? psi / mu : psi
  }
  return slope
}

/** Loss of the law at run i, in units of the geometric mean loss. */
function predicted(problem: ChinchillaProblem, theta: Float64Array, i: number): number {
  return (
    Math.exp(theta[0]! - theta[3]! * problem.x[i]!) +
    Math.exp(theta[1]! - theta[4]! * problem.y[i]!) +
    Math.exp(theta[2]!)
  )
}

function fillWeights(problem: ChinchillaProblem, objective: Objective, into: Float64Array): void {
  for (let i = 0; i < problem.n; i += 1) {
    const level = problem.level[i]!
    into[i] = objective.log ? problem.weights[i]! / (level * level) : problem.weights[i]!
  }
}

function downweight(problem: ChinchillaProblem, delta: number, theta: Float64Array, weights: Float64Array): void {
  for (let i = 0; i < problem.n; i += 1) {
    const residual = Math.abs(Math.log(predicted(problem, theta, i)) - problem.logLoss[i]!)
    if (residual > delta) weights[i]! *= delta / residual
  }
}

function sameCell(left: GridStart, right: GridStart): boolean {
  return left.theta[3] === right.theta[3] && left.theta[4] === right.theta[4]
}
