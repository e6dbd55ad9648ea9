import { factorise, solveFactored } from './damped-newton.js'
import { lawObjective, type LawModel } from './law-model.js'

/** Where each step gains less than this share, Newton steps on the exact Hessian go on. */
const precision = 1e-10
/** The same for starts of many. */
const close = 1e-5
const closer = 1e-7
/** A coordinate with less of the curvature than this share has no effect: it stays, and does not shorten the step of the others. */
const noEffect = 1e-12

/**
 * Moves a start towards the least squares of log residuals, in so many steps of Levenberg and Marquardt: far from the optimum, in a curved valley, they go
 * further than Newton steps on the exact Hessian, which then finish.
 */
export function levenbergMarquardt(model: LawModel, start: Float64Array): Float64Array {
  return descent(model, start, 200).theta
}

/** Steps of a round, how many times the lowest squares those of a start may be to go on, and how many starts go on. */
export interface RaceRound {
  readonly steps: number
  readonly hopeless: number
  readonly most: number
}

/** Until the lowest valleys are told apart. */
export const thorough: readonly RaceRound[] = [
  { steps: 3, hopeless: 30, most: 12 },
  { steps: 5, hopeless: 8, most: 10 },
  { steps: 12, hopeless: 3, most: 8 },
  { steps: 40, hopeless: 1.5, most: 6 },
]
/** The same where points are few, so that each is its own and optima are many. */
const patient: readonly RaceRound[] = [
  { steps: 4, hopeless: 100, most: 14 },
  { steps: 8, hopeless: 20, most: 10 },
  { steps: 20, hopeless: 5, most: 7 },
  { steps: 40, hopeless: 1.5, most: 5 },
]
/** The same where they are so few that a start must be followed far. */
const tireless: readonly RaceRound[] = [
  { steps: 8, hopeless: 300, most: 14 },
  { steps: 20, hopeless: 50, most: 12 },
  { steps: 40, hopeless: 10, most: 9 },
  { steps: 60, hopeless: 3, most: 7 },
]
/** Until one start lies well. */
export const brief: readonly RaceRound[] = [
  { steps: 3, hopeless: 2, most: 2 },
  { steps: 12, hopeless: 1, most: 1 },
]

/** Up to this many points nothing tells early which valley is the lowest. */
export const fewPoints = 24

/** {@link levenbergMarquardtRace} with as much patience as the number of points asks for; except of few, no more than `most` go on. */
export function descended(
  model: LawModel,
  starts: readonly Float64Array[],
  condensed: boolean,
  most?: number,
): readonly Float64Array[] {
  if (model.n <= fewPoints && !condensed) return levenbergMarquardtRace(model, starts, tireless)
  const rounds = condensed ? thorough : patient
  return levenbergMarquardtRace(
    model,
    starts,
    rounds.map((round) => ({ ...round, most: Math.min(round.most, most ?? round.most) })),
  )
}

/** The same for many starts, of which ever fewer go on: those whose squares fall behind are dropped. Lowest first. */
export function levenbergMarquardtRace(
  model: LawModel,
  starts: readonly Float64Array[],
  rounds: readonly RaceRound[],
): readonly Float64Array[] {
  const repeated: Descended[] = []
  let field = starts.map((theta): Descended => ({ theta, value: Infinity, lambda: 1e-3, done: false }))
  for (const { steps, hopeless, most } of rounds) {
    field = field
      .map((each) =>
        each.done ? each : descent(model, each.theta, steps, each.lambda, model.n <= fewPoints ? closer : close),
      )
      .filter(({ value }) => Number.isFinite(value))
      .sort((left, right) => left.value - right.value)
    const [lowest] = field
    const rivals = field.filter(({ value }) => value <= hopeless * lowest!.value)
    const repeats = rivals.filter((each, k) => k > 0 && same(rivals[k - 1]!, each))
    // Those that have come to an end of another's cost nothing any more, but are evidence for it.
    repeated.push(...repeats)
    field = rivals.filter((each) => !repeats.includes(each)).slice(0, most)
  }
  return [...field, ...repeated].map(({ theta }) => theta)
}

/** Whether two starts have come to the same end. */
function same(left: Descended, right: Descended): boolean {
  return left.done && right.done && right.value <= left.value * (1 + 1e-6)
}

interface Descended {
  readonly theta: Float64Array
  readonly value: number
  readonly lambda: number
  /** Whether no step gains anything any more. */
  readonly done: boolean
}

function descent(model: LawModel, start: Float64Array, most: number, damping = 1e-3, least = precision): Descended {
  const { size, longest } = model
  const squares = { log: true, delta: Infinity, gaussNewton: true }
  let [gradient, normal] = [new Float64Array(size), new Float64Array(size * size)]
  let [nextGradient, nextNormal] = [new Float64Array(size), new Float64Array(size * size)]
  let [theta, next] = [start.slice(), new Float64Array(size)]
  const [scale, move] = [new Float64Array(size), new Float64Array(size)]
  const factor = new Float64Array(size * size)
  let value = lawObjective(model, squares, theta, gradient, normal)
  let lambda = damping
  for (let iteration = 0; iteration < most; iteration += 1) {
    let curved = 0
    for (let j = 0; j < size; j += 1) curved = Math.max(curved, noEffect * normal[j * size + j]!)
    for (let j = 0; j < size; j += 1) scale[j] = normal[j * size + j] = Math.max(normal[j * size + j]!, curved)
    let lower = Infinity
    for (; lambda < 1e8; lambda *= 8) {
      if (!factorise(normal, scale, lambda, factor)) continue
      solveFactored(factor, gradient, move)
      let share = 1
      for (let j = 0; j < size; j += 1) share = Math.min(share, longest[j]! / Math.abs(move[j]!))
      for (let j = 0; j < size; j += 1) next[j] = theta[j]! - share * move[j]!
      lower = lawObjective(model, squares, next, nextGradient, nextNormal)
      if (lower < value) break
    }
    if (!(lower < value)) return { theta, value, lambda, done: true }
    const gain = (value - lower) / value
    value = lower
    ;[theta, next] = [next, theta]
    ;[gradient, nextGradient] = [nextGradient, gradient]
    ;[normal, nextNormal] = [nextNormal, normal]
    lambda = Math.max(1e-12, lambda / 8)
    if (gain < least) return { theta, value, lambda, done: true }
  }
  return { theta, value, lambda, done: false }
}
