/** The probability of yes and of no from the most likely next tokens. */
export interface MergedAnswer {
  /** Log-probability of yes over all its spellings; `null` when none is among the tokens. */
  readonly yes: number | null
  /** The same of no. */
  readonly no: number | null
  /** Share of probability on both. */
  readonly mass: number
  /**
   * For an answer that is not among the tokens: the largest log-probability it can have, which is the smaller of the least likely token listed and
   * of what the listed tokens leave over. `null` when both answers are listed, or when nothing can be left for it.
   */
  readonly bound: number | null
}

/**
 * Adds up the spellings under which a model says yes and no: "yes", "Yes", " YES", "\"yes", "▁No". A list of top-k tokens may lack one of the two
 * answers; its probability is then known only by a bound, which is returned instead of an invented floor.
 *
 * @param tokens - Log-probability of each token (natural logarithm).
 * @throws RangeError when there are no tokens, or a log-probability is above 0 or not a number.
 * @example
 * ```ts
 * import { mergeSurfaceForms } from '@safety-portfolio/discrimination'
 *
 * const merged = mergeSurfaceForms({ yes: Math.log(0.5), Yes: Math.log(0.2), no: Math.log(0.2), maybe: Math.log(0.1) })
 * merged.yes! // => ~-0.3567
 * merged.mass // => ~0.9
 * mergeSurfaceForms({ Yes: Math.log(0.97), Sure: Math.log(0.02) }).bound! // => ~-4.605
 * ```
 */
export function mergeSurfaceForms(tokens: Readonly<Record<string, number>>): MergedAnswer {
  const entries = Object.entries(tokens)
  if (entries.length === 0) throw new RangeError('mergeSurfaceForms: tokens must not be empty')
  const sums = { yes: 0, no: 0 }
  let total = 0
  let least = Infinity
  for (const [token, logProbability] of entries) {
    if (!(logProbability <= 0)) {
      throw new RangeError(
        `mergeSurfaceForms: log-probabilities must be at most 0, got ${logProbability} for ${JSON.stringify(token)}`,
      )
    }
    const p = Math.exp(logProbability)
    total += p
    least = Math.min(least, p)
    const answer = answerOf(token)
    if (answer !== null) sums[answer] += p
  }
  const left = Math.max(0, 1 - total)
  const cap = Math.min(least, left)
  const censored = sums.yes > 0 !== sums.no > 0
  return {
    yes: sums.yes > 0 ? Math.log(sums.yes) : null,
    no: sums.no > 0 ? Math.log(sums.no) : null,
    mass: sums.yes + sums.no,
    bound: censored && cap > 0 ? Math.log(cap) : null,
  }
}

/** Which answer a token spells: letters are compared without case, quotes, spaces and word-start marks around them do not count. */
function answerOf(token: string): 'yes' | 'no' | null {
  const word = token.replace(/^[\s"'“”‘’(*▁Ġ]+|[\s"'“”‘’.,;:!)*]+$/gu, '').toLowerCase()
  return word === 'yes' || word === 'no' ? word : null
}
