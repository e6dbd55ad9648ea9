import { createRandom, quantileSorted, type Estimate, type Finding } from '@safety-portfolio/stats'
import { requireFraction, requireInteger } from './internal/require-number.js'
import type { ResamplingRecord } from './resampling.js'
import { version } from './version.js'
import { noEstimate } from './internal/no-estimate.js'

/** Options of {@link forecastGumbelTail}. */
export interface GumbelTailOptions {
  /** How many of the largest scores the tail is drawn through; default 10, as Jones et al. 2025. */
  readonly top?: number
  /** Numbers of queries at deployment to forecast for; default 10, 100 and 1,000 times those seen. */
  readonly queries?: readonly number[]
  /** Coverage of the intervals; default 0.9. */
  readonly level?: number
  /** Simulated tails behind the intervals, 4,000 unless told otherwise, and their seed (default 0). */
  readonly simulation?: { readonly replicates?: number; readonly seed: number }
}

/** The worst that is to be expected of so many queries. */
export interface TailForecast {
  /** Number of queries n. */
  readonly queries: number
  /** Score psi = -log(-log p) that one query in n exceeds. */
  readonly psi: number | null
  /** The probability p of the behaviour for that query, with its interval. */
  readonly probability: Estimate
}

/** A tail and what it forecasts. JSON-safe. */
export interface GumbelTail {
  /** Number of queries seen. */
  readonly n: number
  /** Largest scores used. */
  readonly top: number
  /** Slope a of log survival on the score: log S(psi) = a psi + b; < 0. `null` when refused. */
  readonly slope: number | null
  /** Intercept b. */
  readonly intercept: number | null
  /** One per number of queries. */
  readonly forecasts: readonly TailForecast[]
  /** Simulations behind the intervals. */
  readonly simulation: ResamplingRecord
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Why there is no forecast. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}

/**
 * Forecast of the worst query at deployment from elicitation probabilities of fewer queries: the scores psi = -log(-log p) of the `top` riskiest, a line
 * through their log survival, and its value at 1 / n.
 *
 * The interval is that of a tail that is exactly exponential in psi: the largest order statistics of such a sample are a location and a scale times
 * standard ones, so the error of the forecast relative to the fitted slope has one distribution, which is simulated. It does not cover a tail that
 * bends beyond the data.
 *
 * Source: Jones et al. 2025 (arXiv 2502.16797), section 3; Renyi 1953 for the order statistics.
 *
 * @param probabilities - One elicitation probability per query, in [0, 1); queries drawn as they will be at deployment.
 * @param options - See {@link GumbelTailOptions}.
 * @returns Slope, intercept and forecasts; refused with fewer than `top` queries of positive probability or scores that do not differ.
 * @throws RangeError for options or probabilities outside their domain.
 *
 * @example
 * ```ts
 * import { forecastGumbelTail } from '@safety-portfolio/scaling-laws'
 *
 * // A tail with log S(psi) = -2 psi - 9 exactly.
 * const psi = Array.from({ length: 500 }, (_, i) => (Math.log(500 / (i + 1)) - 9) / 2)
 * const tail = forecastGumbelTail(psi.map((value) => Math.exp(-Math.exp(-value))), { queries: [1e5] })
 * tail.slope // => ~-2
 * tail.forecasts[0]!.psi // => ~1.2565
 * ```
 */
export function forecastGumbelTail(probabilities: readonly number[], options: GumbelTailOptions = {}): GumbelTail {
  const { top = 10, level = 0.9 } = options
  const { replicates = 4000, seed = 0 } = options.simulation ?? {}
  const n = probabilities.length
  const { queries = [10, 100, 1000].map((factor) => factor * Math.max(1, n)) } = options
  requireInteger('forecastGumbelTail', 'top', top, 3)
  requireInteger('forecastGumbelTail', 'simulation.replicates', replicates, 100)
  requireFraction('forecastGumbelTail', 'level', level)
  for (const value of queries)
    if (!(value >= 1 && value < Infinity))
      throw new RangeError(`forecastGumbelTail: queries must be >= 1, got ${value}`)
  for (const p of probabilities)
    if (!(p >= 0 && p < 1)) throw new RangeError(`forecastGumbelTail: probabilities must lie in [0, 1), got ${p}`)
  const scores = probabilities
    .filter((p) => p > 0)
    .map((p) => -Math.log(-Math.log(p)))
    .sort((left, right) => right - left)
    .slice(0, top)
  const common = {
    n,
    top,
    simulation: { replicates, seed, unusable: 0 },
    method: `least squares of log survival on -log(-log p) over the ${top} largest; intervals: pivot of ${replicates} simulated exponential tails`,
    assumptions: [
      'Queries seen and queries at deployment come from one distribution and are independent.',
      'Beyond the largest scores seen, log survival stays linear in -log(-log p): the tail is of Gumbel type.',
      'Each probability is known without error.',
    ],
    version,
  }
  const line = scores.length < top ? null : tailLine(scores, n)
  if (line === null) {
    const refusal =
      scores.length < top
        ? {
            code: 'too-few-queries',
            message: `Only ${scores.length} of ${n} queries have a positive probability, and the tail needs ${top}. Add queries, or samples per query so that small probabilities are seen.`,
          }
        : {
            code: 'no-tail',
            message: 'The largest scores do not differ, so no tail can be drawn through them. Add queries.',
          }
    const none: Estimate = noEstimate(refusal.message)
    const forecasts = queries.map((value): TailForecast => ({ queries: value, psi: null, probability: none }))
    return { ...common, slope: null, intercept: null, forecasts, warnings: [], refusal }
  }
  const [slope, intercept] = line
  const pivots = pivotsOf(n, top, replicates, seed)
  const method = common.method
  return {
    ...common,
    slope,
    intercept,
    forecasts: queries.map((value): TailForecast => {
      const psi = (-Math.log(value) - intercept) / slope
      const errors = pivots.map(([a, b]) => Math.log(value) * -a - (Math.log(value) + b)).sort((x, y) => x - y)
      // psi + error / |slope| for the error of a standard tail in units of its own slope.
      const end = (share: number): number => probabilityOf(psi + quantileSorted(errors, share) / -slope)
      return {
        queries: value,
        psi,
        probability: {
          estimate: probabilityOf(psi),
          standardError: null,
          interval: { lower: end((1 - level) / 2), upper: end((1 + level) / 2), level, method },
        },
      }
    }),
    warnings: queries.some((value) => value > 100 * n) ? [far] : [],
  }
}

/** Line of log survival (i / n for the i-th largest) on the scores. */
function tailLine(scores: readonly number[], n: number): readonly [slope: number, intercept: number] | null {
  const survival = scores.map((_, i) => Math.log((i + 1) / n))
  const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length
  const [x, y] = [mean(scores), mean(survival)]
  const squares = scores.reduce((total, value) => total + (value - x) ** 2, 0)
  const product = scores.reduce((total, value, i) => total + (value - x) * (survival[i]! - y), 0)
  if (!(squares > 0)) return null
  const slope = product / squares
  return [slope, y - slope * x]
}

/** Slopes and intercepts of standard exponential tails: the k-th largest of m is the sum over j >= k of an exponential over j. */
function pivotsOf(m: number, top: number, replicates: number, seed: number): readonly (readonly [number, number])[] {
  return Array.from({ length: replicates }, (_, replicate) => {
    const random = createRandom(seed, replicate)
    const exponential = (): number => -Math.log(1 - random.uniform())
    let value = 0
    const scores = new Array<number>(top)
    if (m <= 200) for (let j = m; j > top; j -= 1) value += exponential() / j
    else {
      // The survival of the one below the top is G / (G + G'), gamma variables of top + 1 and m - top; the second is normal for so many.
      let least = 0
      for (let j = 0; j <= top; j += 1) least += exponential()
      const rest = m - top + Math.sqrt(m - top) * random.normal()
      value = Math.log((least + rest) / least)
    }
    for (let j = top; j >= 1; j -= 1) {
      value += exponential() / j
      scores[j - 1] = value
    }
    return tailLine(scores, m)!
  })
}

/** p of a score: exp(-exp(-psi)). */
function probabilityOf(psi: number): number {
  return Math.exp(-Math.exp(-psi))
}

const far: Finding = {
  code: 'far-extrapolation',
  message:
    'Forecasts for more than 100 times the queries seen go beyond what has been tested in the literature; the interval takes the tail to be straight that far.',
}
