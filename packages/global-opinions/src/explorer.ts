import type { LogBase } from './log-base.js'
import type { OpinionTable } from './opinion-table.js'
import { scorePairs } from './model-scores.js'

/** One question with every answer to it, for a page that shows them side by side. */
export interface ExplorerQuestion {
  readonly text: string
  readonly options: readonly string[] | null
  readonly topic: string | null
  /** Label of the country -> shares of the options. */
  readonly survey: Readonly<Record<string, readonly number[]>>
  /** Name of the model -> probabilities of the options. */
  readonly models: Readonly<Record<string, readonly number[]>>
  /** Name of the model -> label of the country -> similarity. */
  readonly similarity: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/**
 * Every question with the answers of all countries and models. Holds the texts and shares that were given: mind the licence of the survey before
 * passing it on.
 *
 * @param table - from {@link joinOpinions}
 * @param options - base of the distance, default 2
 *
 * @example
 * ```ts
 * import { joinOpinions, opinionExplorer, parseResponses, parseSurvey } from '@safety-portfolio/global-opinions'
 *
 * const survey = parseSurvey([{ question: 'Tea?', country: 'Peru', distribution: [0.25, 0.75] }])
 * const table = joinOpinions(survey, parseResponses([{ question: 'Tea?', model: 'm', distribution: [0.25, 0.75] }]))
 * opinionExplorer(table)[0]!.similarity // => { m: { Peru: 1 } }
 * ```
 */
export function opinionExplorer(
  table: OpinionTable,
  options: { readonly base?: LogBase } = {},
): readonly ExplorerQuestion[] {
  const answersOf: number[][] = table.questions.map(() => [])
  for (const [answer, question] of table.answerQuestion.entries()) answersOf[question]!.push(answer)
  const scores = table.models.map(({ mass }) => scorePairs(table, mass, { base: options.base ?? 2 }))
  const label = (answer: number): string => table.countries[table.answerCountry[answer]!]!
  return table.questions.map(({ text, options: labels, topic, size }, question) => {
    const start = table.questionOffsets[question]!
    const asked = table.models.flatMap((model, index) => (model.answered[question] === 1 ? [{ model, index }] : []))
    return {
      text,
      options: labels,
      topic,
      survey: Object.fromEntries(
        answersOf[question]!.map((answer) => {
          const from = table.answerOffsets[answer]!
          return [label(answer), Array.from(table.mass.subarray(from, from + size))]
        }),
      ),
      models: Object.fromEntries(
        asked.map(({ model }) => [model.name, Array.from(model.mass.subarray(start, start + size))]),
      ),
      similarity: Object.fromEntries(
        asked.map(({ model, index }) => [
          model.name,
          Object.fromEntries(answersOf[question]!.map((answer) => [label(answer), scores[index]![answer]!])),
        ]),
      ),
    }
  })
}
