import type { LineCovariance } from '../compute-trend.js'

/**
 * The t at which (rise - slope t)^2 = q^2 (variance of the line at t + extra): the ends of Fieller's interval of the date at which a line has risen by `rise`
 * over its intercept. `null` when they are no interval, the slope not being told from 0.
 *
 * Source: Fieller 1954.
 */
export function fieller(
  rise: number,
  slope: number,
  covariance: LineCovariance,
  q: number,
  extra: number,
): readonly [number, number] | null {
  const a = slope ** 2 - q ** 2 * covariance.slope
  if (!(a > 0)) return null
  const half = rise * slope + q ** 2 * covariance.both
  const c = rise ** 2 - q ** 2 * (covariance.intercept + extra)
  const root = Math.sqrt(Math.max(0, half ** 2 - a * c))
  return [(half - root) / a, (half + root) / a]
}
