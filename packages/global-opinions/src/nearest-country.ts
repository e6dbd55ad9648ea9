import type { LogBase } from './log-base.js'
import { divergenceNats } from './jensen-shannon.js'
import { requireBase } from './log-base.js'
import type { OpinionTable } from './opinion-table.js'

/** The country whose people answer most like those of another. */
export interface NearestCountry {
  /** Index into `table.countries`. */
  readonly country: number
  /** Mean similarity over the questions that both have. */
  readonly similarity: number
  /** How many these are. */
  readonly questions: number
}

/** Options of {@link nearestCountries}. */
export interface NearestOptions {
  /** Base of the Jensen-Shannon distance. Default 2. */
  readonly base?: LogBase
  /** Fewest common questions for two countries to be compared. Default 20. */
  readonly minQuestions?: number
}

/**
 * For every country, the other country with the most similar answers: the bar that a model has to pass before it says more about a country than
 * its neighbour does.
 *
 * @param table - from {@link joinOpinions}
 * @param options - base; fewest common questions
 * @returns one per country; `null` where no other country shares enough questions
 */
export function nearestCountries(
  table: OpinionTable,
  options: NearestOptions = {},
): readonly (NearestCountry | null)[] {
  const { base = 2, minQuestions = 20 } = options
  const logBase = requireBase('nearestCountries', base)
  const count = table.countries.length
  const sums = new Float64Array(count * count)
  const common = new Int32Array(count * count)
  const byQuestion = answersByQuestion(table)
  for (const [question, answers] of byQuestion.entries()) {
    const { size } = table.questions[question]!
    for (let i = 1; i < answers.length; i += 1) {
      const a = answers[i]!
      for (let j = 0; j < i; j += 1) {
        const b = answers[j]!
        const nats = divergenceNats(table.mass, table.answerOffsets[a]!, table.mass, table.answerOffsets[b]!, size)
        const similarity = 1 - Math.sqrt(nats / logBase)
        const [u, v] = [table.answerCountry[a]!, table.answerCountry[b]!]
        sums[u * count + v]! += similarity
        common[u * count + v]! += 1
        sums[v * count + u]! += similarity
        common[v * count + u]! += 1
      }
    }
  }
  return table.countries.map((_, country) => {
    let best: NearestCountry | null = null
    for (let other = 0; other < count; other += 1) {
      const questions = common[country * count + other]!
      if (other === country || questions < Math.max(1, minQuestions)) continue
      const similarity = sums[country * count + other]! / questions
      if (best === null || similarity > best.similarity) best = { country: other, similarity, questions }
    }
    return best
  })
}

/** The answers to each question. */
function answersByQuestion({ questions, answerQuestion }: OpinionTable): readonly (readonly number[])[] {
  const lists: number[][] = questions.map(() => [])
  for (const [answer, question] of answerQuestion.entries()) lists[question]!.push(answer)
  return lists
}
