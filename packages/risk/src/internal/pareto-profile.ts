import { brentMinimum, createRandom, quantileSorted } from '@safety-portfolio/stats'
import { fitParetoTail, type ParetoFit } from '../fit-pareto-tail.js'

/**
 * Profile log likelihood of a generalised Pareto tail whose excess over the threshold is `z` at the log exceedance ratio `log(n k / m)`: the scale
 * follows from the shape, which is maximised over (Coles 2001, section 4.3.3).
 */
function profile(excess: Float64Array, z: number, logRatio: number): number {
  const k = excess.length
  const at = (shape: number): number => {
    const scale = Math.abs(shape) < 1e-9 ? z / logRatio : (shape * z) / Math.expm1(shape * logRatio)
    if (!(scale > 0) || !Number.isFinite(scale)) return Infinity
    let sum = 0
    if (Math.abs(shape) < 1e-9) {
      for (let i = 0; i < k; i += 1) sum += excess[i]! / scale
      return k * Math.log(scale) + sum
    }
    if (1 + (shape * excess[0]!) / scale <= 0) return Infinity
    for (let i = 0; i < k; i += 1) sum += Math.log1p((shape * excess[i]!) / scale)
    return k * Math.log(scale) + (1 + 1 / shape) * sum
  }
  let [best, value] = [0, Infinity]
  for (let shape = -1; shape <= 3.01; shape += 0.125) {
    const found = at(shape)
    if (found < value) [best, value] = [shape, found]
  }
  if (value === Infinity) return -Infinity
  const refined = brentMinimum((x) => Math.min(at(x), 1e300), Math.max(-1, best - 0.125), best + 0.125, {
    relativeTolerance: 1e-8,
  })
  return -Math.min(value, refined.value ?? Infinity)
}

/** Walks from `start` until the profile has fallen by the cut, in steps that double, and halves back; `null` when it never falls. */
function end(
  loss: (x: number) => number,
  cut: number,
  start: number,
  step: number,
  limit: (x: number) => boolean,
): number | null {
  let [inside, width] = [start, step]
  for (let tries = 0; tries < 60; tries += 1) {
    const outside = inside + width
    if (!limit(outside)) {
      if (Math.abs(width) < Math.abs(step) * 1e-6) return inside
      width /= 2
      continue
    }
    if (loss(outside) > cut) {
      let [low, high] = [inside, outside]
      for (let i = 0; i < 40 && Math.abs(high - low) > 1e-9 * (Math.abs(high) + Math.abs(low)); i += 1) {
        const middle = (low + high) / 2
        if (loss(middle) > cut) high = middle
        else low = middle
      }
      return low
    }
    inside = outside
    width *= 2
  }
  return null
}

/**
 * How far the log likelihood may fall below its maximum inside an interval of the level: the quantile, over simulated samples of m from a tail of this
 * shape, of its fall at the true value. Chi-squared with one degree of freedom, its limit for many excesses, is much too small for ten, and knows nothing of
 * the threshold, which is itself an order statistic.
 */
export function createCalibration(
  shape: number,
  { m, k }: { readonly m: number; readonly k: number },
  { replicates, seed, level }: { readonly replicates: number; readonly seed: number; readonly level: number },
): (logN: number) => number {
  const score = (exponential: number): number =>
    Math.abs(shape) < 1e-9 ? exponential : Math.expm1(shape * exponential) / shape
  const samples = Array.from({ length: replicates }, (_, r) => {
    const random = createRandom(seed, r)
    const top = new Float64Array(k + 1)
    let logInside = 0
    for (let i = 0; i <= k; i += 1) {
      logInside += Math.log(1 - random.uniform()) / (m - i)
      top[i] = score(-Math.log(-Math.expm1(logInside)))
    }
    const threshold = top[k]!
    return { threshold, excess: top.subarray(0, k).map((value) => value - threshold), fit: fitParetoTail(top, m) }
  })
  return (logN) => {
    const [truth, logRatio] = [score(logN), logN + Math.log(k / m)]
    const falls = Float64Array.from(samples, ({ threshold, excess, fit }) => {
      const z = truth - threshold
      // A threshold above the truth: no tail above it can hold the truth.
      return z > 0 ? Math.min(1e6, Math.max(0, fit.logLikelihood - profile(excess, z, logRatio))) : 1e6
    })
    return quantileSorted(falls.sort(), level)
  }
}

/** Ends of the profile-likelihood interval of the excess at a fixed log exceedance ratio > 0; an end is `null` when the likelihood never falls. */
export function excessInterval(
  fit: ParetoFit,
  excess: Float64Array,
  estimate: number,
  logRatio: number,
  cut: number,
): readonly [number | null, number | null] {
  const loss = (z: number): number => fit.logLikelihood - profile(excess, z, logRatio)
  const step = estimate / 8
  return [
    end(loss, cut, estimate, -step, (z) => z > 1e-9 * estimate),
    end(loss, cut, estimate, step, (z) => z < 1e6 * estimate),
  ]
}

/** Ends of the profile-likelihood interval of the log exceedance ratio at a fixed excess > 0. */
export function ratioInterval(
  fit: ParetoFit,
  excess: Float64Array,
  z: number,
  estimate: number,
  cut: number,
): readonly [number | null, number | null] {
  const loss = (logRatio: number): number => fit.logLikelihood - profile(excess, z, logRatio)
  const down = (from: number): number | null => end(loss, cut, from, -Math.max(0.1, from / 8), (ratio) => ratio > 1e-6)
  // A tail that ends below z: any smaller frequency is as likely, so there is no far end.
  if (estimate > farthest) return [loss(farthest) > cut ? null : down(farthest), null]
  return [down(estimate), end(loss, cut, estimate, Math.max(0.1, estimate / 8), (ratio) => ratio < 2 * farthest)]
}

// e^-100 is rarer than anything that will be deployed.
const farthest = 100
