import { brentMinimum } from '@safety-portfolio/stats'
import { requireInteger } from './internal/require.js'
import type { ParetoTail } from './tail.js'

/** A generalised Pareto tail with the log likelihood of its excesses. */
export interface ParetoFit {
  readonly tail: ParetoTail
  /** Log likelihood of the excesses at the optimum. */
  readonly logLikelihood: number
  /** Whether the shape stopped at -1, below which the likelihood has no maximum. */
  readonly boundary: boolean
}

/**
 * Fits a generalised Pareto tail to the k excesses over the (k+1)-th largest score by maximum likelihood. The likelihood is profiled over
 * shape / scale (Grimshaw 1993), where for each value the best shape is the mean of log(1 + ratio y): one dimension, scanned and then refined
 * by Brent's method, so that a second maximum is not missed. Shapes below -1, where the likelihood is unbounded, are excluded.
 *
 * @param top - the k + 1 largest scores, descending; at least 3 different ones
 * @param m - number of observations
 * @throws RangeError if `top` is too short or does not descend to a smaller value.
 *
 * @example
 * ```ts
 * import { fitParetoTail } from '@safety-portfolio/risk'
 *
 * const { tail } = fitParetoTail([9, 6, 4.5, 3.6, 3, 2.4, 2, 1.7, 1.4, 1.2, 1], 500)
 * tail.shape // => ~-0.1133
 * tail.scale // => ~2.76765
 * ```
 */
export function fitParetoTail(top: ArrayLike<number>, m: number): ParetoFit {
  const k = top.length - 1
  requireInteger('fitParetoTail', 'top.length - 1', k, 3)
  requireInteger('fitParetoTail', 'm', m, k + 1)
  const threshold = top[k]!
  const excess = Float64Array.from({ length: k }, (_, i) => top[i]! - threshold)
  const most = excess[0]!
  if (!(most > 0 && most < Infinity)) {
    throw new RangeError(`fitParetoTail: top must descend from a finite value, got ${top[0]!} to ${threshold}`)
  }
  const shapeAt = (ratio: number): number => {
    let sum = 0
    for (let i = 0; i < k; i += 1) sum += Math.log1p(ratio * excess[i]!)
    return sum / k
  }
  // -log likelihood / k at ratio = shape / scale.
  const objective = (ratio: number): number => {
    if (Math.abs(ratio) * most < 1e-9) return Math.log(meanOf(excess)) + 1
    const shape = shapeAt(ratio)
    return shape < -1 ? Infinity : Math.log(shape / ratio) + shape + 1
  }
  // ratio = (e^s - 1) / most runs from -1 / most upwards.
  const at = (s: number): number => objective(Math.expm1(s) / most)
  let [best, value] = [0, Infinity]
  const step = 0.25
  for (let s = -14; s <= 14; s += step) {
    const found = at(s)
    if (found < value) [best, value] = [s, found]
  }
  const refined = brentMinimum((s) => Math.min(at(s), 1e300), best - step, best + step, { relativeTolerance: 1e-12 })
  const s = refined.value !== null && refined.value <= value ? refined.x : best
  const ratio = Math.expm1(s) / most
  const exponential = Math.abs(ratio) * most < 1e-9
  const shape = exponential ? 0 : shapeAt(ratio)
  return {
    tail: {
      form: 'pareto',
      threshold,
      exceedance: k / m,
      scale: exponential ? meanOf(excess) : shape / ratio,
      shape,
    },
    logLikelihood: -k * at(s),
    boundary: shape < -0.999,
  }
}

function meanOf(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
