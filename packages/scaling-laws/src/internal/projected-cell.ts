/** Moments of the losses: total weight, weighted mean, weighted squares about it. */
export interface Losses {
  readonly total: number
  readonly mean: number
  readonly spread: number
}

/** Moments of exp(-exponent x): weighted mean, squares about it, product with the losses about theirs. */
export interface Line {
  readonly mean: number
  readonly squares: number
  readonly product: number
}

/** Least squares at one pair of exponents. */
export interface Cell {
  readonly rss: number
  readonly A: number
  readonly B: number
  readonly E: number
}

/**
 * Nonnegative least squares of the loss on (u, v, 1) from moments. Where the best E is negative the optimum has E = 0, the problem being convex: then the
 * moments are taken about zero.
 */
export function solveCell({ total, mean, spread }: Losses, u: Line, v: Line, cross: number): Cell {
  const [A, B, gain] = nonnegative(u.squares, v.squares, cross, u.product, v.product)
  const E = mean - A * u.mean - B * v.mean
  if (E >= 0) return { rss: spread - gain, A, B, E }
  const raw = (moment: number, left: number, right: number): number => moment + total * left * right
  const [a, b, rawGain] = nonnegative(
    raw(u.squares, u.mean, u.mean),
    raw(v.squares, v.mean, v.mean),
    raw(cross, u.mean, v.mean),
    raw(u.product, u.mean, mean),
    raw(v.product, v.mean, mean),
  )
  return { rss: raw(spread, mean, mean) - rawGain, A: a, B: b, E: 0 }
}

/** The two coefficients >= 0, and by how much they lower the sum of squares. */
function nonnegative(
  uu: number,
  vv: number,
  uv: number,
  ul: number,
  vl: number,
): readonly [A: number, B: number, gain: number] {
  const determinant = uu * vv - uv * uv
  const A = (ul * vv - vl * uv) / determinant
  const B = (vl * uu - ul * uv) / determinant
  if (A >= 0 && B >= 0 && determinant > 1e-12 * uu * vv) return [A, B, A * ul + B * vl]
  const a = Math.max(0, ul / uu)
  const b = Math.max(0, vl / vv)
  return a * ul > b * vl ? [a, 0, a * ul] : [0, b, b * vl]
}
