import type { EvalHeader, SampleSummary } from '../log/eval-log.js'
import { isObject } from '../log/migrate-log.js'
import { reducerNamed } from './reducers.js'
import { scoreNumber, scoreParts } from './score-number.js'

/** The scores of one question by one scorer. */
export interface QuestionScore {
  readonly id: string
  /** After reducing epochs. */
  readonly value: number
  /** Of each epoch that was scored. */
  readonly attempts: readonly number[]
  /** Value of the field that clusters questions; `null` without one. */
  readonly cluster: string | null
}

/** Options of {@link questionScores}. */
export interface QuestionScoresOptions {
  /** Default `mean`. */
  readonly reducer?: string
  /** Field of the metadata that clusters questions. Default: what the log's own standard errors name. */
  readonly cluster?: string | undefined
}

/**
 * The scores of a log question by question, for each scorer, or part of its scores as `scorer/part`. Questions none of whose attempts were scored are left out.
 */
export function questionScores(
  header: EvalHeader,
  summaries: readonly SampleSummary[],
  options: QuestionScoresOptions = {},
): ReadonlyMap<string, readonly QuestionScore[]> {
  const cluster = options.cluster ?? loggedCluster(header)
  const { reduce } = reducerNamed(options.reducer ?? 'mean')
  const scorers = new Map<string, Map<string, { attempts: number[]; cluster: string | null }>>()
  for (const { id, scores, metadata } of summaries) {
    for (const [scorer, { value }] of Object.entries(scores ?? {})) {
      for (const [part, one] of Object.entries(scoreParts(scorer, value))) {
        const name = part === scorer ? scorer : `${scorer}/${part}`
        const questions = scorers.get(name) ?? new Map<string, { attempts: number[]; cluster: string | null }>()
        scorers.set(name, questions)
        const key = String(id)
        const field: unknown = cluster === null ? undefined : metadata?.[cluster]
        const label =
          field === undefined || field === null ? null : typeof field === 'string' ? field : JSON.stringify(field)
        const question = questions.get(key) ?? { attempts: [], cluster: label }
        questions.set(key, question)
        const number = scoreNumber(one)
        if (number !== null) question.attempts.push(number)
      }
    }
  }
  return new Map(
    [...scorers].map(([name, questions]) => [
      name,
      [...questions].flatMap(([id, { attempts, cluster: label }]) => {
        const value = reduce(attempts)
        return value === null ? [] : [{ id, value, attempts, cluster: label }]
      }),
    ]),
  )
}

/** The field that clusters questions, where the log's own standard errors name one. */
function loggedCluster(header: EvalHeader): string | null {
  for (const { metrics } of header.results?.scores ?? []) {
    for (const { name, params } of Object.values(metrics)) {
      if (/(^|\/)stderr$/.test(name) && isObject(params) && typeof params['cluster'] === 'string')
        return params['cluster']
    }
  }
  return null
}
