import type { ExponentCell } from './exponent-starts.js'

/**
 * The best E + B exp(-c x) with nonnegative E and B by the sum of absolute log deviations, for a given c: among those that meet
 * two of the points, or one where E is zero, as nearly always the best that falls does. All of these are tried, which is only worth it for few points.
 */
export function absoluteCell(x: Float64Array, level: Float64Array, weights: Float64Array, c: number): ExponentCell {
  const { length } = x
  const u = x.map((value) => Math.exp(-c * value))
  let best = { B: 0, E: 0, c, rss: Infinity }
  const consider = (B: number, E: number): void => {
    if (!(B >= 0 && E >= 0)) return
    let total = 0
    for (let k = 0; k < length && total < best.rss; k += 1)
      total += weights[k]! * Math.abs(Math.log((E + B * u[k]!) / level[k]!))
    if (total < best.rss) best = { B, E, c, rss: total }
  }
  for (let i = 0; i < length; i += 1) {
    if (!(weights[i]! > 0)) continue
    consider(level[i]! / u[i]!, 0)
    for (let j = 0; j < i; j += 1) {
      if (!(weights[j]! > 0)) continue
      const B = (level[i]! - level[j]!) / (u[i]! - u[j]!)
      consider(B, level[i]! - B * u[i]!)
    }
  }
  return best
}
