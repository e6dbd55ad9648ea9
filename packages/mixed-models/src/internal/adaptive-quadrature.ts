import type { MixedModel } from '../mixed-model.js'
import type { CovarianceCriterion, LaplaceCriterion } from './criterion.js'
import { gaussHermite } from './gauss-hermite.js'
import type { LaplaceData } from './laplace-data.js'

/** Step of central differences, relative to max(|x|, 0.1): the error of the gradient is about 1e-9 of its scale. */
const differenceStep = 1e-4

/**
 * -2 log L of a model with one random intercept (or one slope) per group by adaptive Gauss-Hermite quadrature (Pinheiro and Bates
 * 1995): in each group the integral is taken around the mode, with nodes scaled by the curvature there. One point is Laplace's approximation.
 *
 * @param data - The rows.
 * @param laplace - Finds the modes.
 * @param points - Number of nodes.
 */
export function quadratureCriterion(data: LaplaceData, laplace: LaplaceCriterion, points: number): CovarianceCriterion {
  const { nodes, weights } = gaussHermite(points)
  const logWeights = Float64Array.from(weights, (weight, k) => Math.log(weight) + nodes[k]! ** 2)
  const terms = new Float64Array(points)
  const score = new Float64Array(data.n)
  const weight = new Float64Array(data.n)

  const value = (parameters: ArrayLike<number>): number => {
    if (!Number.isFinite(laplace.evaluate(parameters, null))) return NaN
    const { spherical, base } = laplace.rows()
    const modes = laplace.modes()
    const inverses = laplace.inverses()
    let total = -2 * data.constant
    data.units.forEach(({ rows }, unit) => {
      const count = data.counts?.[unit] ?? 1
      if (count === 0) return
      const spread = Math.sqrt(inverses[unit]!.block(0, 1)[0]!)
      const mode = modes[unit]![0]!
      for (let k = 0; k < points; k += 1) {
        const u = mode + Math.SQRT2 * spread * nodes[k]!
        let sum = logWeights[k]! - (u * u) / 2
        for (const row of rows) {
          sum -= data.likelihood.measure(row, base[row]! + spherical[row]! * u, score, weight) / 2
        }
        terms[k] = sum
      }
      const largest = terms.reduce((most, term) => Math.max(most, term), -Infinity)
      const scaled = terms.reduce((sum, term) => sum + Math.exp(term - largest), 0)
      // The integral over u of the standard normal density: factor sqrt(2) spread / sqrt(2 pi).
      total -= 2 * count * (largest + Math.log((scaled * spread) / Math.sqrt(Math.PI)))
    })
    return total
  }

  return {
    templates: laplace.templates,
    groupCounts: laplace.groupCounts,
    evaluate: (parameters, gradient) => {
      if (gradient !== null) {
        for (let k = 0; k < parameters.length; k += 1) {
          const moved = Float64Array.from(parameters)
          const step = differenceStep * Math.max(Math.abs(moved[k]!), 0.1)
          moved[k] = parameters[k]! + step
          const above = value(moved)
          moved[k] = parameters[k]! - step
          gradient[k] = (above - value(moved)) / (2 * step)
        }
      }
      return value(parameters)
    },
    diagnostics: (parameters) => laplace.diagnostics(parameters),
  }
}

/** Throws unless the number of points can be used with the model. */
export function checkQuadrature(caller: string, model: MixedModel, points: number): void {
  if (!Number.isInteger(points) || points < 1 || points > 99) {
    throw new RangeError(`${caller}: quadraturePoints must be a whole number from 1 to 99, got ${points}`)
  }
  const [factor] = model.factors
  if (points > 1 && (model.factors.length !== 1 || factor!.columns.length !== 1)) {
    throw new RangeError(`${caller}: quadrature needs one grouping factor with one random effect; use Laplace`)
  }
}
