import type { FitLoss, LadCertificate } from '../fit-result.js'
import type { Objective } from './chinchilla-kernel.js'
import type { ChinchillaProblem } from './chinchilla-problem.js'
import { polish, solve, type SolverWorkspace } from './chinchilla-solution.js'
import { smoothObjective } from './objective.js'
import type { DistinctOptimum, Solution } from './solution.js'

/** An optimum of any of the losses. */
export interface LossOptimum extends DistinctOptimum {
  readonly certificate?: LadCertificate
}

/** How optima of a loss are found. A value, so that a fit without absolute deviations does not carry their solver. */
export interface ChinchillaSolver {
  /** All distinct optima that the grid leads to, best first. */
  all(problem: ChinchillaProblem, loss: FitLoss, workspace: SolverWorkspace): readonly LossOptimum[]
  /** The optimum that one start leads to. */
  from(problem: ChinchillaProblem, loss: FitLoss, theta: Float64Array, workspace: SolverWorkspace): Solution
  /** What a covariance looks at. */
  curved(loss: FitLoss): Objective
}

/** Of every loss with a second derivative. */
export const smoothSolver: ChinchillaSolver = {
  all: (problem, loss, workspace) => solve(problem, smoothObjective(loss), workspace),
  from: (problem, loss, theta, workspace) => polish(problem, smoothObjective(loss), theta, workspace),
  curved: smoothObjective,
}
