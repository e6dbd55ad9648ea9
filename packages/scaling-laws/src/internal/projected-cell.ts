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

/** Nonnegative least squares of the loss on (u, v, 1) from moments: the free solution, or the best of those with constants at zero. */
export function solveCell(losses: Losses, u: Line, v: Line, cross: number): Cell {
  const determinant = u.squares * v.squares - cross * cross
  const A = (u.product * v.squares - v.product * cross) / determinant
  const B = (v.product * u.squares - u.product * cross) / determinant
  const E = losses.mean - A * u.mean - B * v.mean
  if (A >= 0 && B >= 0 && E >= 0 && determinant > 1e-12 * u.squares * v.squares)
    return { rss: losses.spread - A * u.product - B * v.product, A, B, E }
  return solveBounded(losses, u, v, cross)
}

function solveBounded({ total, mean, spread }: Losses, u: Line, v: Line, cross: number): Cell {
  // Moments about zero, for the solutions without E.
  const uu = u.squares + total * u.mean * u.mean
  const vv = v.squares + total * v.mean * v.mean
  const uv = cross + total * u.mean * v.mean
  const ul = u.product + total * u.mean * mean
  const vl = v.product + total * v.mean * mean
  const free = uu * vv - uv * uv
  const onlyA = u.product / u.squares
  const onlyB = v.product / v.squares
  let best: Cell = { rss: Infinity, A: 0, B: 0, E: 0 }
  for (const [A, B, E] of [
    [onlyA, 0, mean - onlyA * u.mean],
    [0, onlyB, mean - onlyB * v.mean],
    [(ul * vv - vl * uv) / free, (vl * uu - ul * uv) / free, 0],
    [ul / uu, 0, 0],
    [0, vl / vv, 0],
    [0, 0, mean],
  ] as const) {
    if (!(A >= 0 && B >= 0 && E >= 0)) continue
    const shift = mean - E - A * u.mean - B * v.mean
    const rss =
      spread -
      2 * (A * u.product + B * v.product) +
      A * A * u.squares +
      2 * A * B * cross +
      B * B * v.squares +
      total * shift * shift
    if (rss < best.rss) best = { rss, A, B, E }
  }
  return best
}
