import type { BnslBreakName, BnslParameters } from '../bnsl-law.js'
import type { CurvePoint } from '../curve-point.js'
import { addOffset } from './add-offset.js'
import { bnslObjective, bnslScratch } from './bnsl-objective.js'
import { bnslStarts } from './bnsl-starts.js'
import { centredLogs } from './centred-logs.js'
import { condensedCurve, veryMany, type CurveData } from './condensed-curve.js'
import { furtherBreak } from './further-break.js'
import type { FittableLaw, LawDefinition } from './fit-law.js'
import { distinctLogs, invalidValue } from './identifiability.js'
import { brief, descended, levenbergMarquardtRace } from './levenberg-marquardt.js'
import { centredLosses, type LawModel } from './law-model.js'
import { softplusTail } from './softplus-tail.js'

type Name = keyof BnslParameters

/** Exponents beyond this are a cliff between two points. */
const largestExponent = 100
/** Places of breaks that are tried where one good start is enough, and starts. */
const fewPlaces = 9
const fewStarts = 4
/** A break narrower than this share of the way to the nearest point has no width that the points could show. */
const narrow = 0.25
/** Log of a width that makes no difference to any point. */
const sharpest = -690
/** A change of slope below this is no break. */
const noBreak = 1e-6

/** With the places of its points, and what stands for them. */
interface PlacedModel extends LawModel {
  readonly place: Float64Array
  condensed(at: LawModel): PlacedModel | null
}

/** A broken law at given points. */
export interface FittableBrokenLaw extends FittableLaw<Name> {
  /** A start for the law with a break less, which is one for this law too. */
  simpler(weights: Float64Array): Float64Array
}

/** {@link LawDefinition} of a broken law. */
export interface BrokenLaw extends LawDefinition<'bnsl', Name, CurvePoint> {
  build(points: readonly CurvePoint[], weights: Float64Array): FittableBrokenLaw
}

/**
 * The broken law in the coordinates (log b, log a, c0, then c, log d, log f per break), x centred in log. With `shift` 1 it is the law of y + 1,
 * whose log squares are the squares of log(1 + y).
 */
export function bnsl(breaks: number, shift: 0 | 1): BrokenLaw {
  const indices = Array.from({ length: breaks }, (_, i) => i + 1)
  const coefficients = indices.map((i) => 3 * i)
  const size = 3 + 3 * breaks
  const needed = breaks === 0 ? 4 : size + 2
  return {
    law: 'bnsl',
    names: ['b', 'a', 'c0', ...indices.flatMap((i) => [`c${i}`, `d${i}`, `f${i}`] as BnslBreakName[])],
    logScale: [true, true, false, ...indices.flatMap(() => [false, true, true])],
    exponents: indices.map((i) => [`c${i}`, 3 * i, `x around d${i}`] as const),
    assumptions: [
      `The curve has ${breaks} ${breaks === 1 ? 'break' : 'breaks'} over the whole range and none beyond it: a break beyond the data cannot be seen in them.`,
      'Points are independent: not, for instance, checkpoints of one run whose noise carries over.',
    ],
    unidentifiable(points) {
      const invalid = invalidValue(points, ['x', 'loss'])
      if (invalid !== undefined) return invalid
      const distinct = distinctLogs(points.map(({ x }) => x))
      if (distinct < needed) {
        return {
          code: 'too-few-points',
          message: `${distinct} distinct values of x cannot determine the ${size} constants of a law with ${breaks} ${breaks === 1 ? 'break' : 'breaks'}: at least ${needed} are needed, twice as many as constants are useful. Add points, or fit fewer breaks.`,
        }
      }
      if (points.some(({ loss }) => Math.abs(loss / points[0]!.loss - 1) > 1e-9)) return undefined
      return { code: 'constant-loss', message: 'All points have the same loss. Add points over a wider range of x.' }
    },
    refusal(constants) {
      for (const i of [0, ...indices]) {
        const c = constants[`c${i}` as Name]
        if (!(Math.abs(c) <= largestExponent)) {
          return {
            code: `c${i}-at-bound`,
            message: `The best fit has c${i} = ${c.toPrecision(3)}: a cliff that these points do not resolve. Add points where the curve bends, or fit fewer breaks.`,
          }
        }
        if (i > 0 && Math.abs(c) < noBreak) {
          return {
            code: 'no-break',
            message: `Break ${i} changes the slope by ${c.toPrecision(2)}: there is none, so its place and width do not exist. Fit fewer breaks.`,
          }
        }
      }
      return undefined
    },
    build(points, weights) {
      const losses = centredLosses(points.map(({ loss }) => loss + shift))
      const unit = shift * Math.exp(-losses.logLossMean)
      const { centred: x, mean } = centredLogs(points.map((point) => point.x))
      const byPlace = (theta: Float64Array): readonly number[] =>
        coefficients.toSorted((left, right) => theta[left + 1]! - theta[right + 1]!)
      const lawAt = (x: Float64Array, data: CurveData, size = 3 + 3 * breaks): PlacedModel => {
        let kept: { readonly of: Pick<LawModel, 'weights' | 'logLoss'>; readonly part: PlacedModel | null } | undefined
        const places = { x, unit, scratch: bnslScratch(size) }
        const { tail } = places.scratch
        return {
          place: x,
          logLossMean: losses.logLossMean,
          n: data.n,
          weights: data.weights,
          logLoss: data.logLoss,
          level: data.level,
          size,
          vanishing: [1],
          longest: [3, 3, 0.5, ...indices.flatMap(() => [2, 0.5, 1])].slice(0, size),
          logValue(theta, i, gradient, hessian, order) {
            if (order === undefined) hessian.fill(0)
            gradient[0] = 1
            gradient[1] = 0
            gradient[2] = -x[i]!
            let term = theta[0]! - theta[2]! * x[i]!
            for (let j = 3; j < size; j += 3) {
              const c = theta[j]!
              const f = Math.exp(theta[j + 2]!)
              const w = (x[i]! - theta[j + 1]!) / f
              softplusTail(Math.abs(w), tail)
              const bend = f * (Math.max(w, 0) + tail[0]!)
              term -= c * bend
              if (order === 0) continue
              const s = w > 0 ? 1 - tail[1]! : tail[1]!
              const narrowing = bend - f * s * w
              gradient[j] = -bend
              gradient[j + 1] = c * s
              gradient[j + 2] = -c * narrowing
              if (order === 1) continue
              const spread = s * (1 - s)
              const row = j * size + j
              hessian[row + 1] = hessian[row + size] = s
              hessian[row + 2] = hessian[row + 2 * size] = -narrowing
              hessian[row + size + 1] = (-c * spread) / f
              hessian[row + size + 2] = hessian[row + 2 * size + 1] = -c * spread * w
              hessian[row + 2 * size + 2] = -c * (narrowing + f * spread * w * w)
            }
            return addOffset(term, theta[1]!, 1, unit, gradient, hessian, order)
          },
          objective: ({ n, size, weights, level, rows }, { log, delta, gaussNewton = false }, ...into) =>
            bnslObjective({ n, size, weights, level, rows }, places, { log, delta, gaussNewton }, ...into),
          sharpened(theta) {
            const unseen = coefficients.filter((j) => {
              const gap = x.reduce((least, value) => Math.min(least, Math.abs(value - theta[j + 1]!)), Infinity)
              return j < size && Math.exp(theta[j + 2]!) < narrow * gap
            })
            return unseen.length === 0 ? theta : theta.map((value, j) => (unseen.includes(j - 2) ? sharpest : value))
          },
          condensed(at) {
            if (kept?.of.weights !== at.weights || kept.of.logLoss !== at.logLoss) {
              const curve = condensedCurve(at, x)
              kept = { of: at, part: curve && lawAt(curve.x, curve) }
            }
            return kept.part
          },
        }
      }
      const model = lawAt(x, { n: points.length, weights, ...losses })
      const partAt = (at: Float64Array): PlacedModel => {
        const all = { ...model, weights: at }
        return model.condensed(all) ?? all
      }
      let known: { readonly at: Float64Array; readonly theta: Float64Array } | undefined
      const simpler = (at: Float64Array): Float64Array => {
        if (known?.at === at) return known.theta
        const part = partAt(at)
        const { place } = part
        const law = lawAt(place, part, size - 3)
        const [theta] = levenbergMarquardtRace(
          law,
          bnslStarts(place, part.level, unit, part.weights, breaks - 1, fewPlaces).slice(0, fewStarts),
          brief,
        )
        known = { at, theta: theta! }
        return known.theta
      }
      return {
        ...model,
        simpler,
        starts(at) {
          const part = partAt(at)
          const { place } = part
          const starts = bnslStarts(place, part.level, unit, part.weights, breaks)
          if (breaks > 0) starts.unshift(...furtherBreak(lawAt(place, part, size - 3), place, simpler(at)))
          // One break has few valleys.
          return descended(part, starts, part.n < model.n, breaks === 1 && model.n > veryMany ? 6 : undefined)
        },
        constants(theta) {
          const bends = byPlace(theta).flatMap((j, i): readonly (readonly [string, number])[] => [
            [`c${i + 1}`, theta[j]!],
            [`d${i + 1}`, Math.exp(theta[j + 1]! + mean)],
            [`f${i + 1}`, Math.exp(theta[j + 2]!)],
          ])
          const constants = {
            a: Math.exp(theta[1]! + losses.logLossMean),
            b: Math.exp(theta[0]! + theta[2]! * mean + losses.logLossMean),
            c0: theta[2]!,
            ...(Object.fromEntries(bends) as Record<BnslBreakName, number>),
          }
          return constants
        },
        derivatives(theta) {
          const rows = new Float64Array(size * size)
          const order = [0, 1, 2, ...byPlace(theta).flatMap((j) => [j, j + 1, j + 2])]
          for (const [row, column] of order.entries()) rows[row * size + column] = 1
          rows[2] = mean
          return rows
        },
      }
    },
  }
}
