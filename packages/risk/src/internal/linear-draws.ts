import { createRandom } from '@safety-portfolio/stats'
import type { LinearTail, PlottingPosition } from '../tail.js'
import { olsEstimator, weissmanEstimator } from './linear-estimate.js'

/** Tails that the observed fit is compatible with: one pair (a, b) per replicate. */
export interface LinearDraws {
  readonly a: Float64Array
  readonly b: Float64Array
}

/** How a linear tail was fitted, and how many fits to simulate. */
export interface LinearDesign {
  readonly m: number
  readonly k: number
  readonly method: 'ols' | 'weissman'
  readonly plotting: PlottingPosition
  readonly replicates: number
  readonly seed: number
}

/**
 * Tails that could have produced the fit, if the tail is exponential. The estimators move with location and scale of the scores, so the errors
 * of samples from the standard exponential tail are, rescaled, the errors of this one: intervals read off the draws are exact up to the
 * number of replicates, for any m, k and n.
 */
export function linearDraws(tail: LinearTail, design: LinearDesign): LinearDraws {
  const standard = standardFits(design)
  return {
    a: standard.a.map((slope) => -tail.a / slope),
    b: standard.b.map((intercept, r) => (tail.b - intercept) / -standard.a[r]!),
  }
}

// The simulated fits depend on the design alone, so whoever moves a slider or backtests needs them once.
const remembered = new Map<string, LinearDraws>()
const most = 16

/** Fits to samples from the standard exponential tail. Of each only the largest are made, from the spacings of uniform order statistics. */
function standardFits({ m, k, method, plotting, replicates, seed }: LinearDesign): LinearDraws {
  const key = [m, k, method, plotting, replicates, seed].join()
  const known = remembered.get(key)
  if (known !== undefined) return known
  const estimator = method === 'ols' ? olsEstimator(m, k, plotting) : weissmanEstimator(m, k)
  const top = new Float64Array(method === 'ols' ? k : k + 1)
  const [a, b] = [new Float64Array(replicates), new Float64Array(replicates)]
  for (let r = 0; r < replicates; r += 1) {
    const random = createRandom(seed, r)
    let logInside = 0
    for (let i = 0; i < top.length; i += 1) {
      // 1 - u is in (0, 1]; the exceedance probability of the (i+1)-th largest is 1 - exp(logInside).
      logInside += Math.log(1 - random.uniform()) / (m - i)
      top[i] = -Math.log(-Math.expm1(logInside))
    }
    const fitted = estimator(top)
    a[r] = fitted.a
    b[r] = fitted.b
  }
  const [oldest] = remembered.keys()
  if (remembered.size >= most && oldest !== undefined) remembered.delete(oldest)
  const fits = { a, b }
  remembered.set(key, fits)
  return fits
}
