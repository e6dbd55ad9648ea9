import type { CovarianceCriterion, CriterionDiagnostics } from './internal/criterion.js'
import { fillFactor, outerProduct } from './internal/covariance-template.js'
import { multiply, multiplyTransposed } from './internal/dense.js'
import { spectralMap, symmetricEigen } from './internal/symmetric-eigen.js'

/** Evidence that a fit is an optimum, computed from first and one-sided derivatives at the reported point. */
export interface Certificate {
  /**
   * Largest change of the deviance for a unit relative change of the covariance: the entries of S'D Lambda, where S spans the range of the
   * covariance and, scaled by the information, its null space. It has the units of the deviance and does not change with the units of the
   * response or of any column. 0 at an exact optimum; a fit counts as converged below 1e-3.
   */
  readonly gradientNorm: number
  /** Number of random-effect dimensions with variance above zero (1e-8 of the information scale), over all grouping factors. */
  readonly rank: number
  /** Number of random-effect dimensions in the formula. */
  readonly dimensions: number
  /** Whether the optimum is on the boundary: `rank < dimensions`. */
  readonly boundary: boolean
  /**
   * Karush-Kuhn-Tucker condition on the null space of the covariance: whether adding variance in any direction that has none would raise
   * the deviance. `true` proves that zero is the right answer there. `null` when the covariance has full rank.
   */
  readonly kkt: boolean | null
  /** The smallest rate of change of the deviance when variance is added in a direction that has none, per unit of information; `null` at full rank. */
  readonly smallestMultiplier: number | null
}

/** A direction counts as without variance when its relative variance, in units of the sampling variance of a group, is below this. */
const rankTolerance = 1e-8
/** Rounding allowed in the smallest multiplier. */
const multiplierTolerance = 1e-6

/** Convergence limit of {@link Certificate.gradientNorm}. */
export const gradientLimit = 1e-3

/** A direction (in the whitened basis of one factor) where adding variance lowers the deviance. */
export interface Escape {
  readonly factor: number
  readonly direction: Float64Array
}

/** The certificate at theta, and where it fails, the direction in which to go on. */
export function certify(
  criterion: CovarianceCriterion,
  theta: ArrayLike<number>,
  { curvature, information }: CriterionDiagnostics,
): { certificate: Certificate; escape: Escape | null } {
  let gradientNorm = 0
  let rank = 0
  let dimensions = 0
  let smallestMultiplier: number | null = null
  let escape: Escape | null = null
  let from = 0
  criterion.templates.forEach((template, factor) => {
    const { q } = template
    const lambda = new Float64Array(q * q)
    fillFactor(template, theta, from, lambda)
    from += template.positions.length
    let start = 0
    for (const size of template.blocks) {
      const block = { start, size, q }
      const d = subBlock(curvature[factor]!, block)
      const metric = subBlock(information[factor]!, block)
      const groups = criterion.groupCounts[factor]!
      const part = certifyBlock(d, metric, subBlock(lambda, block), size, groups)
      gradientNorm = Math.max(gradientNorm, part.gradientNorm)
      rank += part.rank
      dimensions += size
      if (part.multiplier !== null && (smallestMultiplier === null || part.multiplier < smallestMultiplier)) {
        smallestMultiplier = part.multiplier
        const direction = new Float64Array(q)
        direction.set(part.direction, start)
        escape = part.multiplier < -multiplierTolerance ? { factor, direction } : escape
      }
      start += size
    }
  })
  const multiplier = smallestMultiplier as number | null
  return {
    certificate: {
      gradientNorm,
      rank,
      dimensions,
      boundary: rank < dimensions,
      kkt: multiplier === null ? null : multiplier >= -multiplierTolerance,
      smallestMultiplier: multiplier,
    },
    escape,
  }
}

function certifyBlock(
  d: Float64Array,
  information: Float64Array,
  lambda: Float64Array,
  q: number,
  groups: number,
): { gradientNorm: number; rank: number; multiplier: number | null; direction: Float64Array } {
  // Directions e_k with their variance, in the metric of the information that one group carries at this fit.
  const metric = symmetricEigen(
    information.map((value) => value / groups),
    q,
  )
  const floor = Math.max(metric.values[0]!, Number.MIN_VALUE) * 1e-12
  const root = spectralMap(metric, q, (value) => Math.sqrt(Math.max(value, 0)))
  const inverseRoot = spectralMap(metric, q, (value) => (value > floor ? 1 / Math.sqrt(value) : 0))
  const scaled = multiply(root, lambda, q, q, q)
  const spread = symmetricEigen(outerProductOf(scaled, q), q)
  const size = Array.from(spread.values, (value) => Math.max(0, value))
  const isNull = (k: number): boolean => size[k]! <= rankTolerance
  const rank = size.filter((_, k) => !isNull(k)).length
  const whitened = multiply(multiply(inverseRoot, d, q, q, q), inverseRoot, q, q, q)
  const rotated = multiply(multiplyTransposed(spread.vectors, whitened, q, q, q), spread.vectors, q, q, q)
  // Column i of S: the range direction with its own standard deviation, the null direction with unit information.
  const length = size.map((value, k) => (isNull(k) ? 1 : Math.sqrt(value)))
  let gradientNorm = 0
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1) {
      if (isNull(j)) continue
      gradientNorm = Math.max(gradientNorm, Math.abs(2 * rotated[i * q + j]! * length[i]! * length[j]!))
    }
  }
  const nullSize = q - rank
  if (nullSize === 0) return { gradientNorm, rank, multiplier: null, direction: new Float64Array(q) }
  const corner = new Float64Array(nullSize * nullSize)
  for (let i = 0; i < nullSize; i += 1) {
    for (let j = 0; j < nullSize; j += 1) corner[i * nullSize + j] = rotated[(rank + i) * q + rank + j]! / groups
  }
  const eigen = symmetricEigen(corner, nullSize)
  const last = nullSize - 1
  const inSpread = new Float64Array(q)
  for (let i = 0; i < q; i += 1) {
    for (let k = 0; k < nullSize; k += 1) {
      inSpread[i] = inSpread[i]! + spread.vectors[i * q + rank + k]! * eigen.vectors[k * nullSize + last]!
    }
  }
  return { gradientNorm, rank, multiplier: eigen.values[last]!, direction: multiply(inverseRoot, inSpread, q, q, 1) }
}

function outerProductOf(a: Float64Array, q: number): Float64Array {
  const out = new Float64Array(q * q)
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1) {
      let sum = 0
      for (let k = 0; k < q; k += 1) sum += a[i * q + k]! * a[j * q + k]!
      out[i * q + j] = sum
    }
  }
  return out
}

function subBlock(matrix: Float64Array, { start, size, q }: { start: number; size: number; q: number }): Float64Array {
  const out = new Float64Array(size * size)
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) out[i * size + j] = matrix[(start + i) * q + start + j]!
  }
  return out
}

/** Lambda after a small amount of variance has been added in the escape direction: the factor of Lambda Lambda' + v v'. */
export function escapedCovariance(
  lambda: Float64Array,
  direction: Float64Array,
  q: number,
  amount: number,
): Float64Array {
  const sigma = outerProduct(lambda, q)
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1) sigma[i * q + j] = sigma[i * q + j]! + amount * direction[i]! * direction[j]!
  }
  return sigma
}
