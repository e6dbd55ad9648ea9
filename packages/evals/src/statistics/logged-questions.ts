import type { EvalHeader, EvalScore, SampleSummary } from '../log/eval-log.js'
import { isObject } from '../log/migrate-log.js'
import { loggedNumber, type LoggedReducer } from './logged-reducer.js'
import { clusterOf, groupedMetric, type ReducedQuestion } from './recompute-metrics.js'
import { scoreNumber, scoreParts } from './score-number.js'

/** The questions of one score of a log, reduced. */
export interface LoggedQuestions {
  readonly questions: readonly ReducedQuestion[]
  /** Questions with attempts none of which could be scored. */
  readonly unscored: number
  /** Attempts whose value is no grade and counts 0, as it did in the log. */
  readonly graded: number
}

/** The questions that a score of a log is about, with epochs reduced. */
export function loggedQuestions(
  score: EvalScore,
  summaries: readonly SampleSummary[],
  reduce: LoggedReducer,
): LoggedQuestions {
  const byQuestion = new Map<string, { values: unknown[]; metadata: Readonly<Record<string, unknown>> }>()
  for (const { id, scores, metadata = {} } of summaries) {
    const value = valueOf(score, scores)
    if (value === undefined) continue
    const known = byQuestion.get(String(id))
    if (known === undefined) byQuestion.set(String(id), { values: [value], metadata })
    else known.values.push(value)
  }
  // Where the log has numbers, they were made by Inspect's rule: what is no grade counts 0. Without them it is not scored.
  const number = hasNumbers(score) ? loggedNumber : scoreNumber
  const questions: ReducedQuestion[] = []
  let graded = 0
  for (const { values, metadata } of byQuestion.values()) {
    for (const value of values) if (number(value) !== scoreNumber(value)) graded += 1
    const value = reduce(values, number)
    const attempts = values.map(number).filter((one) => one !== null)
    if (value !== null) questions.push({ value, attempts, metadata })
  }
  return { questions, unscored: byQuestion.size - questions.length, graded }
}

/** Fields of the metadata that cluster questions, as the metrics of a log say, or its plan where there are none yet. */
export function clusterFields(header: EvalHeader): readonly string[] {
  const { results } = header
  if (results === undefined || results === null) return [...new Set(plannedClusters(header).values())]
  const metrics = results.scores.flatMap((score) => Object.values(score.metrics))
  const fields = metrics.flatMap((metric) => [
    clusterOf(metric.params),
    clusterOf(groupedMetric(metric)?.metric.params),
  ])
  return [...new Set(fields.filter((field) => field !== null))]
}

/** Fields of the metadata that the metrics of a log need: what clusters questions, and what groups them. */
export function metadataFields(header: EvalHeader): readonly string[] {
  const metrics = header.results?.scores.flatMap((score) => Object.values(score.metrics)) ?? []
  const groups = metrics.flatMap((metric) => groupedMetric(metric)?.field ?? [])
  return [...new Set([...clusterFields(header), ...groups])]
}

/** Scorer -> the field that clusters questions, as the log's plan has it, for logs that did not get to their results. */
function plannedClusters({ eval: spec }: EvalHeader): ReadonlyMap<string, string> {
  const scorers = spec['scorers']
  const found = new Map<string, string>()
  for (const scorer of Array.isArray(scorers) ? scorers.filter(isObject) : []) {
    const { name, metrics } = scorer
    const lists: readonly unknown[] = isObject(metrics) ? Object.values(metrics) : [metrics]
    for (const metric of lists.flat(2)) {
      if (!isObject(metric) || !/(^|\/)stderr$/.test(String(metric['name']))) continue
      const { options, params = options } = metric
      const cluster = clusterOf(isObject(params) ? params : {})
      if (cluster !== null) found.set(String(name), cluster)
    }
  }
  return found
}

/** The scores that a log without results will have. */
export function expectedScores(summaries: readonly SampleSummary[], header: EvalHeader): readonly EvalScore[] {
  const found = new Map<string, EvalScore>()
  const given = header.eval.config['epochs_reducer']
  const reducers: readonly unknown[] = Array.isArray(given) && given.length > 0 ? given : [null]
  const clusters = plannedClusters(header)
  for (const { scores } of summaries) {
    for (const [scorer, { value }] of Object.entries(scores ?? {})) {
      for (const name of Object.keys(scoreParts(scorer, value))) {
        for (const one of reducers) {
          const reducer = typeof one === 'string' ? one : null
          const cluster = clusters.get(scorer)
          const metrics =
            cluster === undefined ? {} : { stderr: { name: 'stderr', value: Number.NaN, params: { cluster } } }
          found.set(JSON.stringify([scorer, name, reducer]), { name, scorer, reducer, params: {}, metrics })
        }
      }
    }
  }
  return [...found.values()]
}

/** The part of a sample's scores that a score of the log is about. */
function valueOf({ name, scorer }: EvalScore, scores: SampleSummary['scores']): unknown {
  const own = scores?.[scorer]?.value
  if (name !== scorer && own !== undefined) {
    if (typeof own !== 'object') return Number.isNaN(own) ? own : scores?.[name]?.value
    const part = scoreParts(scorer, own)[name]
    if (part !== undefined) return part
  }
  const found = scores?.[name]?.value
  if (found === undefined) return name === scorer ? undefined : partOf(name, own)
  return partOf(name, found)
}

function partOf(name: string, value: unknown): unknown {
  if (!Array.isArray(value) && !isObject(value)) return value
  return scoreParts(name, value as never)[name]
}

function hasNumbers({ metrics }: EvalScore): boolean {
  return Object.values(metrics).some(
    ({ name, value }) => /(^|\/)(accuracy|mean|stderr|std|var)$/.test(name) && Number.isFinite(value),
  )
}
