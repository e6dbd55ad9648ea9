import type { InputIssue } from './input-issue.js'
import { responseFinder, type MatchedResponse } from './internal/matched-response.js'
import { keptOptions, restricted, type MissingPolicy } from './missing-policy.js'
import { mergedItemOf } from './merged-item.js'
import { conditionName, type OpinionTable, type TableQuestion } from './opinion-table.js'
import type { Responses } from './responses.js'
import type { Survey } from './survey.js'

/** Options of {@link joinOpinions}. */
export interface JoinOptions {
  /** What happens to answers that are no opinion. Default `'keep'`. */
  readonly missing?: MissingPolicy | undefined
  /** Leave the questions out that are known to mix different things ({@link mergedItems}). Default `false`: they are told, and kept. */
  readonly excludeMerged?: boolean | undefined
}

/**
 * Joins a survey with the answers of models. Questions are matched by text (exact, then but for white space) and by their options where both
 * sides name them; options in another order are brought into the survey's. Several answers of a model to one question (other orders of
 * the options, repeated samples) are averaged.
 *
 * @param survey - from {@link parseSurvey}
 * @param responses - from {@link parseResponses}
 * @param options - the policy for answers that are no opinion
 *
 * @example
 * ```ts
 * import { joinOpinions, parseResponses, parseSurvey } from '@safety-portfolio/global-opinions'
 *
 * const survey = parseSurvey([{ question: 'Tea?', options: ['Yes', 'No'], country: 'Peru', distribution: [0.3, 0.7] }])
 * const responses = parseResponses([{ question: 'Tea?', options: ['No', 'Yes'], distribution: [0.4, 0.6] }])
 * joinOpinions(survey, responses).models[0]!.mass // => Float64Array.of(0.6, 0.4)
 * ```
 */
export function joinOpinions(survey: Survey, responses: Responses, options: JoinOptions = {}): OpinionTable {
  const { missing: policy = 'keep', excludeMerged = false } = options
  const issues: InputIssue[] = []
  const tell = (side: InputIssue['side'], row: number, code: string, message: string): void => {
    issues.push({ code, side, row, message })
  }
  const find = responseFinder(responses.responses)
  const used = new Set<number>()
  const questions: TableQuestion[] = []
  const offsets: number[] = []
  const kept: (readonly number[])[] = []
  const found: (readonly MatchedResponse[])[] = []
  const placeOf = new Int32Array(survey.questions.length).fill(-1)
  let width = 0
  for (const [index, question] of survey.questions.entries()) {
    const { matched, options: labels, reason, differing } = find(question)
    for (const row of differing) used.add(row)
    if (reason === 'question-missing') {
      tell('survey', question.row, reason, 'no response has the text of this question')
      continue
    }
    if (reason === 'options-differ') {
      tell(
        'survey',
        question.row,
        reason,
        `the responses (row ${differing.join(', ')}) have other options or another number of them`,
      )
      continue
    }
    for (const { response } of matched) used.add(response.row)
    const merged = mergedItemOf(question.text)
    if (merged !== undefined) {
      tell('survey', question.row, 'merged-item', `${merged.reason}${excludeMerged ? '; it was left out' : ''}`)
      if (excludeMerged) continue
    }
    const places = keptOptions(labels, question.size, policy)
    if (places === null) {
      tell('survey', question.row, 'no-opinion', 'fewer than two options of this question are opinions')
      continue
    }
    placeOf[index] = questions.length
    questions.push({
      text: question.text,
      options: labels === null ? null : places.map((place) => labels[place]!),
      size: places.length,
      topic: question.topic,
      row: question.row,
    })
    offsets.push(width)
    kept.push(places)
    found.push(matched)
    width += places.length
  }
  reportUnused(responses, used, tell)

  const models = [...new Set(responses.responses.map(conditionName))].map((name) => ({
    name,
    mass: new Float64Array(width),
    answered: new Uint8Array(questions.length),
    samples: new Float64Array(questions.length),
    nonSubstantive: new Float64Array(questions.length),
  }))
  const modelOf = new Map(models.map((model) => [model.name, model]))
  for (const [question, matched] of found.entries()) {
    const times = new Map<string, number[]>()
    for (const { response, distribution } of matched) {
      const rest = restricted(distribution, kept[question]!)
      if (rest === null) {
        tell(
          'responses',
          response.row,
          'no-opinion',
          `${response.model}: all probability is on options that are no opinion`,
        )
        continue
      }
      const name = conditionName(response)
      const model = modelOf.get(name)!
      const rows = times.get(name) ?? []
      rows.push(response.row)
      times.set(name, rows)
      // A running mean, so that any number of answers can follow.
      const weight = 1 / rows.length
      for (const [place, share] of rest.distribution.entries()) {
        const at = offsets[question]! + place
        model.mass[at] = model.mass[at]! + weight * (share - model.mass[at]!)
      }
      model.nonSubstantive[question]! += weight * (1 - rest.share - model.nonSubstantive[question]!)
      model.answered[question] = 1
      if (response.samples !== null) model.samples[question]! += response.samples
    }
    for (const [model, rows] of times) {
      if (rows.length > 1)
        tell(
          'responses',
          rows[0]!,
          'averaged',
          `${model}: ${rows.length} answers to one question were averaged (rows ${rows.join(', ')})`,
        )
    }
  }
  return {
    ...surveySide(survey, placeOf, kept, tell),
    questions,
    questionOffsets: Int32Array.from(offsets),
    models,
    policy,
    issues,
  }
}

type Tell = (side: InputIssue['side'], row: number, code: string, message: string) => void

function reportUnused(responses: Responses, used: ReadonlySet<number>, tell: Tell): void {
  const told = new Set<number>()
  for (const { row } of responses.responses) {
    if (used.has(row) || told.has(row)) continue
    told.add(row)
    tell('responses', row, 'question-missing', 'the survey has no question with this text')
  }
}

function surveySide(
  survey: Survey,
  placeOf: Int32Array,
  kept: readonly (readonly number[])[],
  tell: Tell,
): Pick<
  OpinionTable,
  'countries' | 'answerCountry' | 'answerQuestion' | 'answerOffsets' | 'answerN' | 'answerNonSubstantive' | 'mass'
> {
  const countryPlaces = new Map<string, number>()
  const country: number[] = []
  const question: number[] = []
  const offsets: number[] = []
  const n: number[] = []
  const nonSubstantive: number[] = []
  const mass: number[] = []
  for (const answer of survey.answers) {
    const place = placeOf[answer.question]!
    if (place < 0) continue
    const rest = restricted(answer.distribution, kept[place]!)
    if (rest === null) {
      tell('survey', answer.row, 'no-opinion', `${answer.country}: nobody gave an opinion`)
      continue
    }
    if (!countryPlaces.has(answer.country)) countryPlaces.set(answer.country, countryPlaces.size)
    country.push(countryPlaces.get(answer.country)!)
    question.push(place)
    offsets.push(mass.length)
    n.push(answer.n ?? 0)
    nonSubstantive.push(1 - rest.share)
    for (const share of rest.distribution) mass.push(share)
  }
  return {
    countries: [...countryPlaces.keys()],
    answerCountry: Int32Array.from(country),
    answerQuestion: Int32Array.from(question),
    answerOffsets: Int32Array.from(offsets),
    answerN: Float64Array.from(n),
    answerNonSubstantive: Float64Array.from(nonSubstantive),
    mass: Float64Array.from(mass),
  }
}
