import type { ScoreReport, ThresholdOutcome } from '../statistics/score-report.js'

/** What reports for machines need to know of a run. */
export interface RunOutcome {
  readonly task: string
  readonly model: string
  readonly status: string
  readonly samples: number
  readonly errors: number
  readonly refusals: number
  readonly filtered: number
  readonly seconds: number
  readonly reason: string | null
  readonly scores: readonly ScoreReport[]
  readonly thresholds: readonly ThresholdOutcome[]
}

/** A number to four significant digits; `none` where there is none. */
export function digits(value: number | null | undefined): string {
  return value === null || value === undefined ? 'none' : String(Number(value.toPrecision(4)))
}

/** A threshold in words. */
export function thresholdText({ of, scorer, op, value }: ThresholdOutcome): string {
  return `${of === 'mean' ? scorer : `${of}(${scorer})`} ${op} ${value}`
}
