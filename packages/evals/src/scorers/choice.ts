import { letterOf } from '../solvers/multiple-choice.js'
import type { Logprob } from '../task/model.js'
import type { Scorer } from '../task/scorer.js'
import type { TaskState } from '../task/solver.js'
import { extractAnswer } from './extract-answer.js'
import { targetsOf } from './normalize-text.js'
import { scorerOf } from './scorer-of.js'

/** Options of {@link choice}. */
export interface ChoiceOptions {
  readonly name?: string
  /**
   * `text`: the letter that was written. `logprobs`: the letter with the highest log-probability where the answer's letter stands, which also has a value
   * where the text is no letter. Default `text`; probabilities are recorded either way where they are given.
   */
  readonly by?: 'text' | 'logprobs'
}

/**
 * Right where the letter chosen stands for the target: a letter, or the text of a choice. Works with a shuffled `multipleChoice`. Probabilities of the
 * letters go into the score's metadata.
 */
export function choice(options: ChoiceOptions = {}): Scorer {
  const { name = 'choice', by = 'text' } = options
  return scorerOf(
    name,
    (state) => {
      const order = orderOf(state)
      const letters = order.map((_, shown) => letterOf(shown))
      const probabilities = letterProbabilities(state, letters)
      const said = saidLetter(state.output.completion, letters)
      const likely = probabilities === null ? null : letters[probabilities.indexOf(Math.max(...probabilities))]!
      const answer = by === 'logprobs' ? likely : said
      const metadata =
        probabilities === null
          ? {}
          : {
              metadata: {
                letter_probabilities: Object.fromEntries(
                  letters.map((letter, index) => [letter, probabilities[index]!]),
                ),
              },
            }
      if (answer === null) {
        return {
          value: 'N',
          explanation: by === 'logprobs' ? 'no log-probabilities of letters' : 'no letter was chosen',
          ...metadata,
        }
      }
      const original = order[letters.indexOf(answer)]!
      return { value: isTarget(state, original) ? 'C' : 'I', answer: letterOf(original), ...metadata }
    },
    { ...options },
  )
}

function orderOf({ store, choices }: TaskState): readonly number[] {
  const order = store['choice_order']
  if (Array.isArray(order)) return order as readonly number[]
  return (choices ?? []).map((_, index) => index)
}

function isTarget({ target, choices }: TaskState, index: number): boolean {
  return targetsOf(target).some((one) => {
    const wanted = one.trim()
    return wanted.toUpperCase() === letterOf(index) || wanted === choices?.[index]?.trim()
  })
}

/** The letter after `ANSWER:`, in brackets, or alone; the last one named where there are several of these. */
function saidLetter(text: string, letters: readonly string[]): string | null {
  const marked = extractAnswer(text)
  for (const candidate of [marked, text.trim()]) {
    if (candidate === null) continue
    const found =
      /^[\s"'*([]*([A-Z]\d*)(?![A-Za-z])/.exec(candidate)?.[1] ?? [...candidate.matchAll(/\(([A-Z]\d*)\)/g)].at(-1)?.[1]
    if (found !== undefined && letters.includes(found)) return found
    const small = /^[\s"'*([]*([a-z])[\s"'*)\].,:]*$/.exec(candidate)?.[1]?.toUpperCase()
    if (small !== undefined && letters.includes(small)) return small
  }
  return null
}

/** Probabilities of the letters, renormalised, at the last generated token that is a letter, or else the first token. */
function letterProbabilities({ output }: TaskState, letters: readonly string[]): readonly number[] | null {
  const tokens = output.choices[0]?.logprobs?.content ?? []
  const isLetter = ({ token }: Logprob): boolean => letters.includes(bare(token))
  const place = tokens.findLast((token) => isLetter(token)) ?? tokens[0]
  if (place === undefined) return null
  const mass = letters.map(() => 0)
  const seen = new Set<string>()
  for (const { token, logprob } of [...(place.top_logprobs ?? []), place]) {
    const index = letters.indexOf(bare(token))
    if (index === -1 || seen.has(token)) continue
    // The chosen token stands among its alternatives as well.
    seen.add(token)
    mass[index]! += Math.exp(logprob)
  }
  const total = mass.reduce((sum, one) => sum + one, 0)
  return total > 0 ? mass.map((one) => one / total) : null
}

function bare(token: string): string {
  return token.replaceAll(/[\s▁Ġ()*"'.:]/g, '')
}
