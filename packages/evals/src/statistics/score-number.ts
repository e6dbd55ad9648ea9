import type { ScoreValue } from '../log/eval-log.js'

/**
 * A score's value as a number, by Inspect's convention: `C` 1, `P` 0.5, `I` and `N` 0, booleans 1 and 0, yes and true 1, no and false 0, numbers in
 * text as they are. `null` where there is none: `NaN`, which means unscored, and text that is no grade.
 *
 * @example
 * ```ts
 * import { scoreNumber } from '@safety-portfolio/evals'
 *
 * scoreNumber('C') // => 1
 * scoreNumber('P') // => 0.5
 * scoreNumber(NaN) // => null
 * scoreNumber('perhaps') // => null
 * ```
 */
export function scoreNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isNaN(value) ? null : value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'string') return null
  const grade = grades[value]
  if (grade !== undefined) return grade
  const text = value.trim().toLowerCase()
  if (text === 'yes' || text === 'true') return 1
  if (text === 'no' || text === 'false') return 0
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(text) ? Number(text) : null
}

const grades: Readonly<Record<string, number>> = { C: 1, P: 0.5, I: 0, N: 0 }

/** Name -> value of the parts of a score: several for a score that is an object or a list, one named `name` otherwise. */
export function scoreParts(name: string, value: ScoreValue): Readonly<Record<string, unknown>> {
  if (Array.isArray(value)) return Object.fromEntries(value.map((part: unknown, index) => [String(index), part]))
  return typeof value === 'object' ? (value as Readonly<Record<string, unknown>>) : { [name]: value }
}
