import { fillFactor, lowerTriangle, readFactorEntries } from './covariance-template.js'
import type { CovarianceTemplate } from './covariance-template.js'
import type { CovarianceCriterion } from './criterion.js'
import { identity, multiply, multiplyTransposed } from './dense.js'
import { naturalBasis } from './natural-basis.js'
import { quasiNewton } from './quasi-newton.js'
import type { QuasiNewtonResult } from './quasi-newton.js'

/**
 * Minimises a criterion of theta alone over square roots W of the covariances, Sigma = W W' with W full, instead of triangular ones. Where Sigma is
 * singular a triangular factor can have a zero on its diagonal before its last column; from there not every neighbour of the same rank is reached to
 * first order, and a quasi-Newton search creeps. W has no such points, only rotations that change nothing. It is searched for in the coordinates in
 * which the deviance is about as curved in every entry, W = P Z, since effects of very different size would need many steps. It costs more, so it is
 * for the searches that stop without a proof.
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
  const { information } = criterion.diagnostics(theta)
  const scale = new Float64Array(total)
  const bases = parts.map(({ factor, first, size, at }) => {
    const { q } = criterion.templates[factor]!
    const groups = criterion.groupCounts[factor]!
    const lambda = subBlock(lambdas[factor]!, q, first, size)
    const metric = subBlock(information[factor]!, q, first, size).map((value) => value / groups)
    const natural = naturalBasis(metric, size)
    start.set(natural === null ? lambda : multiply(natural.inverse, lambda, size, size, size), at)
    scale.fill(natural === null ? 1 : 1 / (4 * groups), at, at + size * size)
    return natural?.basis ?? identity(size)
  })
  const rootsOf = (x: Float64Array): Float64Array[] =>
    parts.map(({ size, at }, k) => multiply(bases[k]!, x.slice(at, at + size * size), size, size, size))
  const triangular = (roots: readonly Float64Array[]): Float64Array => {
    const factors = criterion.templates.map(({ q }) => new Float64Array(q * q))
    for (const [k, { factor, first, size }] of parts.entries()) {
      const { q } = criterion.templates[factor]!
      const triangle = lowerTriangle(roots[k]!, size)
      for (let i = 0; i < size; i += 1) {
        for (let j = 0; j <= i; j += 1) factors[factor]![(first + i) * q + first + j] = triangle[i * size + j]!
      }
    }
    return Float64Array.from(criterion.templates.flatMap((template, f) => readFactorEntries(template, factors[f]!)))
  }
  const run = quasiNewton(
    (x, gradient) => {
      const roots = rootsOf(x)
      const at = triangular(roots)
      const value = criterion.evaluate(at, null)
      if (!Number.isFinite(value)) return value
      const { curvature } = criterion.diagnostics(at)
      for (const [k, { factor, first, size, at: offset }] of parts.entries()) {
        const d = subBlock(curvature[factor]!, criterion.templates[factor]!.q, first, size)
        const inRoots = multiply(d, roots[k]!, size, size, size)
        const inBasis = multiplyTransposed(bases[k]!, inRoots, size, size, size)
        gradient.set(
          inBasis.map((one) => 2 * one),
          offset,
        )
      }
      return value
    },
    start,
    { ...options, scale },
  )
  return { ...run, x: triangular(rootsOf(run.x)) }
}

function subBlock(matrix: Float64Array, q: number, first: number, size: number): Float64Array {
  const block = new Float64Array(size * size)
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) block[i * size + j] = matrix[(first + i) * q + first + j]!
  }
  return block
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
