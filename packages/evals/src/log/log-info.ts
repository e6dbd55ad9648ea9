import type { EvalScore, ModelUsage } from './eval-log.js'
import type { LogFormat, LogReader } from './log-reader.js'
import { recomputeScores, uniqueName, type RecomputedScore } from '../statistics/recompute-scores.js'

/** What a log says, and what its samples say. */
export interface LogInfo {
  readonly format: LogFormat
  readonly version: number
  readonly status: string
  readonly task: string
  readonly model: string
  readonly created: string
  /** Attempts in the log. */
  readonly samples: number
  /** Attempts without an error. */
  readonly completed: number
  /** As logged; a metric that is `NaN` is `null`. */
  readonly scores: readonly { readonly scorer: string; readonly metrics: Readonly<Record<string, number | null>> }[]
  /** As computed again from the samples. */
  readonly recomputed: readonly RecomputedScore[]
  readonly usage: Readonly<Record<string, ModelUsage>>
  readonly warnings: readonly string[]
}

/** Logged and recomputed numbers further apart than this are not the same number. */
const agreement = 1e-6

/**
 * What a log says of its run, with every score computed again from the samples.
 *
 * @param log - An open log.
 * @param level - Confidence level of the intervals. Default 0.95.
 */
export async function logInfo(log: LogReader, level = 0.95): Promise<LogInfo> {
  const { header, format } = log
  const summaries = await log.summaries()
  const recomputed = summaries.length === 0 ? [] : recomputeScores(header, summaries, level)
  const logged = header.results?.scores ?? []
  const scores = logged.map((score) => ({ scorer: uniqueName(score, logged), metrics: metricValues(score) }))
  return {
    format,
    version: header.version,
    status: header.status,
    task: header.eval.task,
    model: header.eval.model,
    created: header.eval.created,
    samples: summaries.length,
    completed: summaries.filter(({ error }) => error === undefined || error === null).length,
    scores,
    recomputed,
    usage: header.stats.model_usage ?? {},
    warnings: [...log.warnings, ...disagreements(scores, recomputed)],
  }
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
    const pairs: readonly (readonly [string, number | null])[] = [
      ['accuracy', again.mean],
      ['mean', again.mean],
      ['stderr', again.stderr],
    ]
    return pairs.flatMap(([metric, value]) => {
      const said = metrics[metric]
      if (said === undefined || said === null || value === null || Math.abs(said - value) <= agreement) return []
      return [`${scorer}: the log says ${metric} ${said}, its samples say ${value}.`]
    })
  })
}
