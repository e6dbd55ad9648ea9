import { brentRoot, logBeta, type Interval } from '@safety-portfolio/stats'
import { requireAtLeast, requireFraction, requireInteger } from './internal/require.js'
import { version } from './version.js'

/** A rate whose interval holds at every moment one may look. JSON-safe. */
export interface AnytimeRate {
  readonly hits: number
  readonly trials: number
  readonly estimate: number | null
  readonly interval: Interval
  readonly assumptions: readonly string[]
  readonly version: string
}

/** Options of {@link anytimeRate}. */
export interface AnytimeOptions {
  /** Coverage over the whole sequence of looks. Default 0.95. */
  readonly level?: number
  /** Beta law of the rates one is prepared for, `[1/2, 1/2]` unless told otherwise. `[1, 100]` is sharper for rates near 1 %. */
  readonly prior?: readonly [number, number]
}

/**
 * Confidence sequence of a rate: the interval after any number of trials, however often and whenever one looks and for whatever reason one
 * stops, holds with the stated level for all looks together. It keeps the rates p whose mixture likelihood ratio B(a + h, b + t - h) / B(a, b) / (p^h
 * (1 - p)^(t - h)) has stayed below 1 / (1 - level): a martingale under p, so that Ville's inequality bounds the chance that it ever gets there (Robbins 1970).
 * An ordinary interval, looked at until it pleases, does not cover.
 *
 * @param hits - an integer from 0 to `trials`
 * @param trials - an integer >= 0
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { anytimeRate } from '@safety-portfolio/risk'
 *
 * anytimeRate(0, 1000).interval.upper // => ~0.0069975
 * anytimeRate(12, 400).interval.lower // => ~0.0089117
 * ```
 */
export function anytimeRate(hits: number, trials: number, options: AnytimeOptions = {}): AnytimeRate {
  const { level = 0.95, prior = [0.5, 0.5] } = options
  requireInteger('anytimeRate', 'trials', trials, 0)
  requireInteger('anytimeRate', 'hits', hits, 0)
  if (hits > trials) throw new RangeError(`anytimeRate: hits must be <= trials (${trials}), got ${hits}`)
  requireFraction('anytimeRate', 'level', level)
  const [a, b] = prior
  for (const value of prior) requireAtLeast('anytimeRate', 'prior', value, Number.MIN_VALUE)
  const misses = trials - hits
  const bar = -Math.log1p(-level)
  const mixture = logBeta(a + hits, b + misses) - logBeta(a, b)
  // log of the mixture likelihood ratio at rate p, less the bar: below 0 inside the interval.
  const above = (p: number): number =>
    mixture - (hits === 0 ? 0 : hits * Math.log(p)) - (misses === 0 ? 0 : misses * Math.log1p(-p)) - bar
  const estimate = trials === 0 ? null : hits / trials
  const centre = estimate ?? 0.5
  const root = (low: number, high: number): number => brentRoot(above, low, high, { relativeTolerance: 1e-14 }).x
  const lower = hits === 0 || trials === 0 ? 0 : root(Number.MIN_VALUE, centre)
  const upper = misses === 0 || trials === 0 ? 1 : root(centre, 1 - 2 ** -53)
  return {
    hits,
    trials,
    estimate,
    interval: { lower, upper, level, method: 'confidence sequence, beta mixture' },
    assumptions: [
      'Trials are independent with one rate.',
      'The prior only decides where the sequence is sharp, never whether it covers; it was fixed before the first look.',
    ],
    version,
  }
}

/** Whether a sequence of trials may stop, and what it shows. JSON-safe. */
export interface StoppingDecision {
  /** `'below'`: the rate is below the threshold; `'above'`: it is above; `'continue'`: not decided. */
  readonly decision: 'below' | 'above' | 'continue'
  /** After how many trials it was decided; `null` when it is not. */
  readonly after: number | null
  /** The rate at that moment, or at the end. */
  readonly rate: AnytimeRate
}

/**
 * Goes through outcomes one by one and stops at the first moment when the confidence sequence excludes the threshold. The chance of a wrong
 * decision is at most 1 - level, whenever and however often one looks.
 *
 * @param outcomes - in the order of the trials: whether each was a hit
 * @param options - `threshold`: the rate in question, in (0, 1); `level` and `prior` as for {@link anytimeRate}
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { anytimeStopping } from '@safety-portfolio/risk'
 *
 * const clean = Array.from({ length: 2000 }, () => false)
 * anytimeStopping(clean, { threshold: 0.01 }).decision // => 'below'
 * anytimeStopping(clean, { threshold: 0.01 }).after // => 680
 * ```
 */
export function anytimeStopping(
  outcomes: Iterable<boolean>,
  options: AnytimeOptions & { readonly threshold: number },
): StoppingDecision {
  const { threshold, level = 0.95, prior = [0.5, 0.5] } = options
  requireFraction('anytimeStopping', 'threshold', threshold)
  requireFraction('anytimeStopping', 'level', level)
  const bar = -Math.log1p(-level)
  const [logHit, logMiss] = [Math.log(threshold), Math.log1p(-threshold)]
  let [hits, trials, logRatio] = [0, 0, 0]
  for (const hit of outcomes) {
    // The mixture predicts a hit with (a + hits) / (a + b + trials).
    const predicted = (prior[0] + hits) / (prior[0] + prior[1] + trials)
    logRatio += hit ? Math.log(predicted) - logHit : Math.log1p(-predicted) - logMiss
    trials += 1
    if (hit) hits += 1
    if (logRatio >= bar) {
      const decision = hits / trials < threshold ? 'below' : 'above'
      return { decision, after: trials, rate: anytimeRate(hits, trials, options) }
    }
  }
  return { decision: 'continue', after: null, rate: anytimeRate(hits, trials, options) }
}
