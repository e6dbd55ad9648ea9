/** Residual sums of squares with a break before point i, in one pass of cumulative sums; the values are for ranking. */
export interface BreakSearch {
  /** Continuous line whose slope changes at t[i]. */
  readonly kink: (i: number) => number
  /** Two lines, the second from point i on. */
  readonly jump: (i: number) => number
}

/** Sums over the first i points of 1, t, t^2, y, t y, y^2, about the means of t and y. */
interface Moments {
  readonly n: number
  readonly t: number
  readonly tt: number
  readonly y: number
  readonly ty: number
  readonly yy: number
}

/** Prepares the search over points with ascending t. */
export function breakSearch(t: Float64Array, y: Float64Array): BreakSearch {
  const meanT = mean(t)
  const meanY = mean(y)
  const sums: Moments[] = [{ n: 0, t: 0, tt: 0, y: 0, ty: 0, yy: 0 }]
  for (let i = 0; i < t.length; i += 1) {
    const [x, z, last] = [t[i]! - meanT, y[i]! - meanY, sums[i]!]
    sums.push({
      n: last.n + 1,
      t: last.t + x,
      tt: last.tt + x * x,
      y: last.y + z,
      ty: last.ty + x * z,
      yy: last.yy + z * z,
    })
  }
  const all = sums[t.length]!
  const total = lineResidual(all)
  return {
    jump: (i) => lineResidual(sums[i]!) + lineResidual(minus(all, sums[i]!)),
    kink: (i) => {
      const at = t[i]! - meanT
      const after = minus(all, sums[i]!)
      // h = max(t - at, 0): its moments, then the part of them that constant and t do not explain.
      const h = after.t - at * after.n
      const hh = after.tt - 2 * at * after.t + at * at * after.n - (h * h) / all.n
      const th = after.tt - at * after.t - (h * all.t) / all.n
      const hy = after.ty - at * after.y - (h * all.y) / all.n
      const tt = all.tt - (all.t * all.t) / all.n
      const ty = all.ty - (all.t * all.y) / all.n
      const rest = hh - (th * th) / tt
      return rest > 1e-12 * hh ? total - (hy - (th * ty) / tt) ** 2 / rest : total
    },
  }
}

/** Residual sum of squares of the line through points with these sums. */
function lineResidual({ n, t, tt, y, ty, yy }: Moments): number {
  const sxx = tt - (t * t) / n
  const syy = yy - (y * y) / n
  const sxy = ty - (t * y) / n
  return sxx > 0 ? syy - (sxy * sxy) / sxx : syy
}

function minus(a: Moments, b: Moments): Moments {
  return { n: a.n - b.n, t: a.t - b.t, tt: a.tt - b.tt, y: a.y - b.y, ty: a.ty - b.ty, yy: a.yy - b.yy }
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
