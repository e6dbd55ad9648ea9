import type { FitLoss } from '../fit-result.js'
import type { Objective } from './chinchilla-kernel.js'
import type { LossOptimum } from './chinchilla-solver.js'
import { mostUncondensed, veryMany } from './condensed-curve.js'
import { contenders } from './contenders.js'
import { evenPart } from './even-part.js'
import { followLaw, sharpened, stretch } from './follow-law.js'
import { absoluteSum, lawObjective, type LawModel } from './law-model.js'
import { leastAbsolute as leastAbsoluteFrom, type LadSolution } from './least-absolute.js'
import { absoluteVertex } from './least-absolute-vertex.js'
import { objectiveOf } from './objective.js'
import { continueLaw, polishLaw } from './polish-law.js'
import { addOptimum, byQuality, type DistinctOptimum, type Solution } from './solution.js'

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
  const optima = alone ? [] : racedOptima(model, objective, starts, refused)
  const found = optima.length > 0 ? optima : optimaFrom(model, objective, starts)
  if (loss.name !== 'lad') return found
  const [lowest] = found
  // Where a constant runs off there is no vertex to descend to.
  if (lowest !== undefined && refused(lowest.theta))
    return [{ ...lowest, value: absoluteSum(model, lowest.theta), converged: false }]
  const corners: LossOptimum[] = []
  let gain = Infinity
  for (const optimum of found) {
    const sum = absoluteSum(model, optimum.theta)
    // None gains much more on the way to its corner than the first has.
    if (longCurve(model) && sum - 2 * gain >= (corners[0]?.value ?? Infinity)) continue
    corners.push({ ...optimum, ...leastAbsolute(model, optimum) })
    gain = Math.min(gain, sum - corners[0]!.value)
  }
  return corners.sort(byQuality)
}

const longCurve = (model: LawModel): boolean => model.condensed !== undefined && model.n > mostUncondensed

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
  const optima = [...condensedOptima(model, condensed ?? model, objective, starts, refused)]
  // A robust loss has optima of its own, away from those of squares: of few points, and where the law is not that of the points.
  if (objective.delta < Infinity && (condensed === null || model.size <= fewConstants)) {
    const best = optima[0]?.value ?? Infinity
    const useless = ({ value }: Solution, gain: number | null): boolean =>
      gain === null ? value >= farAbove * best : value - 2 * gain >= best
    for (const start of starts.slice(0, mostCandidates)) {
      const found = polishLaw(model, objective, start, undefined, stretch)
      addOptimum(optima, followLaw(model, objective, found, directSteps, useless), 0)
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
/** Steps of the best candidate, of another before it must lie below the best, and of a start that is not on the way from squares. */
const mostSteps = 200
const trialSteps = 6
const directSteps = 60
/** Up to so many constants such starts are followed on very many points too. */
const fewConstants = 3
/** Such a start ends where after a stretch it lies so many times above the best. */
const farAbove = 1.3

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
const settling = 100
const unsettled = 40
/** The same where a law at the end of these would be refused. */
const hopeless = 4
/** An optimum is a rival of the lowest up to this share of its squares above it; a point at which the search only stopped, hardly above it. */
const rival = 0.02
const stopped = 1e-3
/** The same where the loss is robust, at the optima of squares, and how many of them at most; as many points at which the search only stopped. */
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
    condensed === model,
  ).toSorted((left, right) => left.value - right.value)
  const [lowest] = found
  if (lowest === undefined) return []
  // Of very many points a step costs much, and where those that stand for them have no optimum, all have none.
  const lost = !lowest.converged && model.n > veryMany
  // A robust loss ranks optima of squares in its own way.
  const own = found
    .map((optimum) => ({ optimum, value: valueAt(model, objective, optimum.theta) }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((left, right) => left.value - right.value)
  const robust = objective.delta < Infinity
  const rivals = own.filter(({ optimum, value }) => {
    const margin = robust ? robustRival : optimum.converged ? rival : stopped
    return value <= own[0]!.value * (1 + margin)
  })
  // What condensing leaves out is a constant where a law is nearly straight within bins: as far as it differs between optima, their order may.
  const left = rivals.map(({ optimum, value }) => value - optimum.value)
  const unsure = robust ? Infinity : 2 * (Math.max(...left) - Math.min(...left))
  const near = rivals
    .filter(({ value }) => value <= rivals[0]!.value + unsure)
    .slice(0, !robust && (lowest.converged || condensed === model) ? mostCandidates : lost ? 1 : mostRobust)
  return polished(
    model,
    objective,
    near.map(({ optimum, value }) => ({ ...optimum, value })),
    lowest.converged ? mostSteps : refused(lowest.theta) ? hopeless : lost && !robust ? stretch : unsettled,
    refused,
  )
}

function valueAt(model: LawModel, objective: Objective, theta: Float64Array): number {
  return lawObjective(model, objective, theta, new Float64Array(model.size), new Float64Array(model.size ** 2))
}

/**
 * The optima that points near them lead to, the first by at most so many steps, others by fewer unless they lie below it. Where these are not points that stand
 * for more of them, the best is looked at once more.
 */
function polished(
  model: LawModel,
  objective: Objective,
  field: readonly { readonly theta: Float64Array; readonly starts?: number; readonly value?: number }[],
  most: number,
  refused: Refused = () => false,
  whole = true,
): readonly DistinctOptimum[] {
  const optima: DistinctOptimum[] = []
  const many = model.n > mostUncondensed
  let origin: Float64Array | undefined
  for (const { theta, starts = 1, value = -Infinity } of field) {
    const lowest = optima.reduce((least, optimum) => Math.min(least, optimum.value), Infinity)
    // None gains much more on the way than the first has.
    if (optima.length > 0 && value - 2 * (field[0]!.value! - lowest) >= lowest) continue
    // At a corner between two points no step of Newton's ends, and another candidate is hardly lower: not worth the time of very many points.
    const cornered = (at: Float64Array): boolean => model.n > veryMany && sharpened(model, at) !== at
    const useless = ({ theta, value }: Solution, gain: number | null): boolean =>
      refused(theta) || value - (gain ?? 0) >= lowest || cornered(theta)
    const first = !many ? stretch : optima.length > 0 ? trialSteps : Math.min(stretch, most)
    const found = continueLaw(model, objective, sharpened(model, theta), first)
    const followed = followLaw(model, objective, found, most, useless)
    addOptimum(optima, followed, 0, starts)
    if (followed.value < lowest) origin = theta
    if ((!followed.converged && cornered(followed.theta)) || (many && refused(followed.theta))) break
  }
  const [best] = optima
  if (!whole || many || best === undefined || origin === undefined) return optima
  // A width within which the nearest point sees hardly anything is not zero: the optimum may lie near it.
  const loose = sharpened(model, origin) === origin ? [] : [origin]
  for (const start of [...loose, ...(best.converged ? [] : without(model, best.theta))]) {
    const other = polishLaw(model, objective, start, undefined, 3 * stretch)
    if (other.converged && other.value < best.value) optima[0] = { ...best, ...other }
  }
  return optima
}

/** The same without a constant that may be zero: where the search ends on its way there, the valley is too flat to follow. */
function without(model: LawModel, theta: Float64Array): readonly Float64Array[] {
  return model.vanishing
    .filter((j) => theta[j]! > -Infinity && theta[j]! < 0)
    .map((j) => theta.map((value, k) => (k === j ? -Infinity : value)))
}

function optimaFrom(
  model: LawModel,
  objective: Objective,
  starts: readonly Float64Array[],
): readonly DistinctOptimum[] {
  const optima: DistinctOptimum[] = []
  const follow = (how: Objective, from: Solution): Solution => followLaw(model, how, from, mostSteps, () => false)
  for (const start of starts) {
    addOptimum(optima, follow(objective, polishLaw(model, objective, start, undefined, stretch)), 0)
    if (objective.delta === Infinity) continue
    const squares = { ...objective, delta: Infinity }
    const { theta } = follow(squares, polishLaw(model, squares, start, undefined, stretch))
    addOptimum(optima, follow(objective, continueLaw(model, objective, theta, stretch)), 0)
  }
  return optima
}

function leastAbsolute(model: LawModel, { theta, converged }: DistinctOptimum): LadSolution {
  // Where the Huber loss has no optimum, the many steps of a falling threshold lead to none.
  if (model.condensed !== undefined && model.n > veryMany && !converged) return absoluteVertex(model, theta)
  return leastAbsoluteFrom(model, theta, (objective, start) => polishLaw(model, objective, start))
}
