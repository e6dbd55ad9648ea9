import type { FitLoss } from '../fit-result.js'
import type { Objective } from './chinchilla-kernel.js'
import type { ChinchillaProblem } from './chinchilla-problem.js'
import { chinchillaModel } from './chinchilla-model.js'
import { polish, type SolverWorkspace } from './chinchilla-solution.js'
import { smoothSolver, type ChinchillaSolver, type LossOptimum } from './chinchilla-solver.js'
import { leastAbsolute } from './least-absolute.js'
import { covarianceObjective } from './objective.js'
import { byQuality, type Solution } from './solution.js'

/** Of absolute deviations: from the optima of a Huber loss to the runs that the law meets. */
export const ladSolver: ChinchillaSolver = {
  all: (problem, loss, workspace) =>
    smoothSolver
      .all(problem, loss, workspace)
      .map((optimum): LossOptimum => ({ ...optimum, ...ladSolver.from(problem, loss, optimum.theta, workspace) }))
      .sort(byQuality),
  from: (problem, _, theta, workspace) => leastAbsolute(chinchillaModel(problem), theta, smooth(problem, workspace)),
  curved: covarianceObjective,
}

const smooth =
  (problem: ChinchillaProblem, workspace: SolverWorkspace) =>
  (objective: Objective, start: Float64Array): Solution =>
    polish(problem, objective, start, workspace)

/** The solver of any loss. */
export function solverOf({ name }: FitLoss): ChinchillaSolver {
  return name === 'lad' ? ladSolver : smoothSolver
}
