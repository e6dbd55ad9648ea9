import type { FitLoss } from '../fit-result.js'
import type { LawModel } from './law-model.js'
import { leastAbsolute as leastAbsoluteFrom, type LadSolution } from './least-absolute.js'
import type { LossOptimum } from './chinchilla-solver.js'
import { objectiveOf } from './objective.js'
import { continueLaw, polishLaw } from './polish-law.js'
import { screenedStarts } from './screened-starts.js'
import { addOptimum, byQuality, type DistinctOptimum } from './solution.js'

/** All distinct optima that the starts lead to, best first. */
export function solveLaw(model: LawModel, loss: FitLoss, starts: readonly Float64Array[]): readonly LossOptimum[] {
  const optima = optimaFrom(model, loss, screenedStarts(model, starts))
  const found = optima.length > 0 ? optima : optimaFrom(model, loss, starts)
  if (loss.name !== 'lad') return found
  return found.map((optimum): LossOptimum => ({ ...optimum, ...leastAbsolute(model, optimum.theta) })).sort(byQuality)
}

function optimaFrom(model: LawModel, loss: FitLoss, starts: readonly Float64Array[]): readonly DistinctOptimum[] {
  const optima: DistinctOptimum[] = []
  const objective = objectiveOf(loss)
  for (const start of starts) {
    addOptimum(optima, polishLaw(model, objective, start), 0)
    if (Number.isFinite(objective.delta)) addOptimum(optima, continueLaw(model, objective, start), 0)
  }
  return optima
}

function leastAbsolute(model: LawModel, theta: Float64Array): LadSolution {
  return leastAbsoluteFrom(model, theta, (objective, start) => polishLaw(model, objective, start))
}
