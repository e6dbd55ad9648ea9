import type { LawSpec } from '../define-law.js'
import { differences, gradientDifferences } from './law-differences.js'
import type { SpecCoordinates } from './spec-coordinates.js'

/** Log of the loss at a place over the geometric mean loss, with derivatives by the coordinates; no Hessian where `null` is given for it. */
export type LogValue<Place> = (
  theta: Float64Array,
  place: Place,
  gradient: Float64Array,
  hessian: Float64Array | null,
) => number

/** The derivatives of a defined law: its own where it has them, differences of eighth order where not. */
export function specLogValue<Name extends string, Place extends object>(
  spec: LawSpec<Name, Place>,
  coordinates: SpecCoordinates<Name>,
  logLossMean: number,
): LogValue<Place> {
  const { names, log, constants, steps } = coordinates
  const size = names.length
  const value = (theta: Float64Array, place: Place): number =>
    Math.log(spec.loss(constants(theta), place)) - logLossMean
  const { gradient: lossGradient, hessian: lossHessian } = spec
  if (lossGradient === undefined)
    return (theta, place, gradient, hessian) => differences((at) => value(at, place), theta, steps, gradient, hessian)
  /** Derivative of a constant by its coordinate. */
  const inner = (at: Readonly<Record<Name, number>>, j: number): number => (log[j]! ? at[names[j]!] : 1)
  const logGradient = (theta: Float64Array, place: Place, gradient: Float64Array): number => {
    const at = constants(theta)
    const loss = spec.loss(at, place)
    const slopes = lossGradient(at, place)
    for (let j = 0; j < size; j += 1)
      gradient[j] = theta[j] === -Infinity ? 0 : (inner(at, j) * slopes[names[j]!]) / loss
    return Math.log(loss) - logLossMean
  }
  if (lossHessian === undefined)
    return (theta, place, gradient, hessian) => {
      if (hessian !== null) gradientDifferences((at, into) => void logGradient(at, place, into), theta, steps, hessian)
      return logGradient(theta, place, gradient)
    }
  return (theta, place, gradient, hessian) => {
    const found = logGradient(theta, place, gradient)
    if (hessian === null) return found
    const at = constants(theta)
    const loss = Math.exp(found + logLossMean)
    const curved = lossHessian(at, place)
    for (let j = 0; j < size; j += 1) {
      for (let k = 0; k <= j; k += 1) {
        const [left, right] = [names[j]!, names[k]!]
        const own = curved[left]?.[right] ?? curved[right]?.[left] ?? 0
        const free = theta[j] !== -Infinity && theta[k] !== -Infinity
        const chain = j === k && log[j]! ? gradient[j]! : 0
        const entry = free ? (inner(at, j) * inner(at, k) * own) / loss + chain - gradient[j]! * gradient[k]! : 0
        hessian[j * size + k] = hessian[k * size + j] = entry
      }
    }
    return found
  }
}
