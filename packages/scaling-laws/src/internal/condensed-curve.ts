import type { LawModel } from './law-model.js'

/** Up to this many points are not condensed. */
export const mostUncondensed = 64
/** Where points are more than this, what hardly gains is not worth its time. */
export const veryMany = 400
const bins = 32

/** Points of a curve that stand for more of them. */
export type CondensedCurve = CurveData & { readonly x: Float64Array }

/** What is seen of a curve. */
export type CurveData = Pick<LawModel, 'n' | 'weights' | 'logLoss' | 'level'>

/**
 * The points of a curve in bins of equal width in log x, each as the two places and weights of Gauss's quadrature for its points, with the losses of a line
 * through them: squares of the residuals of a law that is straight within a bin are those of all points, but for a constant. Where starts are looked for,
 * they take the place of all. `null` for few points.
 */
export function condensedCurve(
  { n, weights, logLoss }: Omit<CurveData, 'level'>,
  x: Float64Array,
): CondensedCurve | null {
  if (n <= mostUncondensed) return null
  let low = Infinity
  let high = -Infinity
  for (let i = 0; i < n; i += 1) {
    if (!(weights[i]! > 0)) continue
    low = Math.min(low, x[i]!)
    high = Math.max(high, x[i]!)
  }
  const binOf = Int32Array.from({ length: n }, (_, i) =>
    Math.min(bins - 1, Math.floor((bins * (x[i]! - low)) / (high - low))),
  )
  const sums = (term: (i: number, bin: number) => number): Float64Array => {
    const totals = new Float64Array(bins)
    for (let i = 0; i < n; i += 1) if (weights[i]! > 0) totals[binOf[i]!]! += weights[i]! * term(i, binOf[i]!)
    return totals
  }
  const weight = sums(() => 1)
  const mean = (totals: Float64Array): Float64Array => totals.map((total, bin) => total / weight[bin]!)
  const place = mean(sums((i) => x[i]!))
  const loss = mean(sums((i) => logLoss[i]!))
  const apart = (i: number, bin: number): number => x[i]! - place[bin]!
  const variance = mean(sums((i, bin) => apart(i, bin) ** 2))
  const third = mean(sums((i, bin) => apart(i, bin) ** 3))
  const slope = mean(sums((i, bin) => apart(i, bin) * logLoss[i]!)).map((value, bin) => value / variance[bin]!)
  const nodes: (readonly [x: number, weight: number, logLoss: number])[] = []
  for (let bin = 0; bin < bins; bin += 1) {
    if (!(weight[bin]! > 0)) continue
    if (!(variance[bin]! > 1e-12 * (high - low) ** 2)) {
      nodes.push([place[bin]!, weight[bin]!, loss[bin]!])
      continue
    }
    // The roots of t^2 - (third / variance) t - variance: orthogonal to 1 and t over the points of the bin.
    const skew = third[bin]! / variance[bin]!
    const root = Math.sqrt(skew * skew + 4 * variance[bin]!)
    const [left, right] = [(skew - root) / 2, (skew + root) / 2]
    nodes.push(
      [place[bin]! + left, (weight[bin]! * right) / root, loss[bin]! + slope[bin]! * left],
      [place[bin]! + right, (-weight[bin]! * left) / root, loss[bin]! + slope[bin]! * right],
    )
  }
  const column = (k: 0 | 1 | 2): Float64Array => Float64Array.from(nodes, (node) => node[k])
  const means = column(2)
  return {
    n: nodes.length,
    x: column(0),
    weights: column(1),
    logLoss: means,
    level: means.map((value) => Math.exp(value)),
  }
}

/** A law at the points of a curve, which is first fitted to those that stand for them where they are many. */
export function condensable(
  x: Float64Array,
  data: CurveData,
  lawAt: (x: Float64Array, data: CurveData) => LawModel,
): LawModel {
  const condensed = (at: LawModel): LawModel | null => {
    const curve = condensedCurve(at, x)
    return curve && lawAt(curve.x, curve)
  }
  return { ...lawAt(x, data), ...(data.n > mostUncondensed && { condensed }) }
}
