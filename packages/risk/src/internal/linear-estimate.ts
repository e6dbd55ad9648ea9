import type { PlottingPosition } from '../tail.js'

/** Slope and intercept of log Pr(Psi > psi) from the largest scores, in descending order. */
export interface LinearEstimate {
  readonly a: number
  readonly b: number
}

/** An estimator of the linear tail from the k (OLS) or k + 1 (Weissman) largest of m scores. */
export type LinearEstimator = (top: ArrayLike<number>) => LinearEstimate

/** Least squares of the log plotting positions on the k largest scores. */
export function olsEstimator(m: number, k: number, plotting: PlottingPosition): LinearEstimator {
  const y = new Float64Array(k)
  let meanY = 0
  for (let i = 0; i < k; i += 1) {
    y[i] = Math.log((plotting === 'i/m' ? i + 1 : i + 0.5) / m)
    meanY += y[i]! / k
  }
  return (top) => {
    let meanX = 0
    for (let i = 0; i < k; i += 1) meanX += top[i]!
    meanX /= k
    let [xx, xy] = [0, 0]
    for (let i = 0; i < k; i += 1) {
      const x = top[i]! - meanX
      xx += x * x
      xy += x * (y[i]! - meanY)
    }
    const a = xy / xx
    return { a, b: meanY - a * meanX }
  }
}

/** Hill's maximum-likelihood slope above the (k+1)-th largest score, with Weissman's extrapolation. */
export function weissmanEstimator(m: number, k: number): LinearEstimator {
  return (top) => {
    const threshold = top[k]!
    let excess = 0
    for (let i = 0; i < k; i += 1) excess += top[i]! - threshold
    const a = -k / excess
    return { a, b: Math.log(k / m) - a * threshold }
  }
}
