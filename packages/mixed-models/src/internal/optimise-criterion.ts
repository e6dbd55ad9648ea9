import { certify, escapedCovariance, gradientLimit } from '../certificate.js'
import type { Certificate } from '../certificate.js'
import { fillFactor, lowerTriangle, readFactorEntries, semidefiniteFactor } from './covariance-template.js'
import type { CovarianceCriterion } from './criterion.js'
import { multiply } from './dense.js'
import { quasiNewton } from './quasi-newton.js'
import { minimiseSquareRoots } from './square-roots.js'
import { spectralMap, symmetricEigen } from './symmetric-eigen.js'

export interface CriterionOptimum {
  readonly theta: Float64Array
  readonly value: number
  readonly certificate: Certificate
  readonly converged: boolean
  readonly iterations: number
  readonly evaluations: number
}

const maxRestarts = 6
/** Searches over square roots: each has the coordinates of the point where the one before stopped. */
const maxRootSearches = 3
/** Deviance may rise by this share when negligible variances are set to exactly zero. */
const snapTolerance = 1e-12
const negligible = 1e-5

/**
 * Minimises the criterion without bounds on the diagonal of Lambda (its sign is normalised afterwards), and starts again from any
 * boundary point whose certificate fails, in the direction in which the deviance falls. A search that stops beside a singular covariance without a proof
 * goes on over square roots that are not triangular.
 */
export function optimiseCriterion(
  criterion: CovarianceCriterion,
  start: ArrayLike<number>,
  tolerance = 1e-7,
): CriterionOptimum {
  let theta: Float64Array = Float64Array.from(start)
  let iterations = 0
  let evaluations = 0
  const scale = expectedCurvature(criterion, theta)
  const thetaAlone = criterion.templates.reduce((sum, { positions }) => sum + positions.length, 0) === theta.length
  let creeping = false
  let searches = 0
  for (let restart = 0; ; restart += 1) {
    const limits = { gradientTolerance: tolerance, maxIterations: 2000, rounding: criterion.rounding ?? 0 }
    const run = creeping
      ? minimiseSquareRoots(criterion, theta, limits)
      : quasiNewton((x, gradient) => criterion.evaluate(x, gradient), theta, { ...limits, scale })
    iterations += run.iterations
    evaluations += run.evaluations
    theta = normaliseSigns(criterion, run.x)
    let value = run.value
    let diagnostics = criterion.diagnostics(theta)
    const snapped = snapToBoundary(criterion, theta, diagnostics.information)
    if (snapped !== null) {
      const reached = criterion.evaluate(snapped, null)
      evaluations += 1
      if (reached <= value + snapTolerance * Math.max(Math.abs(value), 1)) {
        theta = snapped
        value = reached
        diagnostics = criterion.diagnostics(theta)
      }
    }
    const { certificate, escape } = certify(criterion, theta, diagnostics)
    if (escape === null && thetaAlone && searches < maxRootSearches && certificate.gradientNorm > gradientLimit) {
      creeping = true
      searches += 1
      continue
    }
    creeping = false
    if (escape === null || restart >= maxRestarts) {
      if (snapped !== null && theta !== snapped) criterion.evaluate(theta, null)
      const converged = Number.isFinite(value) && certificate.gradientNorm <= gradientLimit && certificate.kkt !== false
      return { theta, value, certificate, converged, iterations, evaluations }
    }
    theta = escapeFrom(criterion, theta, escape.factor, escape.direction)
  }
}

/**
 * Inverse second derivatives to expect: for a scalar effect with relative standard deviation l (whitened) in m groups, the information about
 * log l is 4 m (l^2 / (1 + l^2))^2. Without it factors of very different size would need many steps.
 */
function expectedCurvature(criterion: CovarianceCriterion, theta: Float64Array): Float64Array {
  let from = 0
  const scale = new Float64Array(theta.length).fill(1)
  scale.set(
    criterion.templates.flatMap(({ q, positions }, f) => {
      const diagonal = new Float64Array(q)
      positions.forEach(([i, j], k) => {
        if (i === j) diagonal[i] = Math.max(Math.abs(theta[from + k]!), 0.7)
      })
      from += positions.length
      return positions.map(([i, j]) => {
        const squares = [diagonal[i]! ** 2, diagonal[j]! ** 2] as const
        return ((1 + squares[0]) * (1 + squares[1])) / (4 * criterion.groupCounts[f]! * squares[i === j ? 0 : 1])
      })
    }),
  )
  return scale
}

/** Columns of Lambda multiplied by the sign of their diagonal entry: the same covariance with a non-negative diagonal. */
function normaliseSigns(criterion: CovarianceCriterion, theta: Float64Array): Float64Array {
  const result = theta.slice()
  let from = 0
  for (const { positions } of criterion.templates) {
    const offset = from
    const negative = new Set(positions.flatMap(([i, j], k) => (i === j && theta[offset + k]! < 0 ? [j] : [])))
    positions.forEach(([, j], k) => {
      if (negative.has(j)) result[offset + k] = -theta[offset + k]!
    })
    from += positions.length
  }
  return result
}

/** Theta with directions of negligible variance set to exactly none, or null when there are none. */
function snapToBoundary(
  criterion: CovarianceCriterion,
  theta: Float64Array,
  informations: readonly Float64Array[],
): Float64Array | null {
  const reductions: Float64Array[] = []
  const result = theta.slice()
  let from = 0
  criterion.templates.forEach((template, factor) => {
    const { q } = template
    const lambda = new Float64Array(q * q)
    fillFactor(template, theta, from, lambda)
    let start = 0
    for (const size of template.blocks) {
      const metric = new Float64Array(size * size)
      const block = new Float64Array(size * size)
      for (let i = 0; i < size; i += 1) {
        for (let j = 0; j < size; j += 1) {
          metric[i * size + j] = informations[factor]![(start + i) * q + start + j]! / criterion.groupCounts[factor]!
          block[i * size + j] = lambda[(start + i) * q + start + j]!
        }
      }
      const reduced = dropNegligible(metric, block, size)
      if (reduced !== null) {
        reductions.push(reduced)
        for (let i = 0; i < size; i += 1) {
          for (let j = 0; j < size; j += 1) lambda[(start + i) * q + start + j] = reduced[i * size + j]!
        }
      }
      start += size
    }
    result.set(readFactorEntries(template, lambda), from)
    from += template.positions.length
  })
  return reductions.length > 0 ? result : null
}

/** Lambda projected on the directions whose reliability exceeds `negligible`; null when all do. */
function dropNegligible(metric: Float64Array, lambda: Float64Array, q: number): Float64Array | null {
  const eigen = symmetricEigen(metric, q)
  const floor = Math.max(eigen.values[0]!, Number.MIN_VALUE) * 1e-12
  const root = spectralMap(eigen, q, (value) => Math.sqrt(Math.max(value, 0)))
  const inverse = spectralMap(eigen, q, (value) => (value > floor ? 1 / Math.sqrt(value) : 0))
  const scaled = multiply(root, lambda, q, q, q)
  // Right singular vectors of the scaled factor: their negligible directions are columns that vanish.
  const gram = new Float64Array(q * q)
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1) {
      let sum = 0
      for (let k = 0; k < q; k += 1) sum += scaled[i * q + k]! * scaled[j * q + k]!
      gram[i * q + j] = sum
    }
  }
  const spread = symmetricEigen(gram, q)
  const kept = spectralMap(spread, q, (value) => (value > negligible * negligible ? 1 : 0))
  if (spread.values.every((value) => value > negligible * negligible)) return null
  if (spread.values.every((value) => value <= 0)) return null
  return lowerTriangle(multiply(inverse, multiply(kept, scaled, q, q, q), q, q, q), q)
}

function escapeFrom(
  criterion: CovarianceCriterion,
  theta: Float64Array,
  factor: number,
  direction: Float64Array,
): Float64Array {
  const template = criterion.templates[factor]!
  const { q } = template
  const from = criterion.templates.slice(0, factor).reduce((sum, { positions }) => sum + positions.length, 0)
  const lambda = new Float64Array(q * q)
  fillFactor(template, theta, from, lambda)
  const before = criterion.evaluate(theta, null)
  for (let amount = 0.1; amount > 1e-9; amount /= 10) {
    const trial = theta.slice()
    const moved = semidefiniteFactor(escapedCovariance(lambda, direction, q, amount), q)
    trial.set(readFactorEntries(template, moved), from)
    if (criterion.evaluate(trial, null) < before) return trial
  }
  return theta
}
