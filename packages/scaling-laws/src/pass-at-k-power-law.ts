import { ordinaryLeastSquares } from './internal/ordinary-least-squares.js'
import { requireInteger } from './internal/require-number.js'
import type { Finding } from '@safety-portfolio/stats'
import { version } from './version.js'

/** A power law of repeated sampling, -log pass@k = coefficient k^-exponent. JSON-safe. */
export interface PassAtKPowerLaw {
  /** Number of points on the curve. */
  readonly n: number
  /** -log pass@1 along the law; `null` when refused. */
  readonly coefficient: number | null
  /** How fast -log pass@k falls with k. */
  readonly exponent: number | null
  /** Residual standard deviation of log(-log pass@k). */
  readonly residualSd: number | null
  /** What was done. */
  readonly method: string
  /** What has to hold, and why there are no intervals. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Why there is no law. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}

/**
 * Fits -log pass@k = a k^-b to a curve of coverage by least squares of log(-log pass@k) on log k (Brown 2024, arXiv
 * 2407.21787, whose b has the other sign). No interval is given: the points come from the same attempts, so the residuals
 * are no measure of the error.
 *
 * Schaeffer 2025 (arXiv 2502.17578) shows that the exponent is that of the density of pass@1 near 0, which a curve at small k
 * does not yet follow. `fitBetaBinomialPassAtK` fits the density instead. In a backtest on 7 Pythia models (100 to 1000
 * attempts forecasting 10,000) the median error of log10(-log pass@k) was 0.04 for this fit and 0.05 to 0.10 for the density;
 * only the density comes with an interval, which held in 103 of 105 cases. (Schaeffer's advantage of the density is for a
 * scaled Beta distribution, which is not offered here.)
 *
 * @param curve - points with k >= 1 and pass@k in [0, 1]; points at exactly 0 or 1 carry no information here and are left
 * out with a warning
 * @throws RangeError when a k is not an integer >= 1 or a pass@k lies outside [0, 1].
 *
 * @example
 * ```ts
 * import { fitPassAtKPowerLaw } from '@safety-portfolio/scaling-laws'
 *
 * const curve = [1, 10, 100, 1000].map((k) => ({ k, pass: Math.exp(-1.33 * k ** -0.43) }))
 * const law = fitPassAtKPowerLaw(curve)
 * law.coefficient // => ~1.33
 * law.exponent // => ~0.43
 * ```
 */
export function fitPassAtKPowerLaw(curve: readonly { readonly k: number; readonly pass: number }[]): PassAtKPowerLaw {
  for (const { k, pass } of curve) {
    requireInteger('fitPassAtKPowerLaw', 'k', k, 1)
    if (!(pass >= 0 && pass <= 1)) throw new RangeError(`fitPassAtKPowerLaw: pass@${k} must be in [0, 1], got ${pass}`)
  }
  const inside = curve.filter(({ pass }) => pass > 0 && pass < 1)
  const x = Float64Array.from(inside, ({ k }) => Math.log(k))
  const line = ordinaryLeastSquares(
    [x.map(() => 1), x],
    Float64Array.from(inside, ({ pass }) => Math.log(-Math.log(pass))),
  )
  const left = curve.length - inside.length
  const common = {
    n: inside.length,
    method: 'least squares of log(-log pass@k) on log k',
    assumptions: [
      'The curve is a power law over the whole range, which holds only in the limit of large k.',
      'Points share attempts, so residuals do not measure the error: no interval.',
    ],
    warnings:
      left === 0 ? [] : [{ code: 'saturated-points', message: `${left} points at pass@k of 0 or 1 are left out.` }],
    version,
  }
  if (line === null)
    return {
      ...common,
      coefficient: null,
      exponent: null,
      residualSd: null,
      refusal: {
        code: 'too-few-points',
        message: 'The law needs two different k with pass@k strictly between 0 and 1.',
      },
    }
  return {
    ...common,
    coefficient: Math.exp(line.coefficients[0]!),
    exponent: -line.coefficients[1]!,
    residualSd: inside.length > 2 ? Math.sqrt(line.rss / (inside.length - 2)) : null,
  }
}
