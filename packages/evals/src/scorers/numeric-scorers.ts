import type { Scorer } from '../task/scorer.js'
import { extractAnswer } from './extract-answer.js'
import { mathValue } from './math-value.js'
import { normalizeText, targetsOf } from './normalize-text.js'
import { scorerOf } from './scorer-of.js'

/** Options of {@link numeric} and {@link math}. */
export interface NumericOptions {
  readonly name?: string
  /** Relative difference that still counts as right. Default 1e-9, so that `18` and `18.0` agree. */
  readonly tolerance?: number
}

/**
 * Right where the final number of the answer is that of the target: what follows `ANSWER:`, `####` or `A:`, else the last number of the text.
 * Without any number the grade is `N`.
 */
export function numeric(options: NumericOptions = {}): Scorer {
  const { name = 'numeric', tolerance = 1e-9 } = options
  return scorerOf(
    name,
    ({ output: { completion }, target }) => {
      const found = finalNumber(completion)
      if (found === null) return { value: 'N', explanation: 'there is no number in the answer' }
      const wanted = targetsOf(target).map((one) => finalNumber(one)?.value ?? null)
      const right = wanted.some((value) => value !== null && agree(found.value, value, tolerance))
      return { value: right ? 'C' : 'I', answer: found.text }
    },
    { ...options },
  )
}

/** Right where the answer has the value of the target as a mathematical expression, or is the same text where neither has a value. */
export function math(options: NumericOptions = {}): Scorer {
  const { name = 'math', tolerance = 1e-9 } = options
  return scorerOf(
    name,
    ({ output: { completion }, target }) => {
      const answer = extractAnswer(completion) ?? completion.trim()
      const value = mathValue(answer)
      const right = targetsOf(target).some((one) => {
        const wanted = mathValue(extractAnswer(one) ?? one)
        if (value !== null && wanted !== null) return agree(value, wanted, tolerance)
        return (
          squeeze(answer) === squeeze(one) ||
          (normalizeText(one) !== '' && normalizeText(answer) === normalizeText(one))
        )
      })
      return { value: right ? 'C' : 'I', answer }
    },
    { ...options },
  )
}

function agree(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b))
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+|\\(?:left|right)/g, '')
}

const number = /[-−]?\$?\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?%?|[-−]?\.\d+/g

function finalNumber(text: string): { readonly text: string; readonly value: number } | null {
  const marked = extractAnswer(text)
  if (marked !== null) {
    const value = mathValue(marked)
    if (value !== null) return { text: marked, value }
    const first = numbersOf(marked)[0]
    if (first !== undefined) return first
  }
  return numbersOf(text).at(-1) ?? null
}

function numbersOf(text: string): readonly { readonly text: string; readonly value: number }[] {
  return [...text.matchAll(number)].flatMap(([found]) => {
    const value = Number(found.replaceAll(/[,$%]/g, '').replace('−', '-'))
    return Number.isFinite(value) ? [{ text: found, value }] : []
  })
}
