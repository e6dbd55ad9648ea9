import type { EvalScore, ModelUsage, SampleSummary } from './eval-log.js'
import type { LogFormat, LogReader } from './log-reader.js'
import { summariesWithFields } from './summaries-with-fields.js'
import { failureCounter, type FailureReason } from '../statistics/failure-reasons.js'
import { metadataFields } from '../statistics/logged-questions.js'
import { recomputeScores, type RecomputedScore } from '../statistics/recompute-scores.js'
import { scoreNames } from '../statistics/score-names.js'

/** What a log says, and what its samples say. */
export interface LogInfo {
  readonly format: LogFormat
  readonly version: number
  readonly status: string
  readonly task: string
  readonly model: string
  readonly created: string
  /** Attempts in the log; as logged where it holds none of them. */
  readonly samples: number
  /** Attempts without an error. */
  readonly completed: number
  /** Why the others failed, the most frequent reasons first. */
  readonly failures: readonly FailureReason[]
  /** As logged; a metric that is `NaN` is `null`. */
  readonly scores: readonly { readonly scorer: string; readonly metrics: Readonly<Record<string, number | null>> }[]
  /** As computed again from the samples. */
  readonly recomputed: readonly RecomputedScore[]
  readonly usage: Readonly<Record<string, ModelUsage>>
  readonly warnings: readonly string[]
}

/** Logged and recomputed numbers further apart than this, relative to those above 1, are not the same number. */
const agreement = 1e-6

/**
 * What a log says of its run, with every score computed again from the samples.
 *
 * @param log - An open log.
 * @param level - Confidence level of the intervals. Default 0.95.
 */
export async function logInfo(log: LogReader, level = 0.95): Promise<LogInfo> {
  const { header, format } = log
  const summaries = await summariesWithFields(log, metadataFields(header))
  const reductions = (await log.reductions()) ?? []
  const bare = summaries.length === 0
  const recomputed = bare && reductions.length === 0 ? [] : recomputeScores(header, summaries, level, reductions)
  const logged = header.results?.scores ?? []
  const names = scoreNames(logged)
  const scores = logged.map((score, index) => ({ scorer: names[index]!, metrics: metricValues(score) }))
  return {
    format,
    version: header.version,
    status: header.status,
    task: header.eval.task,
    model: header.eval.model,
    created: header.eval.created,
    samples: bare ? (header.results?.total_samples ?? 0) : summaries.length,
    completed: bare ? (header.results?.completed_samples ?? 0) : summaries.filter(isCompleted).length,
    failures: failuresOf(summaries),
    scores,
    recomputed,
    usage: header.stats.model_usage ?? {},
    warnings: [
      ...log.warnings,
      ...(bare && logged.length > 0 ? [withoutSamples(recomputed)] : []),
      ...(!bare && recomputed.length === 0 ? ['No attempt has a score: there is nothing to compute.'] : []),
      ...recomputed.flatMap(({ warnings }) => warnings),
      ...disagreements(scores, recomputed),
    ],
  }
}

function isCompleted({ error }: SampleSummary): boolean {
  return error === undefined || error === null
}

function failuresOf(summaries: readonly SampleSummary[]): readonly FailureReason[] {
  const failures = failureCounter()
  for (const { error } of summaries) failures.add(error)
  return failures.reasons()
}

function withoutSamples(recomputed: readonly RecomputedScore[]): string {
  return `The log has no samples: their numbers are the log's own${recomputed.length === 0 ? ', and no score can be computed again' : ', and scores are computed from its reduced ones'}.`
}

function metricValues(score: EvalScore): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    Object.entries(score.metrics).map(([name, { value }]) => [
      name,
      typeof value === 'number' && Number.isFinite(value) ? value : null,
    ]),
  )
}

/** Where the log's own numbers are not what its samples say. */
export function disagreements(scores: LogInfo['scores'], recomputed: readonly RecomputedScore[]): readonly string[] {
  return scores.flatMap(({ scorer, metrics }) => {
    const again = recomputed.find((one) => one.scorer === scorer)
    if (again === undefined) return []
    return Object.entries(again.metrics).flatMap(([metric, value]) => {
      const said = metrics[metric]
      if (
        said === undefined ||
        said === null ||
        value === null ||
        Math.abs(said - value) <= agreement * Math.max(1, Math.abs(value))
      )
        return []
      return [`${scorer}: the log says ${metric} ${said}, its samples say ${value}.`]
    })
  })
}
