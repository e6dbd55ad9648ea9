import type { FitLoss } from '../fit-result.js'
import { scaledExtremes } from './hessian-spectrum.js'
import { ridge, type LawDefinition } from './fit-law.js'
import { lawObjective } from './law-model.js'
import { objectiveOf, outputScale } from './objective.js'
import { polishLaw } from './polish-law.js'

/** Decreases predicted below this share do not matter for a comparison of laws. */
const close = 1e-6
const steps = 100

/**
 * The objective of squares that a law reaches from a start, to a few digits: enough to compare laws. `null` where the points cannot determine its constants or
 * a fit of it would be refused.
 */
export function lowestObjective<Name extends string, Point>(
  definition: LawDefinition<string, Name, Point>,
  points: readonly Point[],
  weights: Float64Array,
  loss: FitLoss,
  start: Float64Array,
): number | null {
  if (definition.unidentifiable(points) !== undefined) return null
  const model = definition.build(points, weights)
  const objective = objectiveOf(loss)
  const { theta } = polishLaw(model.condensed?.(model) ?? model, objective, start, close, steps)
  if (definition.refusal(model.constants(theta)) !== undefined) return null
  const { size } = model
  const hessian = new Float64Array(size * size)
  const value = lawObjective(model, objective, theta, new Float64Array(size), hessian)
  const [smallest, largest] = scaledExtremes(hessian, size)
  if (ridge(definition, loss, smallest > 0 ? largest / smallest : null) !== undefined) return null
  return value * outputScale(loss, model)
}
