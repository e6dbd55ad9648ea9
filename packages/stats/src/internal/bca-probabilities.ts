import { normalCdf, normalQuantile } from '../normal-distribution.js'
import { mean } from '../mean.js'
import { allFinite } from './gradient-norm.js'

/**
 * Where the BCa bounds lie among the replicates (Efron 1987; Efron and Tibshirani 1993, eqs. 14.9 to 14.15): with bias correction z0
 * from the share of replicates below the estimate (ties half) and acceleration a from the jackknife,
 * the tail t goes to Phi(z0 + (z0 + z_t) / (1 - a (z0 + z_t))). `null` where z0 or a is not defined.
 */
export function bcaProbabilities(
  estimate: number,
  sorted: Float64Array,
  jackknife: Float64Array | null,
  tails: readonly [number, number],
): readonly [number, number] | null {
  if (jackknife === null || !allFinite(jackknife)) return null
  let below = 0
  let equal = 0
  for (const draw of sorted) {
    if (draw < estimate) below += 1
    else if (draw === estimate) equal += 1
  }
  const share = (below + equal / 2) / sorted.length
  const acceleration = accelerationOf(jackknife)
  if (share === 0 || share === 1 || acceleration === null) return null
  const bias = normalQuantile(share)
  const adjust = (tail: number): number => {
    const z = bias + normalQuantile(tail)
    const shrink = 1 - acceleration * z
    return shrink > 0 ? normalCdf(bias + z / shrink) : NaN
  }
  const low = adjust(tails[0])
  const high = adjust(tails[1])
  return low < high ? [low, high] : null
}

/** sum d^3 / (6 (sum d^2)^(3/2)), d the leave-one-out values' distances below their mean; `null` where they do not vary. */
function accelerationOf(jackknife: Float64Array): number | null {
  const centre = mean(jackknife)
  let largest = 0
  for (const value of jackknife) largest = Math.max(largest, Math.abs(centre - value))
  if (!(largest > 64 * Number.EPSILON * Math.abs(centre))) return null
  let squares = 0
  let cubes = 0
  for (const value of jackknife) {
    const d = (centre - value) / largest
    squares += d * d
    cubes += d * d * d
  }
  return cubes / (6 * squares ** 1.5)
}
