import type { Interval } from '@safety-portfolio/stats'
import type { EvalHeader, EvalSampleReductions, EvalScore, SampleSummary } from '../log/eval-log.js'
import { estimateMean, type MeanEstimate } from './estimate-mean.js'
import { expectedScores, loggedQuestions, type LoggedQuestions } from './logged-questions.js'
import { loggedNumber, loggedReducer } from './logged-reducer.js'
import {
  clusterOf,
  groupedMetric,
  groupedValue,
  groupsOf,
  isStandardError,
  metricOf,
  type ReducedQuestion,
} from './recompute-metrics.js'
import { repeatedAttempts, type RepeatedAttempts } from './repeated-attempts.js'
import { scoreNames } from './score-names.js'

/** What a score of a log comes to, computed again from its samples. */
export interface RecomputedScore {
  /** The score's name, with its reducer or scorer where there are several of that name: unique in a log. */
  readonly scorer: string
  readonly mean: number | null
  /** By questions, or clustered with the finite correction where the log's own is; 0 for one question, as Inspect has it. */
  readonly stderr: number | null
  /** Questions that were scored. */
  readonly n: number
  readonly interval: Interval | null
  /** For scores of 0 and 1: never covers less than its level. */
  readonly clopperPearson: Interval | null
  /** Both corrections, and the wild bootstrap where clusters are few; `null` without clusters. */
  readonly clustered: MeanEstimate['clustered']
  /** pass@k, pass^k and at least k, where questions were tried several times and scores are 0 and 1. */
  readonly repeated: readonly RepeatedAttempts[]
  readonly reducer: string
  /** Questions with attempts none of which could be scored. */
  readonly unscored: number
  /** The metadata field that clusters questions, where the log names one. */
  readonly cluster: string | null
  /** The metrics of the log that can be computed from samples, by the log's names for them. */
  readonly metrics: Readonly<Record<string, number | null>>
  /** Where the log has metrics by group: each group with its interval. */
  readonly groups: readonly RecomputedGroup[]
  /** `reductions` where only the log's reduced scores were there to compute from. */
  readonly from: 'samples' | 'reductions'
  readonly warnings: readonly string[]
  readonly reason?: string
}

/** The questions with one value in a field. */
export interface RecomputedGroup {
  readonly field: string
  readonly group: string
  readonly mean: number | null
  readonly stderr: number | null
  readonly n: number
  readonly interval: Interval | null
}

/**
 * Computes every score of a log again from its samples: epochs reduced as the log says, mean over questions, standard error, and an interval the log
 * does not have.
 *
 * @param header - The log.
 * @param summaries - Its samples.
 * @param level - Confidence level. Default 0.95.
 * @param reductions - Its reduced scores, for what its samples cannot give: logs without samples, and reducers of the log's own making.
 */
export function recomputeScores(
  header: EvalHeader,
  summaries: readonly SampleSummary[],
  level = 0.95,
  reductions: readonly EvalSampleReductions[] = [],
): readonly RecomputedScore[] {
  const logged = header.results?.scores ?? []
  const wanted = logged.length > 0 ? logged : expectedScores(summaries, header)
  const names = scoreNames(wanted)
  return wanted.map((score, index) => recompute(score, names[index]!, summaries, level, reductions))
}

function recompute(
  score: EvalScore,
  scorer: string,
  summaries: readonly SampleSummary[],
  level: number,
  reductions: readonly EvalSampleReductions[],
): RecomputedScore {
  const cluster = clusterField(score)
  const base = { scorer, reducer: score.reducer ?? 'mean', cluster }
  const reducer = loggedReducer(score.reducer)
  const reduced = reducer === null || summaries.length === 0 ? reducedInLog(score, summaries, reductions) : null
  if (reducer === null && reduced === null) {
    const reason = `the reducer '${String(score.reducer)}' is not known`
    const { mean, interval, clopperPearson, clustered } = estimateMean([])
    const nothing = { mean, stderr: null, n: 0, interval, clopperPearson, clustered, unscored: 0 }
    return { ...base, ...nothing, repeated: [], metrics: {}, groups: [], from: 'samples', warnings: [], reason }
  }
  const { questions, unscored, graded } = reduced ?? loggedQuestions(score, summaries, reducer!)
  const { mean, interval, clopperPearson, clustered, warnings, reason } = estimate(questions, cluster, level)
  const clusters = cluster === null ? undefined : questions.map(({ metadata }) => String(metadata[cluster]))
  return {
    ...base,
    mean,
    stderr: finite(metricOf({ name: 'stderr', params: cluster === null ? {} : { cluster } }, questions)),
    n: questions.length,
    interval,
    clopperPearson,
    clustered,
    repeated: repeatedAttempts(
      questions.map(({ attempts }) => attempts),
      { level, clusters },
    ),
    unscored,
    metrics: recomputedMetrics(score, questions),
    groups: groupsIn(score, questions, level),
    from: reduced === null ? 'samples' : 'reductions',
    warnings: [
      ...(graded === 0
        ? []
        : [`${scorer}: the values of ${graded} attempts are no grades; they count 0, as in the log.`]),
      ...warnings.map(({ message }) => `${scorer}: ${message}`),
    ],
    ...(reason === undefined ? {} : { reason }),
  }
}

function estimate(questions: readonly ReducedQuestion[], cluster: string | null, level: number): MeanEstimate {
  const values = questions.map(({ value }) => value)
  if (cluster === null) return estimateMean(values, { level })
  return estimateMean(values, { level, clusters: questions.map(({ metadata }) => String(metadata[cluster])) })
}

/** Reduced scores as the log has them, with the metadata of its samples where it has those. */
function reducedInLog(
  { name, scorer, reducer }: EvalScore,
  summaries: readonly SampleSummary[],
  reductions: readonly EvalSampleReductions[],
): LoggedQuestions | null {
  const found = reductions.find(
    (one) => (one.scorer === name || one.scorer === scorer) && (one.reducer ?? 'mean') === (reducer ?? 'mean'),
  )
  if (found === undefined) return null
  const metadata = new Map(summaries.map((summary) => [String(summary.id), summary.metadata ?? {}]))
  const questions = found.samples.flatMap(({ value, sample_id: id }): ReducedQuestion[] => {
    const part = typeof value === 'object' ? (value as Readonly<Record<string, unknown>>)[name] : value
    const number = part === undefined ? null : loggedNumber(part)
    return number === null ? [] : [{ value: number, attempts: [], metadata: metadata.get(String(id)) ?? {} }]
  })
  return { questions, unscored: found.samples.length - questions.length, graded: 0 }
}

function recomputedMetrics(
  { metrics }: EvalScore,
  questions: readonly ReducedQuestion[],
): Readonly<Record<string, number | null>> {
  const found: Record<string, number | null> = {}
  for (const [key, metric] of Object.entries(metrics)) {
    const grouped = groupedMetric(metric)
    const value = grouped === null ? metricOf(metric, questions) : groupedValue(key, grouped, questions)
    if (value !== undefined) found[key] = finite(value)
  }
  return found
}

function groupsIn({ metrics }: EvalScore, questions: readonly ReducedQuestion[], level: number): RecomputedGroup[] {
  const fields = new Set(Object.values(metrics).flatMap((metric) => groupedMetric(metric)?.field ?? []))
  return [...fields].flatMap((field) =>
    [...groupsOf(questions, field)].map(([group, members]) => {
      const { mean, interval } = estimate(members, null, level)
      return { field, group, mean, stderr: finite(metricOf({ name: 'stderr' }, members)), n: members.length, interval }
    }),
  )
}

/** The field that clusters questions: that of the metric called `stderr`, or of any standard error. */
function clusterField({ metrics }: EvalScore): string | null {
  const errors = Object.entries(metrics).filter(([, metric]) => isStandardError(metric))
  const plain = errors.find(([key]) => /(^|\/)stderr$/.test(key))
  if (plain !== undefined) return clusterOf(plain[1].params)
  return errors.map(([, metric]) => clusterOf(metric.params)).find((field) => field !== null) ?? null
}

function finite(value: number | null | undefined): number | null {
  return value === undefined || value === null || !Number.isFinite(value) ? null : value
}
