import type { Interval } from '@safety-portfolio/stats'
import { clusteredStandardError, variance } from '@safety-portfolio/stats'
import type { EvalHeader, EvalScore, SampleSummary } from '../log/eval-log.js'
import { isObject } from '../log/migrate-log.js'
import { estimateMean } from './estimate-mean.js'
import { reducerNamed, type Reducer } from './reducers.js'
import { scoreNumber, scoreParts } from './score-number.js'

/** What a score of a log comes to, computed again from its samples. */
export interface RecomputedScore {
  /** The score's name, with its reducer where there are several: unique in a log. */
  readonly scorer: string
  readonly mean: number | null
  /** By questions, or clustered with the finite correction where the log's own is; 0 for one question, as Inspect has it. */
  readonly stderr: number | null
  /** Questions that were scored. */
  readonly n: number
  readonly interval: Interval | null
  readonly reducer: string
  /** Questions with attempts none of which could be scored. */
  readonly unscored: number
  /** The metadata field that clusters questions, where the log names one. */
  readonly cluster: string | null
  readonly reason?: string
}

/**
 * Computes every score of a log again from its samples: epochs reduced as the log says, mean over questions, standard error, and an interval the log
 * does not have.
 *
 * @param header - The log.
 * @param summaries - Its samples.
 * @param level - Confidence level. Default 0.95.
 */
export function recomputeScores(
  header: EvalHeader,
  summaries: readonly SampleSummary[],
  level = 0.95,
): readonly RecomputedScore[] {
  const logged = header.results?.scores ?? []
  const wanted = logged.length > 0 ? logged : scoresOf(summaries, header)
  return wanted.map((score) => recompute(score, uniqueName(score, wanted), summaries, level))
}

/** Name of a score, with its reducer where the same name occurs twice. */
export function uniqueName(score: EvalScore, all: readonly EvalScore[]): string {
  const twins = all.filter(({ name }) => name === score.name)
  if (twins.length < 2) return score.name
  const reducers = new Set(twins.map(({ reducer }) => reducer))
  return reducers.size === twins.length ? `${score.name} [${score.reducer ?? 'mean'}]` : `${score.scorer}/${score.name}`
}

/** The scores that an unfinished log will have. */
function scoresOf(summaries: readonly SampleSummary[], header: EvalHeader): readonly EvalScore[] {
  const found = new Map<string, EvalScore>()
  const given = header.eval.config['epochs_reducer']
  const reducers: readonly unknown[] = Array.isArray(given) && given.length > 0 ? given : [null]
  for (const { scores } of summaries) {
    for (const [scorer, { value }] of Object.entries(scores ?? {})) {
      for (const name of Object.keys(scoreParts(scorer, value))) {
        for (const one of reducers) {
          const reducer = typeof one === 'string' ? one : null
          found.set(JSON.stringify([scorer, name, reducer]), { name, scorer, reducer, params: {}, metrics: {} })
        }
      }
    }
  }
  return [...found.values()]
}

function recompute(
  score: EvalScore,
  scorer: string,
  summaries: readonly SampleSummary[],
  level: number,
): RecomputedScore {
  const questions = new Map<string, { values: number[]; cluster: unknown }>()
  const cluster = clusterField(score)
  for (const summary of summaries) {
    const value = valueOf(score, summary)
    if (value === undefined) continue
    const key = `${typeof summary.id} ${summary.id}`
    const question = questions.get(key) ?? {
      values: [],
      cluster: cluster === null ? null : summary.metadata?.[cluster],
    }
    questions.set(key, question)
    const number = scoreNumber(value)
    if (number !== null) question.values.push(number)
  }
  const reducer = reducerOf(score.reducer)
  const base = { scorer, reducer: score.reducer ?? 'mean', cluster }
  if (reducer === null) {
    const reason = `the reducer '${String(score.reducer)}' is not known`
    return { ...base, mean: null, stderr: null, n: 0, interval: null, unscored: questions.size, reason }
  }
  const reduced: number[] = []
  const clusters: string[] = []
  for (const question of questions.values()) {
    const value = reducer.reduce(question.values)
    if (value === null) continue
    reduced.push(value)
    clusters.push(String(question.cluster))
  }
  const { mean, interval, reason } = estimateMean(reduced, cluster === null ? { level } : { level, clusters })
  return {
    ...base,
    mean,
    stderr: standardError(reduced, cluster === null ? null : clusters),
    n: reduced.length,
    interval,
    unscored: questions.size - reduced.length,
    ...(reason === undefined ? {} : { reason }),
  }
}

/** Inspect's: n - 1 below the squares, 0 for a single question. */
function standardError(values: readonly number[], clusters: readonly string[] | null): number | null {
  if (values.length === 0) return null
  if (values.length === 1) return 0
  if (clusters !== null) return clusteredStandardError(values, clusters).standardError
  return Math.sqrt(variance(values) / values.length)
}

function reducerOf(name: string | null | undefined): Reducer | null {
  try {
    return reducerNamed(name ?? 'mean')
  } catch {
    return null
  }
}

/** The part of a sample's score that a score of the log is about. */
function valueOf(score: EvalScore, { scores }: SampleSummary): unknown {
  const found = scores?.[score.name] ?? scores?.[score.scorer]
  if (found === undefined) return undefined
  const { value } = found
  if (typeof value !== 'object') return value
  return scoreParts(score.name, value)[score.name]
}

function clusterField(score: EvalScore): string | null {
  for (const { name, params } of Object.values(score.metrics)) {
    if (/(^|\/)stderr$/.test(name) && isObject(params) && typeof params['cluster'] === 'string')
      return params['cluster']
  }
  return null
}
