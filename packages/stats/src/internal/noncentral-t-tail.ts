import { logGamma } from '../log-gamma.js'
import { normalLogSurvival, normalSurvival } from '../normal-distribution.js'

/** From here a term is below 1e-19 of the largest, whatever the step. */
const negligible = 60
const halfLogTwoPi = 0.9189385332046727

/** log Gamma(a) less its leading terms (a - 1/2) log a - a + log(2 pi) / 2 (Stirling's series, DLMF 5.11.1). */
function stirlingRemainder(a: number): number {
  if (a < 20) return logGamma(a) - ((a - 0.5) * Math.log(a) - a + halfLogTwoPi)
  const r = 1 / (a * a)
  return (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - (r * 691) / 360360))))) / a
}

/** e^x - 1 - x without its cancellation near 0. */
function exponentialExcess(x: number): number {
  if (Math.abs(x) > 0.5) return Math.expm1(x) - x
  let [term, sum] = [(x * x) / 2, 0]
  for (let k = 3; Math.abs(term) > 1e-18 * sum; k += 1) {
    sum += term
    term *= x / k
  }
  return sum
}

/**
 * P(T > t) for T = (Z + shift) / S, S = sqrt(chi-squared / df): the mean of P(Z > t S - shift) over S. In S the integrand is log-concave, all terms are positive, and at both ends it vanishes with all
 * its derivatives, so that the trapezoidal rule in log S gains digits with every halving of the step. Where few degrees of freedom make the left
 * end long, the rule is applied in v, log S = v - e^-v.
 */
export function noncentralTTail(t: number, df: number, shift: number): number {
  const folded = df < 4
  const a = df / 2
  const constant = Math.LN2 + 0.5 * Math.log(a) - halfLogTwoPi - stirlingRemainder(a)
  const logDensity = (u: number): number => constant - a * exponentialExcess(2 * u)
  const height = (u: number): number => logDensity(u) + normalLogSurvival(t * Math.exp(u) - shift)
  const width = 1 / Math.sqrt(df)
  const mode = peak(height, width)
  const top = height(mode)
  const end = (direction: 1 | -1): number => {
    let step = width / 8
    while (height(mode + direction * step) > top - negligible) step *= 1.25
    return folded ? unfolded(mode + direction * step) : mode + direction * step
  }
  const [from, to] = [end(-1), end(1)]
  const value = (v: number): number => {
    const fold = folded ? Math.exp(-v) : 0
    const u = v - fold
    return Math.exp(logDensity(u)) * normalSurvival(t * Math.exp(u) - shift) * (1 + fold)
  }
  let step = (to - from) / 64
  let sum = 0
  for (let k = 0; k <= 64; k += 1) sum += value(from + k * step)
  for (let parts = 64; parts < 1e5; parts *= 2) {
    let between = 0
    for (let k = 0; k < parts; k += 1) between += value(from + (k + 0.5) * step)
    const settled = Math.abs(between - sum) <= 1e-12 * sum
    sum += between
    step /= 2
    if (settled) break
  }
  return Math.min(1, sum * step)
}

/** Where a function that rises and then falls is largest: a bracket by doubling, then thirds. Nearly there is enough. */
function peak(height: (u: number) => number, width: number): number {
  let [low, high] = [-width, width]
  for (let reach = width; height(low - reach) > height(low); reach *= 2) low -= reach
  for (let reach = width; height(high + reach) > height(high); reach *= 2) high += reach
  ;[low, high] = [low - 2 * (high - low), high + 2 * (high - low)]
  while (high - low > width / 16) {
    const third = (high - low) / 3
    if (height(low + third) < height(high - third)) low += third
    else high -= third
  }
  return (low + high) / 2
}

/** The v with v - e^-v = u. */
function unfolded(u: number): number {
  let v = u > 0 ? u : -Math.log1p(-u)
  for (let k = 0; k < 20; k += 1) {
    const fold = Math.exp(-v)
    v -= (v - fold - u) / (1 + fold)
  }
  return v
}
