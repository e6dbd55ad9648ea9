import type { LawModel } from './law-model.js'

/** Up to this many points are not condensed. */
const few = 96
const bins = 64

/** Points of a curve that stand for more of them. */
export type CondensedCurve = Pick<LawModel, 'n' | 'weights' | 'logLoss' | 'level'> & { readonly x: Float64Array }

/**
 * The points of a curve in bins of equal width in log x: their weighted means of x and log loss with the sum of their weights. To a law that is smooth within a
 * bin these are nearly as good as all points, whose noise they average; where starts are looked for, they take the place of all. `null` for few points.
 */
export function condensedCurve({ n, weights, logLoss }: LawModel, x: Float64Array): CondensedCurve | null {
  if (n <= few) return null
  let low = Infinity
  let high = -Infinity
  for (let i = 0; i < n; i += 1) {
    if (!(weights[i]! > 0)) continue
    low = Math.min(low, x[i]!)
    high = Math.max(high, x[i]!)
  }
  const weight = new Float64Array(bins)
  const place = new Float64Array(bins)
  const loss = new Float64Array(bins)
  for (let i = 0; i < n; i += 1) {
    const own = weights[i]!
    if (!(own > 0)) continue
    const bin = Math.min(bins - 1, Math.floor((bins * (x[i]! - low)) / (high - low)))
    weight[bin]! += own
    place[bin]! += own * x[i]!
    loss[bin]! += own * logLoss[i]!
  }
  const filled = Array.from(weight.keys()).filter((bin) => weight[bin]! > 0)
  const mean = (sums: Float64Array): Float64Array => Float64Array.from(filled, (bin) => sums[bin]! / weight[bin]!)
  const means = mean(loss)
  return {
    n: filled.length,
    x: mean(place),
    weights: Float64Array.from(filled, (bin) => weight[bin]!),
    logLoss: means,
    level: means.map((value) => Math.exp(value)),
  }
}
