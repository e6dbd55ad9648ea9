import { normalQuantile, wilsonInterval, type Finding, type Interval } from '@safety-portfolio/stats'

/** A sample that both a judge and people have judged. */
export interface CalibrationVerdict {
  /** Whether it is right, by people. */
  readonly truth: boolean
  /** What the judge said; `null` where its verdict could not be read. */
  readonly verdict: boolean | null
}

/** How good a judge is. */
export interface JudgeCalibration {
  /** Share of right answers that it calls right. */
  readonly sensitivity: number | null
  readonly sensitivityInterval: Interval | null
  /** Share of wrong answers that it calls wrong. */
  readonly specificity: number | null
  readonly specificityInterval: Interval | null
  /** Right and wrong answers that were judged. */
  readonly positives: number
  readonly negatives: number
  /** Verdicts that could not be read: in no rate. */
  readonly unscored: number
  /** Cohen's kappa between judge and people. */
  readonly kappa: number | null
}

/**
 * Sensitivity and specificity of a judge on a calibration set, with Wilson intervals, and its agreement with people beyond chance.
 *
 * @example
 * ```ts
 * import { calibrateJudge } from '@safety-portfolio/evals'
 *
 * const verdicts = [...Array(50)].map((_, i) => ({ truth: i < 30, verdict: i < 27 || i >= 48 }))
 * const { sensitivity, specificity } = calibrateJudge(verdicts)
 * sensitivity // => 0.9
 * specificity // => 0.9
 * ```
 */
export function calibrateJudge(verdicts: readonly CalibrationVerdict[], level = 0.95): JudgeCalibration {
  const read = verdicts.filter(({ verdict }) => verdict !== null)
  const count = (truth: boolean, verdict: boolean): number =>
    read.filter((one) => one.truth === truth && one.verdict === verdict).length
  const [hit, miss, alarm, rejection] = [count(true, true), count(true, false), count(false, true), count(false, false)]
  const [positives, negatives] = [hit + miss, alarm + rejection]
  const n = positives + negatives
  const chance = n === 0 ? 1 : (positives * (hit + alarm) + negatives * (miss + rejection)) / (n * n)
  return {
    sensitivity: positives === 0 ? null : hit / positives,
    sensitivityInterval: positives === 0 ? null : wilsonInterval(hit, positives, { level }),
    specificity: negatives === 0 ? null : rejection / negatives,
    specificityInterval: negatives === 0 ? null : wilsonInterval(rejection, negatives, { level }),
    positives,
    negatives,
    unscored: verdicts.length - read.length,
    kappa: chance === 1 ? null : ((hit + rejection) / n - chance) / (1 - chance),
  }
}

/** A rate as it is, estimated from what an imperfect judge said. */
export interface CorrectedRate {
  /** Rogan and Gladen's estimate, within [0, 1]; `null` where the judge tells nothing. */
  readonly rate: number | null
  readonly standardError: number | null
  readonly interval: Interval | null
  /** Share that the judge calls right. */
  readonly apparent: number
  readonly n: number
  readonly warnings: readonly Finding[]
  readonly reason?: string
}

/**
 * The rate of right answers behind a judge's verdicts: (apparent + specificity - 1) / (sensitivity + specificity - 1) (Rogan and Gladen 1978), with a delta-method interval that
 * counts the error of the calibration as well as of the run.
 *
 * @param right - Answers that the judge calls right.
 * @param n - Answers that it judged, from 1.
 * @param calibration - From {@link calibrateJudge}, on answers like these.
 * @throws RangeError unless 0 <= right <= n and n >= 1.
 *
 * @example
 * ```ts
 * import { calibrateJudge, correctedRate } from '@safety-portfolio/evals'
 *
 * const verdicts = [...Array(200)].map((_, i) => ({ truth: i < 100, verdict: i < 90 || i >= 180 }))
 * const { rate, apparent } = correctedRate(620, 1000, calibrateJudge(verdicts))
 * apparent // => 0.62
 * rate // => ~0.6
 * ```
 */
export function correctedRate(right: number, n: number, calibration: JudgeCalibration, level = 0.95): CorrectedRate {
  if (!Number.isSafeInteger(n) || n < 1 || !Number.isSafeInteger(right) || right < 0 || right > n) {
    throw new RangeError(
      `correctedRate: right and n must be integers with 0 <= right <= n and n >= 1, got ${right} and ${n}`,
    )
  }
  const apparent = right / n
  const { sensitivity, specificity, positives, negatives } = calibration
  const unknown = (reason: string): CorrectedRate => ({
    rate: null,
    standardError: null,
    interval: null,
    apparent,
    n,
    warnings: [],
    reason,
  })
  if (sensitivity === null || specificity === null) return unknown('the calibration set needs right and wrong answers')
  const power = sensitivity + specificity - 1
  if (power <= 0) return unknown('the judge is no better than chance: its verdicts say nothing of the rate')
  const raw = (apparent + specificity - 1) / power
  const share = (p: number, count: number): number => (p * (1 - p)) / count
  const variance =
    (share(apparent, n) + (1 - raw) ** 2 * share(specificity, negatives) + raw ** 2 * share(sensitivity, positives)) /
    power ** 2
  const standardError = Math.sqrt(variance)
  const reach = normalQuantile((1 + level) / 2) * standardError
  const clamp = (value: number): number => Math.min(1, Math.max(0, value))
  return {
    rate: clamp(raw),
    standardError,
    interval: { lower: clamp(raw - reach), upper: clamp(raw + reach), level, method: 'Rogan-Gladen, delta method' },
    apparent,
    n,
    warnings: [
      ...(raw < 0 || raw > 1
        ? [
            {
              code: 'out-of-range',
              message: `The estimate was ${raw.toFixed(3)} and was cut to [0, 1]: the judge may behave differently here than on the calibration set.`,
            },
          ]
        : []),
      ...(Math.min(positives, negatives) < 30
        ? [
            {
              code: 'small-calibration',
              message:
                'Fewer than 30 right or wrong answers in the calibration set: the interval leans on normal theory.',
            },
          ]
        : []),
    ],
  }
}

/**
 * Agreement of several judges beyond chance, with missing verdicts: Krippendorff's alpha for nominal values (Krippendorff 2004). 1 is full agreement, 0 that of chance.
 *
 * @param ratings - For each sample, the verdict of each judge, or `null`.
 * @returns `null` where fewer than two samples were judged twice, or all verdicts are the same.
 *
 * @example
 * ```ts
 * import { krippendorffAlpha } from '@safety-portfolio/evals'
 *
 * krippendorffAlpha([['C', 'C'], ['I', 'I'], ['C', 'I'], ['I', 'I'], ['C', 'C']]) // => ~0.64
 * ```
 */
export function krippendorffAlpha(ratings: readonly (readonly (string | null)[])[]): number | null {
  const units = ratings.map((unit) => unit.filter((value) => value !== null)).filter((unit) => unit.length > 1)
  if (units.length < 2) return null
  const totals = new Map<string, number>()
  let n = 0
  let observed = 0
  for (const unit of units) {
    n += unit.length
    for (const [index, value] of unit.entries()) {
      totals.set(value, (totals.get(value) ?? 0) + 1)
      observed += unit.filter((other, place) => place !== index && other !== value).length / (unit.length - 1)
    }
  }
  let expected = 0
  for (const count of totals.values()) expected += count * (n - count)
  return expected === 0 ? null : 1 - ((n - 1) * observed) / expected
}
