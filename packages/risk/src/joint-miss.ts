import { bivariateNormalCdf, brentRoot, normalLogCdf, normalQuantile } from '@safety-portfolio/stats'
import { requireFraction, requireInteger, requireProbability } from './internal/require.js'

/**
 * What the miss rates alone say of the chance that all layers miss: at least max(0, sum - (k - 1)), at most the smallest rate (Fréchet 1935). Two filters
 * that each miss 10 % guarantee 10 %, no less.
 *
 * @param rates - miss rates in [0, 1], at least one
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { frechetBounds } from '@safety-portfolio/risk'
 *
 * frechetBounds([0.1, 0.1]) // => { lower: 0, upper: 0.1 }
 * ```
 */
export function frechetBounds(rates: readonly number[]): { readonly lower: number; readonly upper: number } {
  requireInteger('frechetBounds', 'rates.length', rates.length, 1)
  for (const rate of rates) requireProbability('frechetBounds', 'rates', rate)
  const sum = rates.reduce((total, rate) => total + rate, 0)
  return { lower: Math.max(0, sum - (rates.length - 1)), upper: Math.min(...rates) }
}

/**
 * The range of phi that two miss rates allow. With unequal rates phi cannot reach 1, so it is not comparable between pairs: report it beside
 * its maximum.
 *
 * @param p - miss rate in (0, 1)
 * @param q - miss rate in (0, 1)
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { phiBounds } from '@safety-portfolio/risk'
 *
 * phiBounds(0.1, 0.02).upper // => ~0.428571
 * ```
 */
export function phiBounds(p: number, q: number): { readonly lower: number; readonly upper: number } {
  requireFraction('phiBounds', 'p', p)
  requireFraction('phiBounds', 'q', q)
  const { lower, upper } = frechetBounds([p, q])
  const scale = Math.sqrt(p * (1 - p) * q * (1 - q))
  return { lower: (lower - p * q) / scale, upper: (upper - p * q) / scale }
}

/** Two miss rates and how the misses hang together: by phi, or by the tetrachoric correlation of a bivariate normal. */
export type JointMissInput =
  | { readonly p: number; readonly q: number; readonly phi: number }
  | { readonly p: number; readonly q: number; readonly tetrachoric: number }

/**
 * Chance that both of two layers miss: pq + phi sqrt(p (1 - p) q (1 - q)), or the bivariate normal probability.
 *
 * @throws RangeError where a rate lies outside (0, 1), phi outside its bounds or the correlation outside [-1, 1].
 *
 * @example
 * ```ts
 * import { jointMiss } from '@safety-portfolio/risk'
 *
 * jointMiss({ p: 0.1, q: 0.1, phi: 0 }) // => ~0.01
 * jointMiss({ p: 0.1, q: 0.1, phi: 0.5 }) // => ~0.055
 * jointMiss({ p: 0.01, q: 0.01, tetrachoric: 0.5 }) // => ~0.00129
 * ```
 */
export function jointMiss(input: JointMissInput): number {
  const { p, q } = input
  requireFraction('jointMiss', 'p', p)
  requireFraction('jointMiss', 'q', q)
  if ('tetrachoric' in input) {
    const { tetrachoric } = input
    if (!(tetrachoric >= -1 && tetrachoric <= 1)) {
      throw new RangeError(`jointMiss: tetrachoric must lie in [-1, 1], got ${tetrachoric}`)
    }
    return bivariateNormalCdf(normalQuantile(p), normalQuantile(q), tetrachoric)
  }
  const { phi } = input
  const bounds = phiBounds(p, q)
  const slack = 1e-12
  if (!(phi >= bounds.lower - slack && phi <= bounds.upper + slack)) {
    throw new RangeError(`jointMiss: phi must lie in [${bounds.lower}, ${bounds.upper}] for these rates, got ${phi}`)
  }
  const { lower, upper } = frechetBounds([p, q])
  return Math.min(upper, Math.max(lower, p * q + phi * Math.sqrt(p * (1 - p) * q * (1 - q))))
}

/**
 * Correlation of the bivariate normal that gives two miss rates their joint miss (Pearson 1900): unlike phi it does not depend on how rare misses are, if
 * the model holds. At a Fréchet bound it is -1 or 1.
 *
 * @param p - miss rate in (0, 1)
 * @param q - miss rate in (0, 1)
 * @param joint - chance that both miss, within the Fréchet bounds
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { tetrachoricCorrelation } from '@safety-portfolio/risk'
 *
 * tetrachoricCorrelation(0.1, 0.1, 0.04) // => ~0.613636
 * ```
 */
export function tetrachoricCorrelation(p: number, q: number, joint: number): number {
  requireFraction('tetrachoricCorrelation', 'p', p)
  requireFraction('tetrachoricCorrelation', 'q', q)
  const { lower, upper } = frechetBounds([p, q])
  if (!(joint >= lower - 1e-12 && joint <= upper + 1e-12)) {
    throw new RangeError(`tetrachoricCorrelation: joint must lie in [${lower}, ${upper}], got ${joint}`)
  }
  if (joint <= lower) return -1
  if (joint >= upper) return 1
  const [x, y] = [normalQuantile(p), normalQuantile(q)]
  return brentRoot((r) => bivariateNormalCdf(x, y, r) - joint, -1, 1, { absoluteTolerance: 1e-15 }).x
}

/**
 * Chance that all layers miss under a one-factor Gaussian copula: each layer's blind spot is a normal variable, every two of them correlated by r through
 * one common factor (how hard the item is). The integral over the factor is the trapezoidal rule, which converges faster than any
 * power on such an integrand, summed in logarithms.
 *
 * @param rates - miss rates in (0, 1), at least one
 * @param correlation - r in [0, 1]
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { copulaJointMiss } from '@safety-portfolio/risk'
 *
 * copulaJointMiss([0.1, 0.1, 0.1, 0.1, 0.1], 0) // => ~1e-5
 * copulaJointMiss([0.1, 0.1, 0.1, 0.1, 0.1], 0.5) // => ~0.005972814
 * ```
 */
export function copulaJointMiss(rates: readonly number[], correlation: number): number {
  requireInteger('copulaJointMiss', 'rates.length', rates.length, 1)
  for (const rate of rates) requireFraction('copulaJointMiss', 'rates', rate)
  requireProbability('copulaJointMiss', 'correlation', correlation)
  if (correlation === 1) return Math.min(...rates)
  if (correlation === 0) return Math.exp(rates.reduce((sum, rate) => sum + Math.log(rate), 0))
  const [load, rest] = [Math.sqrt(correlation), Math.sqrt(1 - correlation)]
  const edges = rates.map((rate) => normalQuantile(rate))
  const logIntegrand = (z: number): number =>
    edges.reduce((sum, edge) => sum + normalLogCdf((edge - load * z) / rest), -0.5 * z * z)
  // Where the integrand is not negligible, on a coarse grid.
  let most = -Infinity
  for (let z = -40; z <= 40; z += 0.25) most = Math.max(most, logIntegrand(z))
  let [from, to] = [-40, 40]
  while (logIntegrand(from) < most - 50) from += 0.25
  while (logIntegrand(to) < most - 50) to -= 0.25
  const step = Math.min(1, rest / load) / 8
  let sum = 0
  for (let z = from - 0.25; z <= to + 0.25; z += step) sum += Math.exp(logIntegrand(z) - most)
  return Math.exp(most + Math.log(sum * step) - 0.5 * Math.log(2 * Math.PI))
}

/**
 * Chance that all of k layers miss when the miss rate varies over items by a beta law of mean p: the product of (p (1 - rho) + i rho) / (1 - rho + i rho), with rho
 * the intraclass correlation, which is phi between any two layers.
 *
 * @param rate - mean miss rate p, in (0, 1)
 * @param layers - k, an integer >= 1
 * @param correlation - rho in [0, 1]
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { betaBinomialJointMiss } from '@safety-portfolio/risk'
 *
 * betaBinomialJointMiss(0.1, 2, 0.25) // => ~0.0325
 * ```
 */
export function betaBinomialJointMiss(rate: number, layers: number, correlation: number): number {
  requireFraction('betaBinomialJointMiss', 'rate', rate)
  requireInteger('betaBinomialJointMiss', 'layers', layers, 1)
  requireProbability('betaBinomialJointMiss', 'correlation', correlation)
  let product = 1
  for (let i = 0; i < layers; i += 1) {
    product *= i === 0 ? rate : (rate * (1 - correlation) + i * correlation) / (1 - correlation + i * correlation)
  }
  return product
}

/**
 * How many independent layers of the same mean quality would miss as much: log joint / mean log rate. k at independence, 1 where the layers miss the same
 * items.
 *
 * @param joint - chance that all miss, in (0, 1)
 * @param rates - miss rates in (0, 1), at least one
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { effectiveLayers } from '@safety-portfolio/risk'
 *
 * effectiveLayers(0.028, [0.1, 0.1]) // => ~1.5528
 * ```
 */
export function effectiveLayers(joint: number, rates: readonly number[]): number {
  requireFraction('effectiveLayers', 'joint', joint)
  requireInteger('effectiveLayers', 'rates.length', rates.length, 1)
  for (const rate of rates) requireFraction('effectiveLayers', 'rates', rate)
  return Math.log(joint) / (rates.reduce((sum, rate) => sum + Math.log(rate), 0) / rates.length)
}
