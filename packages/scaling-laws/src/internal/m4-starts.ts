import type { LawModel } from './law-model.js'

const offsets = [0.05, 0.4, 0.7, 0.9, 0.98]
const plateaus = [1.01, 1.05, 1.2, 1.6, 3]
const alphas = [0.1, 0.3, 0.7, 1.5, 4]
const mostStarts = 6

/**
 * For a grid of E, E0 and alpha: K and c of log t - alpha log(1 - t) = K - c x by a straight line through the points, t = (y - E) / (E0 - E),
 * ranked by the squares of log y. The best, no two of them neighbours, in the coordinates of M4.
 */
export function m4Starts(
  model: LawModel,
  x: Float64Array,
  plateau: number | null,
  weights: Float64Array,
): readonly Float64Array[] {
  const { level, n, size, logLoss } = model
  // Every second of many points is enough to rank.
  const stride = n > 32 ? 2 : 1
  const least = Math.min(...level)
  const most = Math.max(...level)
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  const cells = offsets.flatMap((share, a) =>
    (plateau === null ? plateaus.map((times) => times * most) : [plateau]).flatMap((E0, b) =>
      alphas.map((alpha, k) => {
        const E = share * least
        const span = E0 - E
        const z = level.map((y) => Math.log((y - E) / span) - alpha * Math.log((E0 - y) / span))
        const { intercept, slope } = line(x, z, weights)
        const theta = Float64Array.of(intercept, Math.log(E), -slope, Math.log(alpha), Math.log(span)).slice(0, size)
        let rss = 0
        for (let i = 0; i < n; i += stride) {
          rss += weights[i]! * (model.logValue(theta, i, gradient, hessian, 0) - logLoss[i]!) ** 2
        }
        return { index: [a, b, k], theta, rss }
      }),
    ),
  )
  const chosen: typeof cells = []
  for (const cell of cells.toSorted((left, right) => left.rss - right.rss)) {
    if (chosen.some(({ index }) => index.every((value, k) => Math.abs(value - cell.index[k]!) <= 1))) continue
    chosen.push(cell)
    if (chosen.length === mostStarts) break
  }
  return chosen.map(({ theta }) => theta)
}

function line(
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array,
): { readonly intercept: number; readonly slope: number } {
  let w = 0
  let wx = 0
  let wy = 0
  for (let i = 0; i < x.length; i += 1) {
    w += weights[i]!
    wx += weights[i]! * x[i]!
    wy += weights[i]! * y[i]!
  }
  let xx = 0
  let xy = 0
  for (let i = 0; i < x.length; i += 1) {
    xx += weights[i]! * (x[i]! - wx / w) ** 2
    xy += weights[i]! * (x[i]! - wx / w) * (y[i]! - wy / w)
  }
  const slope = xy / xx
  return { intercept: (wy - slope * wx) / w, slope }
}
