import type { GroupingFactor, MixedModel } from '../mixed-model.js'
import { dotAt, subtractAt } from './column-kernels.js'
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
  const scaled = (column: Float64Array): Float64Array => {
    const out = column.slice()
    if (roots !== null) for (let i = 0; i < n; i += 1) out[i] = out[i]! * roots[i]!
    return out
  }
  const fixed = whiten(model.fixedColumns.map(scaled), 1)
  const residual = model.response.slice()
  for (let i = 0; i < n; i += 1) residual[i] = (residual[i]! - model.offset[i]!) * (roots?.[i] ?? 1)
  const leastSquares = new Float64Array(fixed.columns.length)
  for (let pass = 0; pass < 2; pass += 1) {
    fixed.columns.forEach((unit, k) => {
      leastSquares[k] = leastSquares[k]! + subtractProjection(residual, unit)
    })
  }
  const known: KnownWhitening = { columns: model.fixedColumns, whitened: fixed }
  return {
    n,
    p: fixed.columns.length,
    fixed,
    residual,
    leastSquares,
    factors: model.factors.map((factor) => whitenFactor(factor, scaled, known)),
    logWeights: weights?.reduce((sum, weight) => sum + Math.log(weight), 0) ?? 0,
  }
}

/** Columns that have been whitened already: a term with the columns of the fixed effects, as in a maximal model, is not whitened again. */
interface KnownWhitening {
  readonly columns: readonly Float64Array[]
  readonly whitened: Whitened
}

function whitenFactor(
  factor: GroupingFactor,
  scaled: (column: Float64Array) => Float64Array,
  known: KnownWhitening,
): WhitenedFactor {
  const q = factor.columns.length
  const triangle = new Float64Array(q * q)
  const columns: Float64Array[] = []
  let start = 0
  for (const size of factor.blocks) {
    const own = factor.columns.slice(start, start + size)
    const block = rescaled(own, known, factor.levels.length) ?? whiten(own.map(scaled), factor.levels.length)
    columns.push(...block.columns)
    for (let i = 0; i < size; i += 1) {
      for (let j = i; j < size; j += 1) triangle[(start + i) * q + start + j] = block.triangle[i * size + j]!
    }
    start += size
  }
  return { factor, columns, triangle }
}

/** The known whitening with another length, when the columns are the first of those; otherwise null. */
function rescaled(
  columns: readonly Float64Array[],
  { columns: first, whitened }: KnownWhitening,
  squaredLength: number,
): Whitened | null {
  const size = columns.length
  const p = first.length
  if (size > p || !columns.every((column, k) => sameNumbers(column, first[k]!))) return null
  const length = Math.sqrt(squaredLength)
  const triangle = new Float64Array(size * size)
  for (let i = 0; i < size; i += 1) {
    for (let j = i; j < size; j += 1) triangle[i * size + j] = whitened.triangle[i * p + j]! / length
  }
  return {
    columns: columns.map((_, k) => {
      const out = whitened.columns[k]!.slice()
      for (let i = 0; i < out.length; i += 1) out[i] = out[i]! * length
      return out
    }),
    triangle,
  }
}

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false
  return true
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
    for (let i = 0; i < source.length; i += 1) source[i] = source[i]! / divisor
    result.push(source)
    triangle[j * q + j] = divisor
    if (independent) for (let i = 0; i < j; i += 1) triangle[i * q + j] = products[i]!
  })
  return { columns: result, triangle }
}

function projectOut(target: Float64Array, direction: Float64Array, squaredLength: number): number {
  const size = target.length
  const product = dotAt(target, 0, direction, 0, size) / squaredLength
  if (product !== 0) subtractAt(target, 0, direction, 0, size, product)
  return product
}
