import { dateCell } from '@safety-portfolio/records'
import { InvalidArgumentError } from 'commander'

const date = dateCell()

/** Reads a decimal number of a flag. */
export function numberFlag(text: string): number {
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
  if (!Number.isFinite(value)) throw new InvalidArgumentError('It must be a number such as 0.001 or 1e-3.')
  return value
}

/** Reads a number greater than 0. */
export function positiveFlag(text: string): number {
  const value = numberFlag(text)
  if (value <= 0) throw new InvalidArgumentError('It must be greater than 0.')
  return value
}

/** Reads a whole number of at least `least`. */
export function wholeFlag(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (!Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`)
    }
    return value
  }
}

/** Reads a confidence level: strictly between 0 and 1. */
export function levelFlag(text: string): number {
  const value = numberFlag(text)
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('It must lie between 0 and 1, for example 0.95.')
  return value
}

/** Collects a repeatable flag whose every value is read by `read`. */
export function repeatable<T>(
  read: (text: string) => T,
): (text: string, before: readonly T[] | undefined) => readonly T[] {
  return (text, before) => [...(before ?? []), read(text)]
}

/** `name=value`, split at the first `=`: the value may hold more of them. */
export interface Assignment {
  /** What stands before the first `=`. */
  readonly name: string
  /** What stands after it. */
  readonly value: string
}

/** Reads `name=value`. */
export function assignmentFlag(text: string): Assignment {
  const split = text.indexOf('=')
  if (split < 1) throw new InvalidArgumentError('It must be written name=value.')
  return { name: text.slice(0, split), value: text.slice(split + 1) }
}

/** Reads a calendar date written YYYY-MM-DD. */
export function dateFlag(text: string): string {
  const result = date['~standard'].validate(text)
  if (result instanceof Promise || result.issues !== undefined) {
    throw new InvalidArgumentError('It must be a date of the calendar, written YYYY-MM-DD.')
  }
  return result.value
}
