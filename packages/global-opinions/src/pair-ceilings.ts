import { createRandom } from '@safety-portfolio/stats'
import { drawShares } from './internal/multinomial.js'
import { divergenceNats } from './jensen-shannon.js'
import { requireBase, type LogBase } from './log-base.js'
import type { OpinionTable } from './opinion-table.js'

/** Options of {@link pairCeilings}. */
export interface PairCeilingOptions {
  /** Base of the distance. Default 2. */
  readonly base?: LogBase
  /** People asked, where the survey does not say. Default: unknown. */
  readonly surveyN?: number | undefined
  /** Samples behind the model's answers, where the responses do not say. Default: probabilities were read, not sampled. */
  readonly modelSamples?: number | undefined
  /** By what the number of people is divided, because national samples are not simple random samples. Default 1. */
  readonly designEffect?: number | undefined
  /** Any safe integer. Default 1. */
  readonly seed?: number
  /** Simulated samples per pair. Default 64; the mean over the questions of a country is then known far better than the score. */
  readonly replicates?: number
}

/**
 * The similarity that a perfect model would reach in each pair, given how many people were asked and how many samples the model gave (see
 * {@link samplingCeiling}); the survey's shares stand for the truth.
 *
 * @param table - from {@link joinOpinions}
 * @param model - index into `table.models`
 * @param options - sample sizes where the files do not say
 * @returns one ceiling per answer, NaN where neither sample size is known: nothing is known about the ceiling then but that it is at most 1
 */
export function pairCeilings(table: OpinionTable, model: number, options: PairCeilingOptions = {}): Float64Array {
  const { answered, samples } = table.models[model]!
  const ceilings = ceilingsOfSamples(table, samples, options)
  return ceilings.map((value, answer) => (answered[table.answerQuestion[answer]!] === 0 ? NaN : value))
}

/** The ceilings for so many samples of each question, whoever gave them: the same for all models that were not sampled. */
export function ceilingsOfSamples(
  table: OpinionTable,
  samples: Float64Array,
  options: PairCeilingOptions,
): Float64Array {
  const { base = 2, surveyN, modelSamples, designEffect = 1, seed = 1, replicates = 64 } = options
  if (!(designEffect >= 1 && designEffect < Infinity)) {
    throw new RangeError(`pairCeilings: designEffect must be at least 1, got ${designEffect}`)
  }
  const logBase = requireBase('pairCeilings', base)
  const widest = table.questions.reduce((most, { size }) => Math.max(most, size), 1)
  const [first, second] = [new Float64Array(widest), new Float64Array(widest)]
  return table.answerN.map((asked, answer) => {
    const question = table.answerQuestion[answer]!
    const people = Math.round((asked > 0 ? asked : (surveyN ?? 0)) / designEffect)
    const drawn = samples[question]! > 0 ? samples[question]! : (modelSamples ?? 0)
    if (people < 1 && drawn < 1) return NaN
    const { size } = table.questions[question]!
    const start = table.answerOffsets[answer]!
    const random = createRandom(seed, answer)
    let total = 0
    for (let replicate = 0; replicate < replicates; replicate += 1) {
      if (drawn >= 1) drawShares(random, drawn, table.mass, start, size, first)
      if (people >= 1) drawShares(random, people, table.mass, start, size, second)
      const nats =
        drawn >= 1
          ? divergenceNats(first, 0, people >= 1 ? second : table.mass, people >= 1 ? 0 : start, size)
          : divergenceNats(second, 0, table.mass, start, size)
      total += 1 - Math.sqrt(nats / logBase)
    }
    return total / replicates
  })
}
