import { createRandom } from '@safety-portfolio/stats'
import { pairScorer, type ScoreOptions } from './model-scores.js'
import type { OpinionTable } from './opinion-table.js'

/**
 * Similarity of an answer that spreads its mass evenly over the options, with every answer of the survey. A model that knows nothing about a
 * country, or was asked in all orders of the options and answered by position, scores this: near 0.74 for the USA in base e.
 *
 * @param table - from {@link joinOpinions}
 * @param options - base and measure
 * @returns one similarity per answer
 */
export function uniformFloor(table: OpinionTable, options: ScoreOptions = {}): Float64Array {
  const mass = new Float64Array(massLength(table))
  for (const [k, { size }] of table.questions.entries()) {
    mass.fill(1 / size, table.questionOffsets[k], table.questionOffsets[k]! + size)
  }
  return pairScorer(table, options)(mass)
}

/**
 * Similarity of the mean answer of all other countries to the same question, with every answer of the survey: what knowing the world, but
 * nothing about the country, is worth. The country's own answer is left out of the mean.
 *
 * @param table - from {@link joinOpinions}
 * @param options - base and measure
 * @returns one similarity per answer; NaN where no other country has the question
 */
export function marginalFloor(table: OpinionTable, options: ScoreOptions = {}): Float64Array {
  const { answerQuestion, answerOffsets, questions, questionOffsets } = table
  const sums = new Float64Array(massLength(table))
  const counts = new Int32Array(questions.length)
  forEachShare(table, (answer, question, place, share) => {
    sums[questionOffsets[question]! + place]! += share
    if (place === 0) counts[question]! += 1
  })
  // The mean of the others differs for each answer, so each answer is a question of its own here.
  const mass = new Float64Array(table.mass.length)
  forEachShare(table, (answer, question, place, share) => {
    const others = counts[question]! - 1
    if (others > 0)
      mass[answerOffsets[answer]! + place] = Math.max(0, sums[questionOffsets[question]! + place]! - share) / others
  })
  const own: OpinionTable = {
    ...table,
    questions: Array.from(answerQuestion, (question) => questions[question]!),
    questionOffsets: answerOffsets,
    answerQuestion: answerQuestion.map((_, answer) => answer),
  }
  const lonely = Array.from(answerQuestion, (question) => counts[question] === 1)
  for (const [answer, alone] of lonely.entries()) if (alone) mass[answerOffsets[answer]!] = 1
  return pairScorer(own, options)(mass).map((value, answer) => (lonely[answer]! ? NaN : value))
}

/** Options of {@link shuffledFloor}. */
export interface ShuffledOptions extends ScoreOptions {
  /** Any safe integer. Default 1. */
  readonly seed?: number
  /** Permutations that are averaged. Default 20. */
  readonly permutations?: number
}

/**
 * Similarity of a model's answers that are given to the wrong questions (permuted among those with as many options), with every answer of the
 * survey: what the model's habits are worth without the content, such as always preferring the first option.
 *
 * @param table - from {@link joinOpinions}
 * @param model - index into `table.models`
 * @param options - base, measure, seed, number of permutations
 * @returns the mean similarity per answer; NaN where the model did not answer
 */
export function shuffledFloor(table: OpinionTable, model: number, options: ShuffledOptions = {}): Float64Array {
  const { seed = 1, permutations = 20 } = options
  const { mass, answered } = table.models[model]!
  const score = pairScorer(table, options)
  const bySize = new Map<number, number[]>()
  for (const [k, { size }] of table.questions.entries()) {
    if (answered[k] === 0) continue
    const group = bySize.get(size)
    if (group === undefined) bySize.set(size, [k])
    else group.push(k)
  }
  const total = new Float64Array(table.answerQuestion.length)
  const shuffled = mass.slice()
  for (let permutation = 0; permutation < permutations; permutation += 1) {
    const random = createRandom(seed, permutation)
    for (const [size, members] of bySize) {
      const from = members.slice()
      for (let i = from.length - 1; i > 0; i -= 1) {
        const j = random.integer(i + 1)
        const kept = from[i]!
        from[i] = from[j]!
        from[j] = kept
      }
      for (const [index, k] of members.entries()) {
        const start = table.questionOffsets[from[index]!]!
        shuffled.set(mass.subarray(start, start + size), table.questionOffsets[k])
      }
    }
    const scores = score(shuffled)
    for (let answer = 0; answer < total.length; answer += 1) total[answer]! += scores[answer]!
  }
  return total.map((value, answer) => (answered[table.answerQuestion[answer]!] === 0 ? NaN : value / permutations))
}

/** How many masses the answers of a model to all questions take. */
function massLength({ questions, questionOffsets }: OpinionTable): number {
  return questions.length === 0 ? 0 : questionOffsets[questions.length - 1]! + questions[questions.length - 1]!.size
}

function forEachShare(
  { answerQuestion, answerOffsets, questions, mass }: OpinionTable,
  visit: (answer: number, question: number, place: number, share: number) => void,
): void {
  for (let answer = 0; answer < answerQuestion.length; answer += 1) {
    const question = answerQuestion[answer]!
    for (let place = 0; place < questions[question]!.size; place += 1) {
      visit(answer, question, place, mass[answerOffsets[answer]! + place]!)
    }
  }
}
