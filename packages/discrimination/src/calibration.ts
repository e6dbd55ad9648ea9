import { createRandom } from '@safety-portfolio/stats'
import type { Interval } from '@safety-portfolio/stats'
import { percentileInterval } from './internal/resample-cells.js'

/** How well scores match outcomes. */
export interface Calibration {
  /** Cases. */
  readonly n: number
  /** Expected calibration error: mean over equal-width bins of |mean score - rate of outcomes|, weighted by size; `null` without cases. */
  readonly expectedCalibrationError: number | null
  /** Brier score, the mean squared error; `null` without cases. */
  readonly brier: number | null
  /** Mean score less rate of outcomes: above 0 over-confident in yes; `null` without cases. */
  readonly calibrationInTheLarge: number | null
  /** The bins that have cases. */
  readonly bins: readonly {
    readonly lower: number
    readonly n: number
    readonly meanScore: number
    readonly rate: number
  }[]
  /** Percentile bootstrap intervals; `null` when none were asked for, or there are fewer than two cases. */
  readonly intervals: {
    readonly expectedCalibrationError: Interval | null
    readonly brier: Interval | null
    readonly calibrationInTheLarge: Interval | null
  } | null
}

/**
 * Calibration of probabilities: expected calibration error, Brier score and the bins behind them. The error is biased upwards in small samples, where
 * every bin deviates by chance, and its bootstrap interval is with it; compare it between groups of similar size only.
 *
 * @param scores - Probabilities of yes.
 * @param outcomes - What happened, true for yes.
 * @param options - `bins`, default 10; a score of 1 belongs to the last. `replicates` of the bootstrap, default 0: no intervals; `seed` (1), `level` (0.95).
 * @throws RangeError when lengths differ or a score is not a probability.
 * @example
 * ```ts
 * import { calibration } from '@safety-portfolio/discrimination'
 *
 * const found = calibration([0.9, 0.8, 0.2, 0.1], [true, true, false, true])
 * found.brier! // => ~0.225
 * found.expectedCalibrationError! // => ~0.35
 * ```
 */
export function calibration(
  scores: readonly number[],
  outcomes: readonly boolean[],
  options: {
    readonly bins?: number
    readonly replicates?: number
    readonly seed?: number
    readonly level?: number
  } = {},
): Calibration {
  const { bins = 10, replicates = 0, seed = 1, level = 0.95 } = options
  if (scores.length !== outcomes.length) {
    throw new RangeError(
      `calibration: scores and outcomes must be of one length, got ${scores.length} and ${outcomes.length}`,
    )
  }
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`calibration: bins must be an integer >= 1, got ${bins}`)
  const n = scores.length
  const counts = new Float64Array(bins)
  const sums = new Float64Array(bins)
  const yes = new Float64Array(bins)
  let [squares, total, positives] = [0, 0, 0]
  scores.forEach((score, k) => {
    if (!(score >= 0 && score <= 1)) {
      throw new RangeError(`calibration: scores must lie between 0 and 1, got ${score} at index ${k}`)
    }
    const bin = Math.min(bins - 1, Math.floor(score * bins))
    const outcome = outcomes[k]! ? 1 : 0
    counts[bin]! += 1
    sums[bin]! += score
    yes[bin]! += outcome
    squares += (score - outcome) ** 2
    total += score
    positives += outcome
  })
  const filled = Array.from(counts, (count, bin) => ({ count, bin })).filter(({ count }) => count > 0)
  return {
    n,
    expectedCalibrationError:
      n === 0 ? null : filled.reduce((sum, { bin }) => sum + Math.abs(sums[bin]! - yes[bin]!), 0) / n,
    brier: n === 0 ? null : squares / n,
    calibrationInTheLarge: n === 0 ? null : (total - positives) / n,
    bins: filled.map(({ count, bin }) => ({
      lower: bin / bins,
      n: count,
      meanScore: sums[bin]! / count,
      rate: yes[bin]! / count,
    })),
    intervals: replicates > 0 && n > 1 ? resampled(scores, outcomes, bins, { replicates, seed, level }) : null,
  }
}

function resampled(
  scores: readonly number[],
  outcomes: readonly boolean[],
  bins: number,
  { replicates, seed, level }: { readonly replicates: number; readonly seed: number; readonly level: number },
): NonNullable<Calibration['intervals']> {
  const n = scores.length
  const binOf = Int32Array.from(scores, (score) => Math.min(bins - 1, Math.floor(score * bins)))
  const excess = Float64Array.from(scores, (score, k) => score - (outcomes[k]! ? 1 : 0))
  const sums = new Float64Array(bins)
  const [errors, squares, means]: [number[], number[], number[]] = [[], [], []]
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const random = createRandom(seed, replicate)
    sums.fill(0)
    let [square, mean] = [0, 0]
    for (let i = 0; i < n; i += 1) {
      const k = random.integer(n)
      const own = excess[k]!
      sums[binOf[k]!] = sums[binOf[k]!]! + own
      square += own * own
      mean += own
    }
    errors.push(sums.reduce((sum, value) => sum + Math.abs(value), 0) / n)
    squares.push(square / n)
    means.push(mean / n)
  }
  return {
    expectedCalibrationError: percentileInterval(errors, replicates, level),
    brier: percentileInterval(squares, replicates, level),
    calibrationInTheLarge: percentileInterval(means, replicates, level),
  }
}
