import type { FitLoss, LadCertificate } from '../fit-result.js'
import type { Objective } from './chinchilla-kernel.js'
import type { ChinchillaProblem } from './chinchilla-problem.js'
import { chinchillaModel } from './chinchilla-model.js'
import { polish, solve, type SolverWorkspace } from './chinchilla-solution.js'
import { objectiveOf } from './objective.js'
import { byQuality, type DistinctOptimum, type Solution } from './solution.js'
import { leastAbsoluteDeviations, type LadSolution } from './least-absolute-deviations.js'

/** An optimum of any of the losses. */
export interface LossOptimum extends DistinctOptimum {
  readonly certificate?: LadCertificate
}

/** All distinct optima that the grid leads to, best first. */
export function solveLoss(
  problem: ChinchillaProblem,
  loss: FitLoss,
  workspace: SolverWorkspace,
): readonly LossOptimum[] {
  const optima = solve(problem, objectiveOf(loss), workspace)
  if (loss.name !== 'lad') return optima
  return optima
    .map((optimum): LossOptimum => ({
      ...optimum,
      ...leastAbsoluteDeviations(chinchillaModel(problem), optimum.theta, smooth(problem, workspace)),
    }))
    .sort(byQuality)
}

/** The optimum that one start leads to. */
export function solveLossFrom(
  problem: ChinchillaProblem,
  loss: FitLoss,
  theta: Float64Array,
  workspace: SolverWorkspace,
): Solution | LadSolution {
  return loss.name === 'lad'
    ? leastAbsoluteDeviations(chinchillaModel(problem), theta, smooth(problem, workspace))
    : polish(problem, objectiveOf(loss), theta, workspace)
}

const smooth =
  (problem: ChinchillaProblem, workspace: SolverWorkspace) =>
  (objective: Objective, start: Float64Array): Solution =>
    polish(problem, objective, start, workspace)
