/**
 * The Jensen-Shannon divergence of p and q is the sum over options of (p + q) / 4 * h(d) with d = |p - q| / (p + q) and
 * h(d) = (1 + d) ln(1 + d) + (1 - d) ln(1 - d) = d^2 g(d). In this form nothing cancels, however close p and q are.
 *
 * g is tabulated as Taylor polynomials on equal cells of [0, 15/16): one multiplication chain per option, no logarithm and no branch that
 * depends on the data. Beyond, where g has its logarithmic singularity, h is computed by logarithms, which are accurate there.
 */
export const cells = 2048
/** Coefficients of a cell. */
export const width = 6
/** Largest d that the table serves. */
export const tabulated: number = 15 / 16

let table: Float64Array | undefined

/** The table, made on first use (a few milliseconds). */
export function divergenceTable(): Float64Array {
  return (table ??= makeTable())
}

/** h(d) for d in [15/16, 1]; h(1) = 2 ln 2. */
export function divergenceTail(d: number): number {
  const u = 1 - d
  return u > 0 ? (2 - u) * Math.log(2 - u) + u * Math.log(u) : 2 * Math.LN2
}

// Below this centre the power series is used, which has no cancellation; above, division of the series of h by d^2.
const seriesBelow = 0.5
const seriesTerms = 64

function makeTable(): Float64Array {
  const count = Math.ceil(tabulated * cells) + 1
  const made = new Float64Array(count * width)
  for (let cell = 0; cell < count; cell += 1) {
    const centre = (cell + 0.5) / cells
    made.set(centre < seriesBelow ? bySeries(centre) : byDivision(centre), cell * width)
  }
  return made
}

/** Taylor coefficients of g(d) = sum over k of d^(2k) / ((k + 1)(2k + 1)) around a centre. */
function bySeries(centre: number): Float64Array {
  const coefficients = new Float64Array(width)
  for (let k = seriesTerms; k >= 0; k -= 1) {
    let term = centre ** (2 * k) / ((k + 1) * (2 * k + 1))
    for (let m = 0; m < width && m <= 2 * k; m += 1) {
      coefficients[m] = coefficients[m]! + term
      term *= (2 * k - m) / ((m + 1) * centre)
    }
  }
  return coefficients
}

function byDivision(centre: number): Float64Array {
  const [u, v] = [1 - centre, 1 + centre]
  const quotient = new Float64Array(width)
  for (let m = 0; m < width; m += 1) {
    const h =
      m === 0
        ? v * Math.log(v) + u * Math.log(u)
        : m === 1
          ? Math.log(v) - Math.log(u)
          : (u ** (1 - m) + (m % 2 === 0 ? 1 : -1) * v ** (1 - m)) / (m * (m - 1))
    const earlier = (m > 0 ? 2 * centre * quotient[m - 1]! : 0) + (m > 1 ? quotient[m - 2]! : 0)
    quotient[m] = (h - earlier) / (centre * centre)
  }
  return quotient
}
