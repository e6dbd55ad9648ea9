import type { ConditionalModes } from '../random-effects.js'
import type { CovarianceCriterion, LaplaceCriterion } from './criterion.js'
import { multiply, toNested, transpose } from './dense.js'
import type { LaplaceData } from './laplace-data.js'
import { solveUpper } from './linear-problem.js'
import { fillFactor } from './covariance-template.js'
import { spectralMap, symmetricEigen } from './symmetric-eigen.js'
import type { WhitenedDesign } from './whitened-design.js'

const differenceStep = 1e-3

/** Covariances at the optimum of a Laplace or quadrature deviance. */
export interface GeneralisedCovariance {
  /** Of the fixed effects in the original columns, p x p. */
  readonly original: Float64Array
  /** Standard errors of the whitened fixed effects. */
  readonly whitenedErrors: Float64Array
  /** Of the entries of the covariance factors, then the further parameter: without directions that carry no information. */
  readonly others: Float64Array
}

/**
 * Covariance of all parameters from the Hessian of the deviance, by central differences of its gradient, as glmer does; directions of the
 * covariance parameters without curvature (on the boundary) carry no information and are left out.
 */
export function generalisedCovariance(
  criterion: CovarianceCriterion,
  optimum: Float64Array,
  thetaCount: number,
  design: WhitenedDesign,
): GeneralisedCovariance {
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
  // The Hessian is of -2 log L: half of it is the information.
  const at = (i: number, j: number): number => (hessian[i * count + j]! + hessian[j * count + i]!) / 4
  const fixed = Array.from({ length: p }, (_, k) => thetaCount + k)
  const rest = Array.from({ length: count }, (_, k) => k).filter((k) => k < thetaCount || k >= thetaCount + p)
  const part = (rows: readonly number[], columns: readonly number[]): Float64Array =>
    Float64Array.from(rows.flatMap((i) => columns.map((j) => at(i, j))))
  // Each block's part is what is left after the other.
  const corner = part(rest, rest)
  const cross = part(rest, fixed)
  const own = part(fixed, fixed)
  const whitened = pseudoInverse(schur(own, cross, pseudoInverse(corner, rest.length, 1e-6), rest.length, p), p, 0)
  const turned = transpose(cross, rest.length, p)
  const others = pseudoInverse(schur(corner, turned, pseudoInverse(own, p, 0), p, rest.length), rest.length, 1e-6)
  const left = solveUpper(design.fixed.triangle, whitened, p)
  return {
    original: solveUpper(design.fixed.triangle, transpose(left, p, p), p),
    whitenedErrors: Float64Array.from({ length: p }, (_, k) => Math.sqrt(whitened[k * p + k]!)),
    others,
  }
}

function pseudoInverse(matrix: Float64Array, size: number, share: number): Float64Array {
  const eigen = symmetricEigen(matrix, size)
  const floor = share * Math.max(eigen.values[0] ?? 0, 0)
  return spectralMap(eigen, size, (value) => (value > floor ? 1 / value : 0))
}

/** own - cross' inverse cross, cross being other x size. */
function schur(
  own: Float64Array,
  cross: Float64Array,
  inverse: Float64Array,
  other: number,
  size: number,
): Float64Array {
  const right = multiply(inverse, cross, other, other, size)
  const removed = multiply(transpose(cross, other, size), right, size, other, size)
  return own.map((value, k) => value - removed[k]!)
}

/** Conditional modes and standard deviations in the original columns, at the state of the Laplace criterion. */
export function generalisedModes(
  design: WhitenedDesign,
  data: LaplaceData,
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
      values.set(multiply(root, modes[unit]!.subarray(offset, offset + q), q, q, 1), level * q)
      const half = multiply(root, inverses[unit]!.block(offset, q), q, q, q)
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
