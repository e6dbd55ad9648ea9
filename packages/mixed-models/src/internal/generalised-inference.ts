import type { ConditionalModes } from '../random-effects.js'
import type { BinomialData } from './binomial-data.js'
import type { CovarianceCriterion } from './criterion.js'
import { multiply, toNested, transpose } from './dense.js'
import type { LaplaceCriterion } from './laplace-criterion.js'
import { solveUpper } from './linear-problem.js'
import { fillFactor } from './covariance-template.js'
import { spectralMap, symmetricEigen } from './symmetric-eigen.js'
import type { WhitenedDesign } from './whitened-design.js'

const differenceStep = 1e-3

/**
 * Covariance of the fixed effects from the Hessian of the deviance in all parameters, by central differences of its gradient, as glmer does;
 * directions of the covariance parameters without curvature (on the boundary) carry no information and are left out.
 */
export function generalisedCovariance(
  criterion: CovarianceCriterion,
  optimum: Float64Array,
  thetaCount: number,
  design: WhitenedDesign,
): { readonly original: Float64Array; readonly whitenedErrors: Float64Array } {
  const count = optimum.length
  const { p } = design
  const hessian = new Float64Array(count * count)
  const above = new Float64Array(count)
  const below = new Float64Array(count)
  for (let k = 0; k < count; k += 1) {
    const moved = optimum.slice()
    const step = differenceStep * Math.max(Math.abs(optimum[k]!), 0.1)
    moved[k] = optimum[k]! + step
    criterion.evaluate(moved, above)
    moved[k] = optimum[k]! - step
    criterion.evaluate(moved, below)
    for (let j = 0; j < count; j += 1) hessian[k * count + j] = (above[j]! - below[j]!) / (2 * step)
  }
  // The Hessian is of -2 log L: half of it is the information. The fixed effects' part is what is left after the covariance parameters.
  const at = (i: number, j: number): number => (hessian[i * count + j]! + hessian[j * count + i]!) / 4
  const corner = new Float64Array(thetaCount * thetaCount).map((_, k) => at(Math.floor(k / thetaCount), k % thetaCount))
  const eigen = symmetricEigen(corner, thetaCount)
  const floor = 1e-6 * Math.max(eigen.values[0] ?? 0, 0)
  const inverse = spectralMap(eigen, thetaCount, (value) => (value > floor ? 1 / value : 0))
  const cross = new Float64Array(thetaCount * p).map((_, k) => at(Math.floor(k / p), thetaCount + (k % p)))
  const removed = multiply(
    transpose(cross, thetaCount, p),
    multiply(inverse, cross, thetaCount, thetaCount, p),
    p,
    thetaCount,
    p,
  )
  const information = removed.map((value, k) => at(thetaCount + Math.floor(k / p), thetaCount + (k % p)) - value)
  const own = symmetricEigen(information, p)
  const whitened = spectralMap(own, p, (value) => (value > 0 ? 1 / value : 0))
  const left = solveUpper(design.fixed.triangle, whitened, p)
  return {
    original: solveUpper(design.fixed.triangle, transpose(left, p, p), p),
    whitenedErrors: Float64Array.from({ length: p }, (_, k) => Math.sqrt(whitened[k * p + k]!)),
  }
}

/** Conditional modes and standard deviations in the original columns, at the state of the Laplace criterion. */
export function generalisedModes(
  design: WhitenedDesign,
  data: BinomialData,
  laplace: LaplaceCriterion,
  optimum: Float64Array,
): ConditionalModes[] {
  const modes = laplace.modes()
  const inverses = laplace.inverses()
  const single = design.factors.length === 1
  let from = 0
  let start = 0
  return design.factors.map(({ factor, triangle }, f) => {
    const template = laplace.templates[f]!
    const { q } = template
    const lambda = new Float64Array(q * q)
    fillFactor(template, optimum, from, lambda)
    from += template.positions.length
    const root = solveUpper(triangle, lambda, q)
    const count = factor.levels.length
    const values = new Float64Array(count * q)
    const sds = new Float64Array(count * q)
    for (let level = 0; level < count; level += 1) {
      const unit = single ? level : 0
      const offset = single ? 0 : start + level * q
      const { size } = data.units[unit]!
      values.set(multiply(root, modes[unit]!.subarray(offset, offset + q), q, q, 1), level * q)
      const own = new Float64Array(q * q)
      for (let i = 0; i < q; i += 1) {
        for (let j = 0; j < q; j += 1) own[i * q + j] = inverses[unit]![(offset + i) * size + offset + j]!
      }
      const half = multiply(root, own, q, q, q)
      for (let i = 0; i < q; i += 1) {
        let sum = 0
        for (let k = 0; k < q; k += 1) sum += half[i * q + k]! * root[i * q + k]!
        sds[level * q + i] = Math.sqrt(Math.max(0, sum))
      }
    }
    start += count * q
    return {
      group: factor.name,
      terms: factor.columnNames,
      levels: factor.levels,
      values: toNested(values, count, q),
      standardDeviations: toNested(sds, count, q),
    }
  })
}
