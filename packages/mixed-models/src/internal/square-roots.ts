import { fillFactor, lowerTriangle, readFactorEntries } from './covariance-template.js'
import type { CovarianceTemplate } from './covariance-template.js'
import type { CovarianceCriterion } from './criterion.js'
import { quasiNewton } from './quasi-newton.js'
import type { QuasiNewtonResult } from './quasi-newton.js'

/**
 * Minimises a criterion of theta alone over square roots W of the covariances, Sigma = W W' with W full, instead of triangular ones. Where Sigma is
 * singular a triangular factor can have a zero on its diagonal before its last column; from there not every neighbour of the same rank is reached to
 * first order, and a quasi-Newton search creeps. W has no such points, only rotations that change nothing. It costs more, so it is for the
 * searches that stop without a proof.
 */
export function minimiseSquareRoots(
  criterion: CovarianceCriterion,
  theta: ArrayLike<number>,
  options: { readonly gradientTolerance: number; readonly maxIterations: number },
): QuasiNewtonResult {
  const parts = squareBlocks(criterion.templates)
  const total = parts.reduce((sum, { size }) => sum + size * size, 0)
  const start = new Float64Array(total)
  const lambdas = criterion.templates.map(({ q }) => new Float64Array(q * q))
  let from = 0
  criterion.templates.forEach((template, f) => {
    fillFactor(template, theta, from, lambdas[f]!)
    from += template.positions.length
  })
  for (const { factor, first, size, at } of parts) {
    const { q } = criterion.templates[factor]!
    for (let i = 0; i < size; i += 1) {
      for (let j = 0; j < size; j += 1) start[at + i * size + j] = lambdas[factor]![(first + i) * q + first + j]!
    }
  }
  const triangular = (x: Float64Array): Float64Array => {
    const factors = criterion.templates.map(({ q }) => new Float64Array(q * q))
    for (const { factor, first, size, at } of parts) {
      const { q } = criterion.templates[factor]!
      const triangle = lowerTriangle(x.slice(at, at + size * size), size)
      for (let i = 0; i < size; i += 1) {
        for (let j = 0; j <= i; j += 1) factors[factor]![(first + i) * q + first + j] = triangle[i * size + j]!
      }
    }
    return Float64Array.from(criterion.templates.flatMap((template, f) => readFactorEntries(template, factors[f]!)))
  }
  const run = quasiNewton(
    (x, gradient) => {
      const at = triangular(x)
      const value = criterion.evaluate(at, null)
      if (!Number.isFinite(value)) return value
      const { curvature } = criterion.diagnostics(at)
      for (const { factor, first, size, at: offset } of parts) {
        const { q } = criterion.templates[factor]!
        const d = curvature[factor]!
        for (let i = 0; i < size; i += 1) {
          for (let j = 0; j < size; j += 1) {
            let sum = 0
            for (let k = 0; k < size; k += 1) {
              sum += d[(first + i) * q + first + k]! * x[offset + k * size + j]!
            }
            gradient[offset + i * size + j] = 2 * sum
          }
        }
      }
      return value
    },
    start,
    options,
  )
  return { ...run, x: triangular(run.x) }
}

interface SquareBlock {
  readonly factor: number
  /** Its first effect within the factor, and how many it has. */
  readonly first: number
  readonly size: number
  /** Where its entries start, row by row. */
  readonly at: number
}

function squareBlocks(templates: readonly CovarianceTemplate[]): SquareBlock[] {
  let at = 0
  return templates.flatMap(({ blocks }, factor) => {
    let first = 0
    return blocks.map((size) => {
      const block = { factor, first, size, at }
      first += size
      at += size * size
      return block
    })
  })
}
