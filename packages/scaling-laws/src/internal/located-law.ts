import type { Finding } from '@safety-portfolio/stats'
import type { FitLoss } from '../fit-result.js'
import type { Objective } from './chinchilla-kernel.js'
import { scaledExtremes } from './hessian-spectrum.js'
import { insistable, refusesUnidentified, type IdentifiabilityOption } from './identifiability-option.js'
import { ridge, solveLaw, type FittableLaw, type LawDefinition } from './fit-law.js'
import { gradientTolerance, relativeGradientNorm } from './gradient-norm.js'
import type { LawModel } from './law-model.js'
import { lawScores } from './law-scores.js'
import type { LossOptimum } from './chinchilla-solver.js'
import { objectiveOf } from './objective.js'

/** A law of the engine whose refusal may look at the data. */
export interface InferableLaw<Law extends string, Name extends string, Point> extends Omit<
  LawDefinition<Law, Name, Point>,
  'refusal'
> {
  /** Why an optimum must not be reported. */
  refusal(constants: Readonly<Record<Name, number>>, points: readonly Point[]): Finding | undefined
  /** What a datum spends, where it is neither compute, 6 N D nor x. */
  readonly scale?: (place: object) => number
}

/** A law at its optimum for some data, and at further points that did not take part. */
export interface LocatedLaw {
  /** The data that were fitted. */
  readonly model: LawModel
  /** The same coordinates at the data and then at the further points; their losses mean nothing. */
  readonly everywhere: LawModel
  readonly loss: FitLoss
  /** The smooth objective inside. */
  readonly objective: Objective
  readonly best: LossOptimum
  readonly converged: boolean
  constants(theta: Float64Array): Readonly<Record<string, number>>
  starts(weights: Float64Array): readonly Float64Array[]
  refusal(theta: Float64Array): Finding | undefined
  /** Why the data do not determine the constants, where the caller insisted. */
  readonly doubts: readonly Finding[]
}

/**
 * Fits a law to data, each with its weight (default 1; those of weight zero take no part). Further points share its coordinates, so that predictions there have
 * exact derivatives.
 */
export function locateLaw<Law extends string, Name extends string, Point extends { readonly loss: number }>(
  definition: InferableLaw<Law, Name, Point>,
  points: readonly Point[],
  loss: FitLoss,
  further: readonly Omit<Point, 'loss'>[] = [],
  given?: Float64Array,
  refuses = true,
): LocatedLaw | Finding {
  if (given?.some((weight) => weight === 0) === true) {
    return locateLaw(
      definition,
      points.filter((_, i) => given[i]! > 0),
      loss,
      further,
      given.filter((weight) => weight > 0),
      refuses,
    )
  }
  const early = definition.unidentifiable(points)
  if (early !== undefined && (refuses || !insistable(early))) return early
  const n = points.length
  // Weights of mean 1: noise is then that of a datum of ordinary weight.
  const mean = given === undefined ? 1 : given.reduce((total, weight) => total + weight, 0) / n
  const typical = Math.exp(points.reduce((total, point) => total + Math.log(point.loss), 0) / n)
  const all = [...points, ...further.map((point) => ({ ...point, loss: typical }) as unknown as Point)]
  const weights = Float64Array.from(all, (_, i) => (i < n ? (given?.[i] ?? 1) / mean : 0))
  const everywhere: FittableLaw<Name> = definition.build(all, weights)
  const model: LawModel = { ...everywhere, n }
  const refusal = (theta: Float64Array): Finding | undefined => definition.refusal(everywhere.constants(theta), points)
  const best = solveLaw(model, loss, everywhere.starts(weights))[0]
  if (best === undefined)
    return { code: 'not-identifiable', message: 'No start led to a finite objective. Check the units of the data.' }
  const refused = refusal(best.theta)
  if (refused !== undefined && refuses) return refused
  const objective = objectiveOf(loss)
  const converged =
    loss.name === 'lad'
      ? best.certificate !== undefined
      : best.converged &&
        relativeGradientNorm(lawScores(model, objective, best.theta), objective.delta) <= gradientTolerance
  return {
    model,
    everywhere,
    loss,
    objective,
    best,
    converged,
    constants: (theta) => everywhere.constants(theta),
    starts: (at) => everywhere.starts(at),
    refusal: refuses ? refusal : (): undefined => undefined,
    doubts: [early, refused].filter((doubt) => doubt !== undefined),
  }
}

/**
 * A law that is asked for its constants, or for what depends on them: refused as a fit is where a combination of them is free, unless the caller insists.
 */
export function determinedLaw<Law extends string, Name extends string, Point extends { readonly loss: number }>(
  caller: string,
  definition: InferableLaw<Law, Name, Point>,
  data: { readonly points: readonly Point[]; readonly weights?: Float64Array },
  loss: FitLoss,
  options: IdentifiabilityOption,
  further: readonly Omit<Point, 'loss'>[] = [],
): LocatedLaw | Finding {
  const refuses = refusesUnidentified(caller, options)
  const located = locateLaw(definition, data.points, loss, further, data.weights, refuses)
  if ('code' in located) return located
  const { hessian, size } = lawScores(located.model, located.objective, located.best.theta)
  const [smallest, largest] = scaledExtremes(hessian, size)
  const free = ridge(definition, loss, smallest > 0 ? largest / smallest : null)
  if (free === undefined) return located
  return refuses ? free : { ...located, doubts: [...located.doubts, free] }
}

/** Coordinates that are free at a point: not a constant at its bound zero. */
export function freeCoordinates(theta: Float64Array): number {
  return theta.reduce((total, value) => total + (value === -Infinity ? 0 : 1), 0)
}
