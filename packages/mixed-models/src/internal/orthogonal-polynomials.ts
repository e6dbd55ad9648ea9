/** The three-term recurrence of polynomials that are orthogonal over the rows of a table, so that new rows get the same ones. */
export interface OrthogonalPolynomials {
  /** Shift of each step. */
  readonly alpha: readonly number[]
  /** Sum of squares of each polynomial before it is scaled to length 1, beginning with that of the constant. */
  readonly squares: readonly number[]
}

/**
 * Polynomials of degree 1 to `degree` that are orthogonal to each other and to the constant over the present values, each of length 1: `poly()` of R, by
 * the recurrence of Kennedy and Gentle (1980, section 8.3).
 *
 * @throws RangeError when there are not more distinct values than the degree.
 */
export function orthogonalPolynomials(values: Float64Array, degree: number, label: string): OrthogonalPolynomials {
  const x = values.filter((value) => !Number.isNaN(value))
  const distinct = new Set(x).size
  if (degree >= distinct) {
    throw new RangeError(`prepareModel: ${label} needs more than ${degree} distinct values, got ${distinct}`)
  }
  const alpha: number[] = []
  const squares = [x.length]
  let before = new Float64Array(x.length)
  let current = new Float64Array(x.length).fill(1)
  for (let k = 0; k < degree; k += 1) {
    const size = squares[k]!
    const shift = current.reduce((sum, value, i) => sum + x[i]! * value * value, 0) / size
    const back = k === 0 ? 0 : size / squares[k - 1]!
    const next = current.map((value, i) => (x[i]! - shift) * value - back * before[i]!)
    alpha.push(shift)
    squares.push(next.reduce((sum, value) => sum + value * value, 0))
    before = current
    current = next
  }
  return { alpha, squares }
}

/** The polynomials at some values, a column for each degree. */
export function polynomialColumns(
  values: Float64Array,
  { alpha, squares }: OrthogonalPolynomials,
): readonly Float64Array[] {
  let before = new Float64Array(values.length)
  let current = new Float64Array(values.length).fill(1)
  return alpha.map((shift, k) => {
    const back = k === 0 ? 0 : squares[k]! / squares[k - 1]!
    const next = current.map((value, i) => (values[i]! - shift) * value - back * before[i]!)
    before = current
    current = next
    const length = Math.sqrt(squares[k + 1]!)
    return next.map((value) => value / length)
  })
}
