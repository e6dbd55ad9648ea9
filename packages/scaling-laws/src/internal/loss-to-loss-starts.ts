const shares = [0.02, 0.2, 0.4, 0.6, 0.75, 0.85, 0.92, 0.97]
const kappas = [0.25, 0.5, 0.75, 1, 1.35, 1.8, 2.5, 4]
const mostStarts = 6

/** Variable projection: for a grid of E0 and kappa, K and E1 by nonnegative least squares with weights w / loss^2. The best separate cells. */
export function lossToLossStarts(
  source: Float64Array,
  level: Float64Array,
  fixed: { readonly E0: number; readonly E1: number } | null,
  weights: Float64Array,
): readonly Float64Array[] {
  if (fixed !== null) return [0.5, 1, 2].map((kappa) => Float64Array.of(0, kappa))
  const least = Math.min(...source)
  const weight = weights.map((value, i) => value / level[i]! ** 2)
  const cells = shares.flatMap((share, a) =>
    kappas.map((kappa, b) => {
      const E0 = share * least
      const u = source.map((value) => (value - E0) ** kappa)
      const { K, E1, rss } = project(u, level, weight)
      const theta = Float64Array.of(Math.log(K), kappa, Math.log(Math.max(E1, 1e-3)), Math.log(E0))
      return { index: [a, b], theta, rss }
    }),
  )
  const chosen: typeof cells = []
  for (const cell of cells.filter(({ rss }) => rss < Infinity).sort((left, right) => left.rss - right.rss)) {
    if (chosen.some(({ index }) => index.every((value, k) => Math.abs(value - cell.index[k]!) <= 1))) continue
    chosen.push(cell)
    if (chosen.length === mostStarts) break
  }
  return chosen.map(({ theta }) => theta)
}

function project(
  u: Float64Array,
  level: Float64Array,
  weight: Float64Array,
): { readonly K: number; readonly E1: number; readonly rss: number } {
  let w = 0
  let wu = 0
  let wy = 0
  let wuu = 0
  let wuy = 0
  for (let i = 0; i < u.length; i += 1) {
    w += weight[i]!
    wu += weight[i]! * u[i]!
    wy += weight[i]! * level[i]!
    wuu += weight[i]! * u[i]! * u[i]!
    wuy += weight[i]! * u[i]! * level[i]!
  }
  let K = (w * wuy - wu * wy) / (w * wuu - wu * wu)
  let E1 = (wy - K * wu) / w
  if (!(E1 >= 0)) {
    E1 = 0
    K = wuy / wuu
  }
  if (!(K > 0)) return { K: 0, E1, rss: Infinity }
  let rss = 0
  for (let i = 0; i < u.length; i += 1) rss += weight[i]! * (level[i]! - E1 - K * u[i]!) ** 2
  return { K, E1, rss }
}
