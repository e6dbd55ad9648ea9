import type { FitLoss } from '../fit-result.js'
import type { Objective } from './chinchilla-kernel.js'
import type { LossOptimum } from './chinchilla-solver.js'
import { contenders } from './contenders.js'
import { evenPart } from './even-part.js'
import type { LawModel } from './law-model.js'
import { leastAbsolute as leastAbsoluteFrom, type LadSolution } from './least-absolute.js'
import { objectiveOf } from './objective.js'
import { continueLaw, polishLaw } from './polish-law.js'
import { addOptimum, byQuality, type DistinctOptimum } from './solution.js'

/** All distinct optima that the starts lead to, best first. */
export function solveLaw(model: LawModel, loss: FitLoss, starts: readonly Float64Array[]): readonly LossOptimum[] {
  const objective = objectiveOf(loss)
  const part = model.condensed?.(model) ?? evenPart(model, model.weights).model
  const optima = part.n === model.n || starts.length < 2 ? [] : raced(model, part, objective, starts)
  const found = optima.length > 0 ? optima : optimaFrom(model, objective, starts)
  if (loss.name !== 'lad') return found
  return found.map((optimum): LossOptimum => ({ ...optimum, ...leastAbsolute(model, optimum.theta) })).sort(byQuality)
}

/** Chance does not turn round a ratio of 2 between the squares of two optima of the points that stand for all. */
const onPart = [
  { steps: 12, hopeless: 4 },
  { steps: 60, hopeless: 2 },
]
const mostCandidates = 4
const onAll = [
  { steps: 6, hopeless: 1.2 },
  { steps: 12, hopeless: 1.02 },
]
/** Steps of the best candidate, and of another before it must lie below the best. */
const mostSteps = 200
const trialSteps = 24

/** Where there are many points: starts are followed on those that stand for all, the best of them on all. */
function raced(
  model: LawModel,
  part: LawModel,
  objective: Objective,
  starts: readonly Float64Array[],
): readonly DistinctOptimum[] {
  const candidates = contenders(part, true, starts, onPart).slice(0, mostCandidates)
  const field = contenders(
    model,
    objective.log,
    candidates.map(({ theta }) => theta),
    onAll,
  )
  const optima: DistinctOptimum[] = []
  for (const { theta } of field) {
    const best = optima[0]
    let found = continueLaw(model, objective, theta, best === undefined ? mostSteps : trialSteps)
    if (best !== undefined && !found.converged) {
      if (found.value >= best.value) continue
      found = polishLaw(model, objective, found.theta, undefined, mostSteps)
    }
    addOptimum(optima, found, 0)
  }
  return optima
}

function optimaFrom(
  model: LawModel,
  objective: Objective,
  starts: readonly Float64Array[],
): readonly DistinctOptimum[] {
  const optima: DistinctOptimum[] = []
  for (const start of starts) {
    addOptimum(optima, polishLaw(model, objective, start), 0)
    if (objective.delta === Infinity) continue
    const squares = polishLaw(model, { ...objective, delta: Infinity }, start).theta
    addOptimum(optima, continueLaw(model, objective, squares), 0)
  }
  return optima
}

function leastAbsolute(model: LawModel, theta: Float64Array): LadSolution {
  return leastAbsoluteFrom(model, theta, (objective, start) => polishLaw(model, objective, start))
}
