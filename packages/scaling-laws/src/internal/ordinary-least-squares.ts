import { dotProduct } from './dot-product.js'

/** A least-squares fit of y on the given columns. Matrices are row-major, p x p. */
export interface LeastSquares {
  /** One coefficient a column. */
  readonly coefficients: Float64Array
  /** Residual sum of squares (weighted). */
  readonly rss: number
  /** y minus the fitted values. */
  readonly residuals: Float64Array
  /** Diagonal of the hat matrix. */
  readonly leverages: Float64Array
  /** (X'WX)^-1. */
  readonly inverse: Float64Array
}

/** A column this much shorter after orthogonalisation than before depends linearly on the others. */
const rankTolerance = 1e-11

/**
 * Ordinary least squares by modified Gram-Schmidt, each column orthogonalised twice, so that badly scaled columns cost
 * no digits. `weights` are frequencies (a bootstrap's counts) and default to one.
 * @returns `null` when there are fewer rows than columns or the columns are linearly dependent.
 */
export function ordinaryLeastSquares(
  columns: readonly Float64Array[],
  y: Float64Array,
  weights?: Float64Array,
): LeastSquares | null {
  const n = y.length
  const p = columns.length
  if (n < p) return null
  const root = weights?.map(Math.sqrt)
  const basis: Float64Array[] = []
  const upper = new Float64Array(p * p)
  for (const [j, column] of columns.entries()) {
    const q = root === undefined ? column.slice() : column.map((value, i) => value * root[i]!)
    const before = Math.sqrt(dotProduct(q, q))
    for (let pass = 0; pass < 2; pass += 1)
      for (const [k, other] of basis.entries()) {
        const projection = dotProduct(other, q)
        upper[k * p + j] = upper[k * p + j]! + projection
        for (let i = 0; i < n; i += 1) q[i] = q[i]! - projection * other[i]!
      }
    const length = Math.sqrt(dotProduct(q, q))
    if (!(length > rankTolerance * before)) return null
    upper[j * p + j] = length
    basis.push(q.map((value) => value / length))
  }
  const rest = root === undefined ? y.slice() : y.map((value, i) => value * root[i]!)
  const coefficients = new Float64Array(p)
  for (let pass = 0; pass < 2; pass += 1)
    for (const [k, q] of basis.entries()) {
      const projection = dotProduct(q, rest)
      coefficients[k] = coefficients[k]! + projection
      for (let i = 0; i < n; i += 1) rest[i] = rest[i]! - projection * q[i]!
    }
  backSubstitute(upper, coefficients)
  const leverages = new Float64Array(n)
  for (const q of basis) for (let i = 0; i < n; i += 1) leverages[i] = leverages[i]! + q[i]! * q[i]!
  const residuals = y.slice()
  for (let j = 0; j < p; j += 1) {
    const column = columns[j]!
    for (let i = 0; i < n; i += 1) residuals[i] = residuals[i]! - coefficients[j]! * column[i]!
  }
  return { coefficients, rss: dotProduct(rest, rest), residuals, leverages, inverse: gramInverse(upper, p) }
}

/**
 * Covariance of the coefficients that allows every point its own variance: HC3, residuals divided by 1 - leverage
 * (MacKinnon and White 1985; Long and Ervin 2000). `null` where a point determines a coefficient alone.
 */
export function heteroscedasticCovariance(columns: readonly Float64Array[], fit: LeastSquares): Float64Array | null {
  const p = columns.length
  const meat = new Float64Array(p * p)
  for (let i = 0; i < fit.residuals.length; i += 1) {
    const residual = fit.residuals[i]!
    const slack = 1 - fit.leverages[i]!
    if (slack < 1e-10) return null
    const square = (residual / slack) ** 2
    for (let j = 0; j < p; j += 1)
      for (let k = 0; k < p; k += 1) meat[j * p + k] = meat[j * p + k]! + square * columns[j]![i]! * columns[k]![i]!
  }
  return multiply(multiply(fit.inverse, meat, p), fit.inverse, p)
}

function backSubstitute(upper: Float64Array, x: Float64Array): void {
  const p = x.length
  for (let j = p - 1; j >= 0; j -= 1) {
    for (let k = j + 1; k < p; k += 1) x[j] = x[j]! - upper[j * p + k]! * x[k]!
    x[j] = x[j]! / upper[j * p + j]!
  }
}

/** R^-1 R^-T for the upper triangle R. */
function gramInverse(upper: Float64Array, p: number): Float64Array {
  const columns = Array.from({ length: p }, (_, j) => {
    const unit = new Float64Array(p)
    unit[j] = 1
    backSubstitute(upper, unit)
    return unit
  })
  const inverse = new Float64Array(p * p)
  for (const column of columns)
    for (let j = 0; j < p; j += 1)
      for (let k = 0; k < p; k += 1) inverse[j * p + k] = inverse[j * p + k]! + column[j]! * column[k]!
  return inverse
}

function multiply(a: Float64Array, b: Float64Array, p: number): Float64Array {
  const product = new Float64Array(p * p)
  for (let i = 0; i < p; i += 1)
    for (let j = 0; j < p; j += 1)
      for (let k = 0; k < p; k += 1) product[i * p + j] = product[i * p + j]! + a[i * p + k]! * b[k * p + j]!
  return product
}
