import { normalQuantile, type Estimate, type Finding } from '@safety-portfolio/stats'
import { countOutcomes, type MissPatterns } from './internal/miss-patterns.js'
import { requireFraction } from './internal/require.js'
import type { LayerOutcomes } from './layer-outcomes.js'
import { version } from './version.js'

/** How many items all detectors missed, from those that some caught. JSON-safe. */
export interface CaptureRecapture {
  /** Different items that at least one detector caught. */
  readonly caught: number
  /** Estimated number that none caught. */
  readonly missed: Estimate
  /** missed / (missed + caught). */
  readonly missRate: Estimate
  /** How many of the items at hand none caught: known only because the items are labelled. */
  readonly measured: number
  readonly method: 'chapman' | 'chao'
  readonly assumptions: readonly string[]
  readonly warnings: readonly Finding[]
  readonly version: string
}

/**
 * Estimates how many items every detector missed, from the overlap of what they caught: for the stream where nobody knows what was missed. Two
 * detectors: Chapman's estimator (1951). More: Chao's lower bound (1987), from the items caught by exactly one and by exactly two. Intervals are
 * log-normal, so that they never go below what was seen.
 *
 * Detectors that miss the same items for the same reason make the estimate too low. Where the items are labelled, `measured` shows by how much.
 *
 * @throws RangeError for columns that do not fit together or a level outside (0, 1).
 *
 * @example
 * ```ts
 * import { captureRecapture, layerOutcomes } from '@safety-portfolio/risk'
 *
 * const item = (first: boolean, second: boolean) => ({ caught: [first, second] })
 * const items = [...Array(60).fill(item(true, true)), ...Array(30).fill(item(true, false)), ...Array(20).fill(item(false, true))]
 * captureRecapture(layerOutcomes(items, ['a', 'b'])).missed.estimate // => ~9.836
 * ```
 */
export function captureRecapture(outcomes: LayerOutcomes, options: { readonly level?: number } = {}): CaptureRecapture {
  const { level = 0.95 } = options
  requireFraction('captureRecapture', 'level', level)
  return recapture(countOutcomes('captureRecapture', outcomes).positives, level)
}

/** The same from counted patterns. */
export function recapture(patterns: MissPatterns, level: number): CaptureRecapture {
  const { counts, detectors, n } = patterns
  const all = counts.length - 1
  const caught = n - counts[all]!
  const times = new Float64Array(detectors + 1)
  for (let mask = 0; mask < counts.length; mask += 1) times[detectors - ones(mask)]! += counts[mask]!
  const method = detectors === 2 ? 'chapman' : 'chao'
  const common = {
    caught,
    measured: counts[all]!,
    method,
    assumptions: [
      'Whether one detector catches an item says nothing about the others, for items alike. Shared blind spots make the estimate a lower bound.',
      ...(method === 'chapman'
        ? []
        : ["Chao's estimate is a lower bound even if items differ in how catchable they are."]),
    ],
    version,
  } as const
  const none = (reason: string): CaptureRecapture => {
    const estimate: Estimate = { estimate: null, standardError: null, interval: null, reason }
    return { ...common, missed: estimate, missRate: estimate, warnings: [] }
  }
  if (detectors < 2) return none('one detector: there is no overlap to learn from')
  if (caught === 0) return none('nothing was caught')
  const [missed, variance] = detectors === 2 ? chapman(counts) : chao(times, detectors)
  const factor =
    missed > 0 ? Math.exp(normalQuantile((1 + level) / 2) * Math.sqrt(Math.log1p(variance / missed ** 2))) : 1
  const ends = { lower: missed / factor, upper: missed * factor, level, method: 'log-normal' }
  const rate = (value: number): number => value / (value + caught)
  const sharp = missed > 0
  const reason = sharp
    ? {}
    : {
        reason:
          'no item was caught by one detector alone, so the overlap shows no miss: shared blind spots remain unseen',
      }
  return {
    ...common,
    missed: { estimate: missed, standardError: Math.sqrt(variance), interval: sharp ? ends : null, ...reason },
    missRate: {
      estimate: rate(missed),
      standardError: null,
      interval: sharp ? { ...ends, lower: rate(ends.lower), upper: rate(ends.upper) } : null,
      ...reason,
    },
    warnings:
      ends.upper < counts[all]!
        ? [
            {
              code: 'shared-blind-spots',
              message: `The overlap suggests at most ${Math.round(ends.upper)} missed items; the labels know of ${counts[all]!}. These detectors share blind spots, and this estimate cannot be trusted on unlabelled data.`,
            },
          ]
        : [],
  }
}

function chapman(counts: Float64Array): readonly [number, number] {
  const [both, onlyFirst, onlySecond] = [counts[0]!, counts[2]!, counts[1]!]
  const [first, second] = [both + onlyFirst, both + onlySecond]
  // (n1 + 1)(n2 + 1) / (m + 1) - 1 - caught, without the cancellation.
  const missed = (onlyFirst * onlySecond) / (both + 1)
  const variance = ((first + 1) * (second + 1) * onlyFirst * onlySecond) / ((both + 1) ** 2 * (both + 2))
  return [missed, variance]
}

function chao(times: Float64Array, detectors: number): readonly [number, number] {
  const [once, twice] = [times[1]!, times[2]!]
  const share = (detectors - 1) / detectors
  const missed = (share * once * (once - 1)) / (2 * (twice + 1))
  const variance =
    missed +
    (share ** 2 * once * (2 * once - 1) ** 2) / (4 * (twice + 1) ** 2) +
    (share ** 2 * once ** 2 * twice * (once - 1) ** 2) / (4 * (twice + 1) ** 4)
  return [missed, variance]
}

function ones(mask: number): number {
  let [count, rest] = [0, mask]
  while (rest > 0) {
    count += rest & 1
    rest >>>= 1
  }
  return count
}
