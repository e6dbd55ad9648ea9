import type { LawSpec } from '../define-law.js'
import { evenPart } from './even-part.js'
import type { FittableLaw } from './fit-law.js'
import { levenbergMarquardt } from './levenberg-marquardt.js'
import { centredLosses, sumOfSquares, type LawModel } from './law-model.js'
import type { InferableLaw } from './located-law.js'
import { requireDerivatives } from './require-derivatives.js'
import { specCoordinates } from './spec-coordinates.js'
import { cureOf, outsideLimits, tooLittleData } from './spec-identifiability.js'
import { specLogValue, type LogValue } from './spec-model.js'
import { specStarts } from './spec-starts.js'

/**
 * Condition number above which the constants of a defined law are a ridge. Built-in laws centre their logarithms, so that 1e8 is one; a law as it is written
 * down has an amplitude at N = 1, far from its data, and owes a factor of up to 1e4 to that alone.
 */
const mostConditioned = 1e12
/** Longest Newton step of a logarithm, and of a real constant as a share of the range of its starts. */
const longestLog = 3
const longestShare = 0.25
/** Valleys whose squares differ by less than this share are one. */
const sameValley = 1e-6
const mostValleys = 5

/** A defined law for the engine. */
export function specDefinition<Name extends string, Place extends object>(
  spec: LawSpec<Name, Place>,
): InferableLaw<string, Name, Place & { readonly loss: number }> {
  const { names, log } = specCoordinates(spec, 0)
  const size = names.length
  const real = names.flatMap((name, j) => (log[j]! ? [] : [[name, j, cureOf(spec.constants, name)] as const]))
  const { scale } = spec
  return {
    law: spec.law,
    names,
    logScale: log,
    // A law without real constants has none whose standard error can be judged against itself: no coordinate, but still a cure.
    exponents: real.length > 0 ? real : [[names[0]!, size, cureOf(spec.constants, '')]],
    mostConditioned,
    assumptions: spec.assumptions ?? [`The law ${spec.law} holds over the whole range of the data.`],
    unidentifiable: (points) => tooLittleData(spec.constants, points),
    refusal: (constants) => outsideLimits(spec.constants, constants),
    scale: (place) => scale?.(place as Place) ?? usualScale(spec.law, place),
    build(points, weights): FittableLaw<Name> {
      const losses = centredLosses(points.map(({ loss }) => loss))
      const coordinates = specCoordinates(spec, losses.logLossMean)
      const logValue = specLogValue(spec, coordinates, losses.logLossMean)
      const model: LawModel = {
        n: points.length,
        size,
        weights,
        ...losses,
        vanishing: names.flatMap((name, j) => (spec.constants[name].domain === 'nonnegative' ? [j] : [])),
        longest: names.map((name, j) => {
          const range = spec.constants[name].starts
          return log[j]! ? longestLog : range === undefined ? Infinity : longestShare * (range[1] - range[0])
        }),
        logValue: valueAt(logValue, points),
      }
      return {
        ...model,
        starts(at) {
          const { model: part, take } = evenPart(model, at)
          const some = Array.from(take(Float64Array.from(points.keys())), (i) => points[i]!)
          const found = specStarts(spec, some, part.weights).map((constants) => coordinates.theta(constants))
          if (found.length > 0) requireDerivatives(spec, coordinates, found[0]!, some)
          const slopes = { ...part, logValue: valueAt(logValue, some, null) }
          return distinctValleys(
            part,
            found.map((theta) => levenbergMarquardt(slopes, theta)),
          )
        },
        constants: coordinates.constants,
        derivatives: () => Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0)),
      }
    },
  }
}

/** What a datum spends where the law does not say: x, or compute, or 6 N D. */
function usualScale(law: string, place: object): number {
  const { x, compute, params, tokens } = place as Readonly<Record<string, number | undefined>>
  const found = x ?? compute ?? (params === undefined || tokens === undefined ? undefined : 6 * params * tokens)
  if (found === undefined)
    throw new RangeError(
      `defineLaw: the law ${law} needs a scale, by which its data are ordered: its places have neither x nor compute nor params and tokens`,
    )
  return found
}

/** The law at the points of a model; with `null` for the Hessian without one, for searches that need none. */
function valueAt<Place>(logValue: LogValue<Place>, points: readonly Place[], none?: null): LawModel['logValue'] {
  return (theta, i, gradient, hessian) => logValue(theta, points[i]!, gradient, none === undefined ? hessian : none)
}

/** Starts that have run into the same valley are one, the lowest of them. */
function distinctValleys(model: LawModel, starts: readonly Float64Array[]): readonly Float64Array[] {
  const ranked = starts
    .map((theta) => ({
      theta,
      squares: sumOfSquares(model, theta),
    }))
    .filter(({ squares }) => Number.isFinite(squares))
    .sort((left, right) => left.squares - right.squares)
  return ranked
    .filter(({ squares }, k) => !(k > 0 && squares <= ranked[k - 1]!.squares * (1 + sameValley)))
    .slice(0, mostValleys)
    .map(({ theta }) => theta)
}
