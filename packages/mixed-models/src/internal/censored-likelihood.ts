import { normalLogCdf, normalLogDensity } from '@safety-portfolio/stats'
import type { RowLikelihood } from './row-likelihood.js'

/** Intervals narrower than this many standard deviations are read as a value: the error of the density is of the order of its square. */
const narrow = 1e-4

/**
 * Gaussian rows known up to an interval: log density of the value where both bounds agree, else log of the probability between them (Tobin 1958;
 * Hughes 1999 for mixed models). The further parameter is log sigma; `roots` are square roots of prior weights.
 */
export function censoredLikelihood(
  lower: Float64Array,
  upper: Float64Array,
  roots: Float64Array | null,
): RowLikelihood {
  let scale = 1
  let logScale = 0
  const moments = new Float64Array(5)
  /** Standardised bounds -> moments: log density, then d_1 to d_4. */
  const fill = (row: number, eta: number): number => {
    const own = roots === null ? scale : scale / roots[row]!
    const a = (lower[row]! - eta) / own
    const b = (upper[row]! - eta) / own
    const width = upper[row]! - lower[row]!
    if (width < narrow * own) {
      const z = (a + b) / 2
      moments[0] = normalLogDensity(z) + (width > 0 ? Math.log(width) : 0) - Math.log(own)
      // Limits of d_k for a narrow interval; d_4 follows from the third derivative of the density.
      moments[1] = -z
      moments[2] = 1 - z * z
      moments[3] = 2 * z - z ** 3
      moments[4] = 3 * z * z - z ** 4
      return own
    }
    intervalMoments(a, b, moments)
    return own
  }
  return {
    nuisance: 1,
    prepare: (value) => {
      logScale = value
      scale = Math.exp(logScale)
    },
    measure: (row, eta, score, weight) => {
      const own = fill(row, eta)
      const [, d1 = 0, d2 = 0] = moments
      score[row] = -d1 / own
      weight[row] = Math.max(d2 + d1 * d1, 0) / (own * own)
      return -2 * moments[0]!
    },
    third: (row, eta) => {
      const own = fill(row, eta)
      const [, d1 = 0, d2 = 0, d3 = 0] = moments
      return (d3 - d1 + 3 * d1 * d2 + 2 * d1 ** 3) / own ** 3
    },
    alongNuisance: (row, eta, out) => {
      const own = fill(row, eta)
      const [, d1 = 0, d2 = 0, d3 = 0, d4 = 0] = moments
      const slope1 = d3 + d1 * d2
      const slope2 = d4 - d2 + d2 * d2
      out[0] = -d2
      out[1] = (d1 - slope1) / own
      out[2] = (slope2 + 2 * d1 * slope1 - 2 * (d2 + d1 * d1)) / (own * own)
    },
  }
}

/**
 * log P(a < Z < b) and d_k = (b^(k-1) phi(b) - a^(k-1) phi(a)) / P for k = 1 to 4, without cancellation in the tails: an interval above 0 is
 * reflected, which changes the sign of the odd d_k.
 */
function intervalMoments(a: number, b: number, out: Float64Array): void {
  const mirrored = a > 0 || (b === Infinity && a > -Infinity)
  const low = mirrored ? -b : a
  const high = mirrored ? -a : b
  const logHigh = normalLogCdf(high)
  const logP = low === -Infinity ? logHigh : logHigh + Math.log1p(-Math.exp(normalLogCdf(low) - logHigh))
  let atHigh = high === Infinity ? 0 : Math.exp(normalLogDensity(high) - logP)
  let atLow = low === -Infinity ? 0 : Math.exp(normalLogDensity(low) - logP)
  out[0] = logP
  for (let k = 1; k <= 4; k += 1) {
    const value = atHigh - atLow
    out[k] = mirrored && k % 2 === 1 ? -value : value
    atHigh = atHigh === 0 ? 0 : atHigh * high
    atLow = atLow === 0 ? 0 : atLow * low
  }
}
