import { createRandom } from '@safety-portfolio/stats'
import type { LinearTail } from '../tail.js'
import type { LinearEstimator } from './linear-estimate.js'

/** Tails that the observed fit is compatible with: one pair (a, b) per replicate. */
export interface LinearDraws {
  readonly a: Float64Array
  readonly b: Float64Array
}

/**
 * Tails that could have produced the fit, if the tail is exponential. The estimators move with location and scale of the scores, so the errors
 * of samples from the standard exponential tail are, rescaled, the errors of this one: intervals read off the draws are exact up to the
 * number of replicates, for any m, k and n. Of each simulated sample only the `size` largest of m are made, from the spacings of uniform
 * order statistics.
 */
export function linearDraws(
  tail: LinearTail,
  sample: { readonly m: number; readonly size: number },
  estimator: LinearEstimator,
  { replicates, seed }: { readonly replicates: number; readonly seed: number },
): LinearDraws {
  const { m, size } = sample
  const [a, b] = [new Float64Array(replicates), new Float64Array(replicates)]
  const top = new Float64Array(size)
  for (let r = 0; r < replicates; r += 1) {
    const random = createRandom(seed, r)
    let logInside = 0
    for (let i = 0; i < size; i += 1) {
      // 1 - u is in (0, 1]; the exceedance probability of the (i+1)-th largest is 1 - exp(logInside).
      logInside += Math.log(1 - random.uniform()) / (m - i)
      top[i] = -Math.log(-Math.expm1(logInside))
    }
    const simulated = estimator(top)
    a[r] = -tail.a / simulated.a
    b[r] = (tail.b - simulated.b) / -simulated.a
  }
  return { a, b }
}
