import * as dd from './internal/double-double.js'
import { log, log1p } from './internal/double-double-log.js'
import { requireCount, requireNumber, requireProbability } from './internal/domain.js'
import { incompleteBetaAt, logBetaKernel } from './internal/incomplete-beta.js'
import { deviate } from './internal/gamma-inverse.js'
import { atLowerEnd, other, scaledExp, type Tail } from './internal/tail.js'

/**
 * Probability of exactly `k` under the binomial distribution.
 *
 * @param k - number of successes; 0 in probability unless whole and in 0 ... trials
 * @param trials - number of trials: whole, >= 0
 * @param probability - chance of success in one trial: in [0, 1]
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { binomialDensity } from '@safety-portfolio/stats'
 *
 * binomialDensity(3, 10, 0.2) // => ~0.201327
 * ```
 */
export function binomialDensity(k: number, trials: number, probability: number): number {
  check('binomialDensity', k, trials, probability)
  if (!Number.isInteger(k) || k < 0 || k > trials || probability === 0 || probability === 1) {
    return Math.exp(binomialLogDensity(k, trials, probability))
  }
  const eh = logMass(k, trials, probability)
  return scaledExp(1, eh, dd.low())
}

/**
 * Natural logarithm of `binomialDensity`, finite where the density itself underflows.
 *
 * @param k - number of successes; 0 in probability unless whole and in 0 ... trials
 * @param trials - number of trials: whole, >= 0
 * @param probability - chance of success in one trial: in [0, 1]
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { binomialLogDensity } from '@safety-portfolio/stats'
 *
 * binomialLogDensity(3, 10, 0.2) // => ~-1.60283
 * ```
 */
export function binomialLogDensity(k: number, trials: number, probability: number): number {
  check('binomialLogDensity', k, trials, probability)
  if (!Number.isInteger(k) || k < 0 || k > trials) return -Infinity
  if (probability === 0) return k === 0 ? 0 : -Infinity
  if (probability === 1) return k === trials ? 0 : -Infinity
  const eh = logMass(k, trials, probability)
  return eh + dd.low()
}

/**
 * P(K <= k) for the binomial distribution, with full relative accuracy in the lower tail.
 *
 * @param k - number of successes; any real number, rounded down
 * @param trials - number of trials: whole, >= 0
 * @param probability - chance of success in one trial: in [0, 1]
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { binomialCdf } from '@safety-portfolio/stats'
 *
 * binomialCdf(3, 10, 0.2) // => ~0.879126
 * ```
 */
export function binomialCdf(k: number, trials: number, probability: number): number {
  return face('binomialCdf', 0, k, trials, probability)
}

/**
 * P(K > k) for the binomial distribution: `1 - binomialCdf` without its cancellation.
 *
 * @param k - number of successes; any real number, rounded down
 * @param trials - number of trials: whole, >= 0
 * @param probability - chance of success in one trial: in [0, 1]
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { binomialSurvival } from '@safety-portfolio/stats'
 *
 * binomialSurvival(3, 10, 0.2) // => ~0.120874
 * ```
 */
export function binomialSurvival(k: number, trials: number, probability: number): number {
  return face('binomialSurvival', 1, k, trials, probability)
}

/**
 * log P(K <= k) for the binomial distribution, finite far below the smallest double.
 *
 * @param k - number of successes; any real number, rounded down
 * @param trials - number of trials: whole, >= 0
 * @param probability - chance of success in one trial: in [0, 1]
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { binomialLogCdf } from '@safety-portfolio/stats'
 *
 * binomialLogCdf(3, 10, 0.2) // => ~-0.128827
 * ```
 */
export function binomialLogCdf(k: number, trials: number, probability: number): number {
  return face('binomialLogCdf', 2, k, trials, probability)
}

/**
 * log P(K > k) for the binomial distribution, finite far below the smallest double.
 *
 * @param k - number of successes; any real number, rounded down
 * @param trials - number of trials: whole, >= 0
 * @param probability - chance of success in one trial: in [0, 1]
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { binomialLogSurvival } from '@safety-portfolio/stats'
 *
 * binomialLogSurvival(3, 10, 0.2) // => ~-2.11301
 * ```
 */
export function binomialLogSurvival(k: number, trials: number, probability: number): number {
  return face('binomialLogSurvival', 3, k, trials, probability)
}

/**
 * The smallest k with P(K <= k) >= p for the binomial distribution.
 *
 * @param p - lower tail probability in [0, 1]
 * @param trials - number of trials: whole, >= 0
 * @param probability - chance of success in one trial: in [0, 1]
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { binomialQuantile } from '@safety-portfolio/stats'
 *
 * binomialQuantile(0.95, 10, 0.2) // => 4
 * ```
 */
export function binomialQuantile(p: number, trials: number, probability: number): number {
  return inverse('binomialQuantile', false, p, trials, probability)
}

/**
 * The smallest k with P(K > k) <= p for the binomial distribution.
 *
 * @param p - upper tail probability in [0, 1]
 * @param trials - number of trials: whole, >= 0
 * @param probability - chance of success in one trial: in [0, 1]
 * @throws RangeError where an argument is NaN or a parameter is outside its domain
 * @example
 * ```ts
 * import { binomialSurvivalQuantile } from '@safety-portfolio/stats'
 *
 * binomialSurvivalQuantile(0.05, 10, 0.2) // => 4
 * ```
 */
export function binomialSurvivalQuantile(p: number, trials: number, probability: number): number {
  return inverse('binomialSurvivalQuantile', true, p, trials, probability)
}

/** log of the mass at a whole k in 0 ... trials for a probability in (0, 1), its low word in `low()`. */
function logMass(k: number, trials: number, probability: number): number {
  const qh = dd.twoSum(1, -probability)
  const ql = dd.low()
  if (k === 0 || k === trials) {
    const lh = k === 0 ? log1p(-probability, 0) : log(probability, 0)
    return dd.multiply(lh, dd.low(), trials, 0)
  }
  const eh = logBetaKernel(k + 1, trials - k + 1, -1, probability, 0, qh, ql)
  const el = dd.low()
  const nh = log(trials + 1, 0)
  return dd.add(eh, el, -nh, -dd.low())
}

function check(name: string, k: number, trials: number, probability: number): void {
  requireNumber(name, 'k', k)
  requireCount(name, 'trials', trials)
  requireProbability(name, 'probability', probability)
}

function face(name: string, tail: Tail, k: number, trials: number, probability: number): number {
  check(name, k, trials, probability)
  return tailOf(tail, Math.floor(k), trials, probability)
}

/** P(K <= k) is the upper tail of the beta distribution with shapes k + 1 and trials - k at the probability (DLMF 8.17.5). */
function tailOf(tail: Tail, k: number, trials: number, probability: number): number {
  if (k < 0) return atLowerEnd(tail)
  if (k >= trials || probability === 0) return atLowerEnd(other(tail))
  return incompleteBetaAt(other(tail), probability, k + 1, trials - k)
}

/** A tail within this of p counts as equal to it, so that quantiles of exact probabilities are not off by one. */
const tie = 64 * Number.EPSILON

function inverse(name: string, isUpper: boolean, p: number, trials: number, probability: number): number {
  requireProbability(name, 'p', p)
  requireCount(name, 'trials', trials)
  requireProbability(name, 'probability', probability)
  if (p === 0 || p === 1)
    return (p === 0) === isUpper ? (probability === 0 ? 0 : trials) : probability === 1 ? trials : 0
  const reached = (k: number): boolean =>
    isUpper ? tailOf(1, k, trials, probability) <= p * (1 + tie) : tailOf(0, k, trials, probability) >= p * (1 - tie)
  const z = p < 0.5 ? (isUpper ? 1 : -1) * deviate(p) : (isUpper ? -1 : 1) * deviate(1 - p)
  const centre = trials * probability + z * Math.sqrt(trials * probability * (1 - probability))
  let high = Math.max(0, Math.min(trials, Math.floor(centre)))
  let step = 1
  let low: number
  if (reached(high)) {
    low = high - 1
    while (low >= 0 && reached(low)) {
      high = low
      low -= step
      step *= 2
    }
    low = Math.max(low, -1)
  } else {
    low = high
    high = low + 1
    while (high < trials && !reached(high)) {
      low = high
      high += step
      step *= 2
    }
    high = Math.min(high, trials)
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (reached(middle)) high = middle
    else low = middle
  }
  return high
}
