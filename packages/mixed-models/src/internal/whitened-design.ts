import type { GroupingFactor, MixedModel } from '../mixed-model.js'
import { norm, subtractProjection } from './full-rank.js'

/** Columns U with U T = the given columns, and the columns of U orthogonal (of squared length `scale`) where that is possible. */
export interface Whitened {
  readonly columns: readonly Float64Array[]
  /** Upper triangular, row-major. */
  readonly triangle: Float64Array
}

/**
 * A model with every source of ill-conditioning taken out, so that units, origins and baselines change nothing: weights absorbed
 * into the rows, fixed-effect columns orthonormal, the response replaced by its least-squares residual, and the random-effect columns
 * of each correlated block orthogonal over the whole table. All of it is undone exactly when results are reported.
 */
export interface WhitenedDesign {
  readonly n: number
  readonly p: number
  readonly fixed: Whitened
  /** Residual of the response after ordinary least squares. */
  readonly residual: Float64Array
  /** Least-squares coefficients in the orthonormal basis. */
  readonly leastSquares: Float64Array
  readonly factors: readonly WhitenedFactor[]
  /** Sum of log weights, which the deviance subtracts. */
  readonly logWeights: number
}

export interface WhitenedFactor {
  readonly factor: GroupingFactor
  readonly columns: readonly Float64Array[]
  /** Z = U T: upper triangular within blocks, q x q. */
  readonly triangle: Float64Array
}

/** Prepares a model for the criterion; see {@link WhitenedDesign}. */
export function whitenDesign(model: MixedModel): WhitenedDesign {
  const { n, weights } = model
  const roots = weights?.map(Math.sqrt) ?? null
  const scaled = (column: Float64Array): Float64Array =>
    roots === null ? column.slice() : column.map((value, i) => value * roots[i]!)
  const fixed = whiten(model.fixedColumns.map(scaled), 1)
  const residual = scaled(model.response.map((value, i) => value - model.offset[i]!))
  const leastSquares = new Float64Array(fixed.columns.length)
  for (let pass = 0; pass < 2; pass += 1) {
    fixed.columns.forEach((unit, k) => {
      leastSquares[k] = leastSquares[k]! + subtractProjection(residual, unit)
    })
  }
  return {
    n,
    p: fixed.columns.length,
    fixed,
    residual,
    leastSquares,
    factors: model.factors.map((factor) => whitenFactor(factor, scaled)),
    logWeights: weights?.reduce((sum, weight) => sum + Math.log(weight), 0) ?? 0,
  }
}

function whitenFactor(factor: GroupingFactor, scaled: (column: Float64Array) => Float64Array): WhitenedFactor {
  const q = factor.columns.length
  const triangle = new Float64Array(q * q)
  const columns: Float64Array[] = []
  let start = 0
  for (const size of factor.blocks) {
    const block = whiten(factor.columns.slice(start, start + size).map(scaled), factor.levels.length)
    columns.push(...block.columns)
    for (let i = 0; i < size; i += 1) {
      for (let j = i; j < size; j += 1) triangle[(start + i) * q + start + j] = block.triangle[i * size + j]!
    }
    start += size
  }
  return { factor, columns, triangle }
}

/** Gram-Schmidt with a second pass; a column that is dependent on the earlier ones is only scaled, which loses nothing. */
function whiten(columns: Float64Array[], squaredLength: number): Whitened {
  const q = columns.length
  const triangle = new Float64Array(q * q)
  const result: Float64Array[] = []
  const target = Math.sqrt(squaredLength)
  columns.forEach((column, j) => {
    const rest = column.slice()
    const products = new Float64Array(j)
    const length = norm(column)
    let remaining = length
    for (let pass = 0; pass < 2; pass += 1) {
      for (let i = 0; i < j; i += 1) products[i] = products[i]! + projectOut(rest, result[i]!, squaredLength)
      const before = remaining
      remaining = norm(rest)
      // What is left of at least a tenth is orthogonal to working precision; otherwise once more.
      if (remaining > 0.1 * before) break
    }
    const independent = remaining > 1e-7 * length
    const divisor = (independent ? remaining : length === 0 ? target : length) / target
    const source = independent ? rest : column
    result.push(source.map((value) => value / divisor))
    triangle[j * q + j] = divisor
    if (independent) for (let i = 0; i < j; i += 1) triangle[i * q + j] = products[i]!
  })
  return { columns: result, triangle }
}

function projectOut(target: Float64Array, direction: Float64Array, squaredLength: number): number {
  let product = 0
  for (let i = 0; i < target.length; i += 1) product += target[i]! * direction[i]!
  product /= squaredLength
  for (let i = 0; i < target.length; i += 1) target[i] = target[i]! - product * direction[i]!
  return product
}
