import { letterOf } from './prompt.js'

/** An answer as probabilities of options, with what was lost on the way. */
export interface ElicitedAnswer {
  /** Probability of each option, in the survey's order; sums to 1. `null` where nothing could be read. */
  readonly distribution: readonly number[] | null
  /** How it was read. */
  readonly method: 'letter-log-probabilities' | 'option-likelihood' | 'sampled-text'
  /** Why there is no distribution. */
  readonly reason?: string
}

/** An answer from the log-probabilities of letters. */
export interface LetterAnswer extends ElicitedAnswer {
  /** Probability that the next token was any letter of an option. Below 0.9 the model was about to say something else. */
  readonly massOnOptions: number
  /** Options whose letter was not among the tokens: their probability is below the smallest that was given, not 0. */
  readonly unseen: readonly number[]
  /** Largest probability that each unseen option can have. */
  readonly unseenBound: number
}

/**
 * Reads the answer from log-probabilities of the next token. Spellings of one letter (`A`, ` A`, `(A`, `a`) are added up. Options whose letter is missing from the
 * top tokens get half the largest probability they can have, and are listed: they are bounded, not 0.
 *
 * @param tokens - tokens with their log-probabilities (natural logarithm)
 * @param order - which option stands at which letter, as of {@link surveyPrompt}
 * @throws RangeError if a log-probability is above 0 or NaN, or the order is empty.
 *
 * @example
 * ```ts
 * import { answerFromLetters } from '@safety-portfolio/global-opinions'
 *
 * const answer = answerFromLetters([['A', Math.log(0.6)], [' a', Math.log(0.1)], ['B', Math.log(0.3)]], [1, 0])
 * answer.distribution![1]! // => ~0.7
 * answer.massOnOptions // => ~1.0
 * ```
 */
export function answerFromLetters(
  tokens: readonly (readonly [token: string, logProbability: number])[],
  order: readonly number[],
): LetterAnswer {
  if (order.length === 0) throw new RangeError('answerFromLetters: order must not be empty')
  const places = new Map(order.map((_, place) => [letterOf(place), place]))
  const mass = new Float64Array(order.length)
  const seen = new Set<number>()
  let [all, smallest] = [0, 1]
  for (const [token, log] of tokens) {
    if (!(log <= 1e-9))
      throw new RangeError(`answerFromLetters: log-probabilities must be <= 0, got ${log} for ${JSON.stringify(token)}`)
    const probability = Math.exp(log)
    all += probability
    smallest = Math.min(smallest, probability)
    const letter = /^[\s("'[]*([A-Za-z]{1,2})[\s)."'\]:]*$/.exec(token)?.[1]?.toUpperCase()
    const place = letter === undefined ? undefined : places.get(letter)
    if (place === undefined) continue
    mass[place]! += probability
    seen.add(place)
  }
  const massOnOptions = mass.reduce((sum, share) => sum + share, 0)
  const bound = Math.max(0, Math.min(smallest, 1 - all))
  if (massOnOptions === 0) {
    return {
      distribution: null,
      method: 'letter-log-probabilities',
      massOnOptions: 0,
      unseen: order,
      unseenBound: bound,
      reason: 'no token was a letter of an option',
    }
  }
  const filled = mass.map((share, place) => (seen.has(place) ? share : bound / 2))
  const total = filled.reduce((sum, share) => sum + share, 0)
  const distribution = new Array<number>(order.length)
  for (const [place, option] of order.entries()) distribution[option] = filled[place]! / total
  return {
    distribution,
    method: 'letter-log-probabilities',
    massOnOptions: Math.min(1, massOnOptions),
    unseen: order.filter((_, place) => !seen.has(place)),
    unseenBound: bound,
  }
}

/** Log-likelihood of one option as the continuation of the question. */
export interface OptionLikelihood {
  /** Sum of the log-probabilities of its tokens. */
  readonly logLikelihood: number
  /** Number of its tokens. */
  readonly tokens: number
}

/**
 * Reads the answer from the likelihood of each whole option as a continuation. The default, the sum over tokens, is a probability; long
 * options pay for their length, so that the mean per token is often used instead. That is no probability but a score, and gives other answers:
 * state which was used.
 *
 * @param options - one likelihood per option, in the survey's order
 * @param settings - `normalise`: `'sum'` (default) or `'mean'` per token
 * @throws RangeError if there is no option, a log-likelihood is above 0 or not finite, or a number of tokens is below 1.
 *
 * @example
 * ```ts
 * import { answerFromLikelihoods } from '@safety-portfolio/global-opinions'
 *
 * const options = [{ logLikelihood: Math.log(0.03), tokens: 3 }, { logLikelihood: Math.log(0.01), tokens: 1 }]
 * answerFromLikelihoods(options).distribution![0]! // => ~0.75
 * answerFromLikelihoods(options, { normalise: 'mean' }).distribution![0]! // => ~0.969
 * ```
 */
export function answerFromLikelihoods(
  options: readonly OptionLikelihood[],
  settings: { readonly normalise?: 'sum' | 'mean' } = {},
): ElicitedAnswer {
  if (options.length === 0) throw new RangeError('answerFromLikelihoods: options must not be empty')
  const scores = options.map(({ logLikelihood, tokens }, index) => {
    if (!(logLikelihood <= 1e-9 && logLikelihood > -Infinity) || !(Number.isSafeInteger(tokens) && tokens >= 1)) {
      throw new RangeError(
        `answerFromLikelihoods: option ${index} must have a finite log-likelihood <= 0 and at least one token, got ${logLikelihood} and ${tokens}`,
      )
    }
    return settings.normalise === 'mean' ? logLikelihood / tokens : logLikelihood
  })
  const top = Math.max(...scores)
  const weights = scores.map((score) => Math.exp(score - top))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return { distribution: weights.map((weight) => weight / total), method: 'option-likelihood' }
}
