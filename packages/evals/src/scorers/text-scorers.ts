import type { Scorer } from '../task/scorer.js'
import { normalizeText, targetsOf } from './normalize-text.js'
import { scorerOf } from './scorer-of.js'

/** Options of {@link exact} and {@link includes}. */
export interface TextScorerOptions {
  /** Default `exact` or `includes`. */
  readonly name?: string
  /** Compare capitals and punctuation too. Default false. */
  readonly strict?: boolean
}

/** Right where the answer is one of the targets, apart from capitals, punctuation, articles and spaces. */
export function exact(options: TextScorerOptions = {}): Scorer {
  const { name = 'exact', strict = false } = options
  const seen = (text: string): string => (strict ? text.trim() : normalizeText(text))
  return scorerOf(
    name,
    ({ output: { completion }, target }) => {
      const right = targetsOf(target).some((one) => seen(one) === seen(completion))
      return { value: right ? 'C' : 'I', answer: completion.trim() }
    },
    { ...options },
  )
}

/** Right where the answer contains one of the targets. */
export function includes(options: TextScorerOptions = {}): Scorer {
  const { name = 'includes', strict = false } = options
  const seen = (text: string): string => (strict ? text : text.toLowerCase())
  return scorerOf(
    name,
    ({ output: { completion }, target }) => {
      const right = targetsOf(target).some((one) => one !== '' && seen(completion).includes(seen(one)))
      return { value: right ? 'C' : 'I', answer: completion }
    },
    { ...options },
  )
}

/** Where {@link match} looks for a target. */
export interface MatchOptions {
  /** Default `match`. */
  readonly name?: string
  /** Default `end`. */
  readonly location?: 'begin' | 'end' | 'any'
}

/** Right where the answer begins or ends with one of the targets, apart from capitals and punctuation. */
export function match(options: MatchOptions = {}): Scorer {
  const { name = 'match', location = 'end' } = options
  return scorerOf(
    name,
    ({ output: { completion }, target }) => {
      const answer = ` ${normalizeText(completion)} `
      const right = targetsOf(target).some((one) => {
        const wanted = ` ${normalizeText(one)} `
        if (wanted.trim() === '') return false
        if (location === 'begin') return answer.startsWith(wanted)
        return location === 'end' ? answer.endsWith(wanted) : answer.includes(wanted)
      })
      return { value: right ? 'C' : 'I', answer: completion.trim() }
    },
    { ...options },
  )
}

/**
 * Takes the answer out by a regular expression, its first group or all of it, and compares it with the targets. Without a hit the answer is wrong,
 * with `N` as its grade: there was none.
 */
export function pattern(expression: RegExp, options: { readonly name?: string } = {}): Scorer {
  const { name = 'pattern' } = options
  // A global or sticky expression would remember where it stopped.
  const fresh = new RegExp(expression.source, expression.flags.replaceAll(/[gy]/g, ''))
  return scorerOf(
    name,
    ({ output: { completion }, target }) => {
      const found = fresh.exec(completion)
      if (found === null) return { value: 'N', explanation: 'the pattern does not occur' }
      const answer = found[1] ?? found[0]
      const right = targetsOf(target).some((one) => normalizeText(one) === normalizeText(answer))
      return { value: right ? 'C' : 'I', answer }
    },
    { pattern: expression.source },
  )
}

/** Overlap of words between answer and target, the best of several targets: 2 PR / (P + R), between 0 and 1. */
export function f1(options: { readonly name?: string } = {}): Scorer {
  const { name = 'f1' } = options
  return scorerOf(name, ({ output: { completion }, target }) => ({
    value: Math.max(0, ...targetsOf(target).map((one) => wordOverlap(completion, one))),
    answer: completion,
  }))
}

function wordOverlap(answer: string, target: string): number {
  const given = normalizeText(answer).split(' ').filter(Boolean)
  const wanted = normalizeText(target).split(' ').filter(Boolean)
  if (given.length === 0 || wanted.length === 0) return given.length === wanted.length ? 1 : 0
  const left = new Map<string, number>()
  for (const word of wanted) left.set(word, (left.get(word) ?? 0) + 1)
  let shared = 0
  for (const word of given) {
    const count = left.get(word) ?? 0
    if (count > 0) {
      shared += 1
      left.set(word, count - 1)
    }
  }
  return (2 * shared) / (given.length + wanted.length)
}
