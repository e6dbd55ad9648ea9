import type { Interval } from '@safety-portfolio/stats'
import type { MeanEstimate } from './estimate-mean.js'
import type { MetricReport } from './metric-report.js'
import type { RepeatedAttempts } from './repeated-attempts.js'

/** A score of a run as it is reported: never without its error. */
export interface ScoreReport extends MeanEstimate {
  /** Scorer, part of its score where it has several, and reducer where it is not the mean. */
  readonly scorer: string
  readonly reducer: string
  /** Questions none of whose attempts could be scored. */
  readonly unscored: number
  /** Attempts a question that were scored, on average. */
  readonly attempts: number
  /** Variance within questions over variance of single attempts: what more epochs could take away; `null` with one epoch. */
  readonly withinShare: number | null
  /** pass@k, pass^k and at least k, where questions were tried several times and scores are 0 and 1. */
  readonly repeated: readonly RepeatedAttempts[]
  /** The task's own metrics, where it has any. */
  readonly metrics?: readonly MetricReport[]
}

/** A threshold and what became of it. */
export interface ThresholdOutcome {
  readonly scorer: string
  readonly of: 'mean' | 'lower' | 'upper'
  readonly op: '>=' | '<='
  readonly value: number
  /** `null` where it is unknown, which never passes. */
  readonly observed: number | null
  readonly passed: boolean
}

/** Whether a score reaches a threshold. What is unknown does not. */
export function thresholdOutcome(
  threshold: {
    readonly scorer: string
    readonly of: 'mean' | 'lower' | 'upper'
    readonly op: '>=' | '<='
    readonly value: number
  },
  scores: readonly { readonly scorer: string; readonly mean: number | null; readonly interval: Interval | null }[],
): ThresholdOutcome {
  const score = scores.find(({ scorer }) => scorer === threshold.scorer)
  const observed =
    score === undefined ? null : threshold.of === 'mean' ? score.mean : (score.interval?.[threshold.of] ?? null)
  const passed =
    observed !== null && (threshold.op === '>=' ? observed >= threshold.value : observed <= threshold.value)
  return { ...threshold, observed, passed }
}
