import type { OpinionTable } from './opinion-table.js'
import { questionBatteries } from './question-battery.js'

/** What a bootstrap draws as a whole. */
export type UnitKind = 'question' | 'topic' | 'battery'

/** The unit of each question. */
export interface ResamplingUnits {
  readonly kind: UnitKind
  /** Unit of each question of the table. */
  readonly unitOf: Int32Array
  readonly count: number
}

/**
 * Chooses what is resampled. Questions of one topic are not independent evidence, so topics are drawn whole where the survey names one for every
 * question and there are at least ten; else batteries of questions with a common stem.
 *
 * @param table - from {@link joinOpinions}
 * @param wanted - `'auto'` (default) or one of the kinds; `'topic'` puts questions without a topic into units of their own
 *
 * @example
 * ```ts
 * import { joinOpinions, parseResponses, parseSurvey, resamplingUnits } from '@safety-portfolio/global-opinions'
 *
 * const rows = ['Tea?', 'Sea?'].map((question) => ({ question, country: 'Peru', distribution: [0.5, 0.5] }))
 * resamplingUnits(joinOpinions(parseSurvey(rows), parseResponses(rows))).count // => 2
 * ```
 */
export function resamplingUnits(table: OpinionTable, wanted: UnitKind | 'auto' = 'auto'): ResamplingUnits {
  const { questions } = table
  const topics = new Set(questions.map(({ topic }) => topic))
  const kind = wanted !== 'auto' ? wanted : !topics.has(null) && topics.size >= 10 ? 'topic' : 'battery'
  if (kind === 'battery') {
    const batteries = questionBatteries(questions)
    return {
      kind,
      unitOf: Int32Array.from(batteries),
      count: batteries.reduce((most, unit) => Math.max(most, unit + 1), 0),
    }
  }
  const numbers = new Map<string, number>()
  const unitOf = Int32Array.from(questions, ({ topic }, index) => {
    const key = kind === 'topic' && topic !== null ? `t${topic}` : `q${index}`
    if (!numbers.has(key)) numbers.set(key, numbers.size)
    return numbers.get(key)!
  })
  return { kind, unitOf, count: numbers.size }
}

const plural: Readonly<Record<UnitKind, string>> = {
  question: 'questions',
  topic: 'topics',
  battery: 'batteries of questions',
}

/** The units in words. */
export function unitWords(kind: UnitKind): string {
  return plural[kind]
}
