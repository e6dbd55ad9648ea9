import { separateStarts } from './separate-starts.js'
import { nonnegativeLine } from './weighted-line.js'

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
      const { slope: K, intercept: E1, rss } = nonnegativeLine(u, level, weight)
      const theta = Float64Array.of(Math.log(K), kappa, Math.log(Math.max(E1, 1e-3)), Math.log(E0))
      return { index: [a, b], theta: () => theta, rss: K > 0 ? rss : Infinity }
    }),
  )
  return separateStarts(
    cells.filter(({ rss }) => rss < Infinity),
    mostStarts,
  )
}
