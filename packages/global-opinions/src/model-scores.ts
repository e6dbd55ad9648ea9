import { pairSimilarities } from './jensen-shannon.js'
import type { LogBase } from './log-base.js'
import { isOrdinalMeasure, similarityBy, type Measure } from './measure.js'
import { optionOrder } from './option-order.js'
import type { OpinionTable } from './opinion-table.js'

/** Options of {@link scorePairs}. */
export interface ScoreOptions {
  /** Base of the Jensen-Shannon distance. Default 2. */
  readonly base?: LogBase
  /** The measure. Default `'jensen-shannon'`. */
  readonly measure?: Measure
}

/** Mass on the side that is compared with the survey: a model's, or a stand-in's. Question k starts at `table.questionOffsets[k]`. */
export type Scorer = (mass: Float64Array) => Float64Array

/**
 * Similarity of one set of answers (laid out as the mass of a {@link TableModel}) with every answer of the survey.
 *
 * @param table - from {@link joinOpinions}
 * @param mass - the answers to compare
 * @param options - base and measure
 * @returns one similarity per answer of the table; NaN where an ordinal measure meets a question without a scale
 *
 * @example
 * ```ts
 * import { joinOpinions, parseResponses, parseSurvey, scorePairs } from '@safety-portfolio/global-opinions'
 *
 * const survey = parseSurvey([{ question: 'Tea?', country: 'Peru', distribution: [0.3, 0.7] }])
 * const table = joinOpinions(survey, parseResponses([{ question: 'Tea?', distribution: [0.3, 0.7] }]))
 * scorePairs(table, table.models[0]!.mass)[0] // => 1
 * ```
 */
export function scorePairs(table: OpinionTable, mass: Float64Array, options: ScoreOptions = {}): Float64Array {
  return pairScorer(table, options)(mass)
}

/** A scorer for many sets of answers on one table: what depends on the survey alone is done once. */
export function pairScorer(table: OpinionTable, options: ScoreOptions = {}): Scorer {
  const { base = 2, measure = 'jensen-shannon' } = options
  const { answerQuestion, answerOffsets, questionOffsets, questions } = table
  if (measure === 'jensen-shannon') {
    const pairs = {
      firstOffsets: answerQuestion.map((question) => questionOffsets[question]!),
      second: table.mass,
      secondOffsets: answerOffsets,
      lengths: answerQuestion.map((question) => questions[question]!.size),
    }
    return (first) => pairSimilarities({ ...pairs, first }, { base })
  }
  const orders = questions.map(({ options: labels, size }) => {
    if (!isOrdinalMeasure(measure)) return Array.from({ length: size }, (_, place) => place)
    const found = labels === null ? null : optionOrder(labels)
    // Answers that are no opinion have no place on the scale, so they must have been left out before.
    return found === null || !found.ordinal || found.nonSubstantive.length > 0 ? null : found.order
  })
  return (first) =>
    Float64Array.from(answerQuestion, (question, answer) => {
      const order = orders[question] ?? null
      if (order === null) return NaN
      const p = order.map((place) => first[questionOffsets[question]! + place]!)
      const q = order.map((place) => table.mass[answerOffsets[answer]! + place]!)
      return similarityBy(measure, p, q, { base })
    })
}
