import type { FitLoss } from '../fit-result.js'
import type { Objective } from './chinchilla-kernel.js'
import type { LossOptimum } from './chinchilla-solver.js'
import { contenders } from './contenders.js'
import { evenPart } from './even-part.js'
import { absoluteSum, lawObjective, type LawModel } from './law-model.js'
import { leastAbsolute as leastAbsoluteFrom, type LadSolution } from './least-absolute.js'
import { fewPoints } from './levenberg-marquardt.js'
import { objectiveOf } from './objective.js'
import { continueLaw, polishLaw } from './polish-law.js'
import { addOptimum, byQuality, type DistinctOptimum } from './solution.js'

/** Whether a law with these coordinates would not be reported: there is no optimum to look for. */
export type Refused = (theta: Float64Array) => boolean

/** All distinct optima that the starts lead to, best first. */
export function solveLaw(
  model: LawModel,
  loss: FitLoss,
  starts: readonly Float64Array[],
  refused: Refused = () => false,
): readonly LossOptimum[] {
  const objective = objectiveOf(loss)
  const alone = starts.length < 2 && model.condensed === undefined
  const optima = alone || model.n <= fewPoints ? [] : racedOptima(model, objective, starts, refused)
  const found = optima.length > 0 ? optima : optimaFrom(model, objective, starts)
  if (loss.name !== 'lad') return found
  const [lowest] = found
  // Where a constant runs off there is no vertex to descend to.
  if (lowest !== undefined && refused(lowest.theta))
    return [{ ...lowest, value: absoluteSum(model, lowest.theta), converged: false }]
  return found.map((optimum): LossOptimum => ({ ...optimum, ...leastAbsolute(model, optimum.theta) })).sort(byQuality)
}

/** Where there are many points: starts race on those that stand for all. */
function racedOptima(
  model: LawModel,
  objective: Objective,
  starts: readonly Float64Array[],
  refused: Refused,
): readonly DistinctOptimum[] {
  if (model.condensed === undefined) {
    const part = evenPart(model, model.weights).model
    return part.n === model.n ? [] : raced(model, part, objective, starts)
  }
  const condensed = model.condensed(model)
  if (condensed !== null) return condensedOptima(model, condensed, objective, starts, refused)
  const optima = [...condensedOptima(model, model, objective, starts, refused)]
  // Of few points a robust loss has optima of its own, away from those of squares.
  if (objective.delta < Infinity) {
    for (const start of starts.slice(0, mostCandidates)) {
      addOptimum(optima, polishLaw(model, objective, start, undefined, directSteps), 0)
    }
  }
  return optima.sort(byQuality)
}

/** Chance does not turn round a ratio of 2 between the squares of two optima of the points that stand for all. */
const onPart = [
  { steps: 12, hopeless: 4 },
  { steps: 60, hopeless: 2 },
]
const mostCandidates = 6
const onAll = [
  { steps: 6, hopeless: 1.2 },
  { steps: 12, hopeless: 1.02 },
]
/** Steps of the best candidate, and of another before it must lie below the best. */
const mostSteps = 200
const trialSteps = 24
const directSteps = 60

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
  return polished(
    model,
    objective,
    field.map(({ theta }) => ({ theta })),
    mostSteps,
  )
}

/** Steps on the points that stand for all, and on all where no optimum was found on these: where there is none, as two breaks run into each other. */
const settling = 200
const unsettled = 40
/** The same where a law at the end of these would be refused, and on the points that stand for all until that is seen. */
const hopeless = 8
const seen = 80
/** An optimum is a rival of the lowest up to this share of its squares above it; a point at which the search only stopped, hardly above it. */
const rival = 0.02
const stopped = 1e-3
/** The same where the loss is robust, at the optima of squares, and how many of them at most. */
const robustRival = 0.1
const mostRobust = 3

/**
 * Where the points of a curve are condensed, their squares are those of all but for a constant: optima are found on the condensed ones, and from those that
 * may be the lowest it is a few steps on all.
 */
function condensedOptima(
  model: LawModel,
  condensed: LawModel,
  objective: Objective,
  starts: readonly Float64Array[],
  refused: Refused,
): readonly DistinctOptimum[] {
  const squares = { log: objective.log, delta: Infinity }
  const found = polished(
    condensed,
    squares,
    starts.map((theta) => ({ theta })),
    settling,
    refused,
  ).toSorted((left, right) => left.value - right.value)
  const [lowest] = found
  if (lowest === undefined) return []
  // A robust loss ranks optima of squares in its own way.
  const own = found
    .map((optimum) => ({ optimum, value: valueAt(model, objective, optimum.theta) }))
    .sort((left, right) => left.value - right.value)
  const robust = objective.delta < Infinity
  const near = own
    .filter(({ optimum, value }) => {
      const margin = robust ? robustRival : optimum.converged ? rival : stopped
      return value <= own[0]!.value * (1 + margin)
    })
    .slice(0, robust ? mostRobust : mostCandidates)
  return polished(
    model,
    objective,
    near.map(({ optimum }) => optimum),
    lowest.converged ? mostSteps : refused(lowest.theta) ? hopeless : unsettled,
  )
}

function valueAt(model: LawModel, objective: Objective, theta: Float64Array): number {
  return lawObjective(model, objective, theta, new Float64Array(model.size), new Float64Array(model.size ** 2))
}

/** The optima that points near them lead to, the first by at most so many steps, others by fewer unless they lie below it. */
function polished(
  model: LawModel,
  objective: Objective,
  field: readonly { readonly theta: Float64Array; readonly starts?: number }[],
  most: number,
  refused: Refused = () => false,
): readonly DistinctOptimum[] {
  const optima: DistinctOptimum[] = []
  for (const { theta, starts = 1 } of field) {
    const best = optima[0]
    const first = Math.min(most, best === undefined ? seen : trialSteps)
    let found = continueLaw(model, objective, theta, first)
    if (!found.converged && first < most) {
      if (best !== undefined && found.value >= best.value) continue
      if (!refused(found.theta)) found = polishLaw(model, objective, found.theta, undefined, most)
    }
    addOptimum(optima, found, 0, starts)
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
