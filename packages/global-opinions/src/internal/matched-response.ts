import { labelOrder } from '../option-label.js'
import { trimmedText } from '../question-key.js'
import type { ModelResponse } from '../responses.js'
import type { SurveyQuestion } from '../survey.js'

/** A response brought into the order of a question's options. */
export interface MatchedResponse {
  readonly response: ModelResponse
  readonly distribution: readonly number[]
}

/** What was found for a question: its responses, or why there are none. */
export interface Found {
  readonly matched: readonly MatchedResponse[]
  /** Options of the question: its own, or those of the responses. */
  readonly options: readonly string[] | null
  readonly reason?: 'question-missing' | 'options-differ'
  /** Rows of responses with the same text but other options. */
  readonly differing: readonly number[]
}

/** Finds the responses to questions by text, exact first, then but for white space; and by options, where both sides have them. */
export function responseFinder(responses: readonly ModelResponse[]): (question: SurveyQuestion) => Found {
  const exact = groupBy(responses, ({ text }) => text)
  const loose = groupBy(responses, ({ text }) => trimmedText(text))
  return (question) => {
    const [same, near] = [exact.get(question.text), loose.get(trimmedText(question.text))]
    if (near === undefined) return { matched: [], options: question.options, reason: 'question-missing', differing: [] }
    const first = same === undefined ? null : fitting(question, same)
    const found = first === null || first.matched.length === 0 ? fitting(question, near) : first
    return found.matched.length > 0 ? found : { ...found, reason: 'options-differ' }
  }
}

function fitting(question: SurveyQuestion, candidates: readonly ModelResponse[]): Found {
  const options =
    question.options ??
    candidates.find((one) => one.options !== null && one.distribution.length === question.size)?.options ??
    null
  const matched: MatchedResponse[] = []
  const differing: number[] = []
  for (const response of candidates) {
    const order = options === null || response.options === null ? null : labelOrder(options, response.options)
    const unnamed = options === null || response.options === null
    if (response.distribution.length !== question.size || (order === null && !unnamed)) differing.push(response.row)
    else {
      matched.push({
        response,
        distribution: order === null ? response.distribution : order.map((place) => response.distribution[place]!),
      })
    }
  }
  return { matched, options, differing }
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const name = key(item)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [item])
    else group.push(item)
  }
  return groups
}
