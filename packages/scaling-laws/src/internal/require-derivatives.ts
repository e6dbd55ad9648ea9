import type { LawSpec } from '../define-law.js'
import type { SpecCoordinates } from './spec-coordinates.js'
import { specLogValue } from './spec-model.js'

/** Disagreement with differences, relative to the largest derivative, above which a derivative is wrong; differences are better than this by far. */
const gradientTolerance = 1e-6
const hessianTolerance = 1e-3
const placesChecked = 3

/** Throws where a law's own derivatives are not those of its loss. */
export function requireDerivatives<Name extends string, Place extends object>(
  spec: LawSpec<Name, Place>,
  coordinates: SpecCoordinates<Name>,
  theta: Float64Array,
  points: readonly Place[],
): void {
  if (spec.gradient === undefined) return
  const { names } = coordinates
  const size = names.length
  const own = specLogValue(spec, coordinates, 0)
  const value = specLogValue({ law: spec.law, constants: spec.constants, loss: spec.loss }, coordinates, 0)
  const [first, second] = [new Float64Array(size), new Float64Array(size * size)]
  const [seen, seenSecond] = [new Float64Array(size), new Float64Array(size * size)]
  for (let k = 0; k < placesChecked; k += 1) {
    const point = points[Math.floor((k * (points.length - 1)) / (placesChecked - 1))]!
    own(theta, point, first, second)
    value(theta, point, seen, seenSecond)
    names.forEach((name, j) => {
      compare(`gradient.${name}`, first[j]!, seen[j]!, gradientTolerance * largest(seen), point)
      if (spec.hessian === undefined) return
      names.slice(0, j + 1).forEach((other, i) => {
        const at = j * size + i
        compare(`hessian.${other}.${name}`, second[at]!, seenSecond[at]!, hessianTolerance * largest(seenSecond), point)
      })
    })
  }
}

function compare(what: string, given: number, seen: number, tolerance: number, place: object): void {
  if (Math.abs(given - seen) <= tolerance || !Number.isFinite(seen)) return
  throw new RangeError(
    `defineLaw: ${what} is not the derivative of the loss at ${JSON.stringify(place)}: for the log loss it gives ${given.toPrecision(6)}, differences give ${seen.toPrecision(6)}`,
  )
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}
