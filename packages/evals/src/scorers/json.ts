import type { Scorer } from '../task/scorer.js'
import { targetsOf } from './normalize-text.js'
import { scorerOf } from './scorer-of.js'

/** Options of {@link json}. */
export interface JsonOptions {
  readonly name?: string
  /** Fields that must be there; without a target, that is all that is asked. */
  readonly required?: readonly string[]
  /** Whether the answer may hold more than the target. Default false. */
  readonly allowMore?: boolean
}

/** Right where the answer holds JSON, in a code block or alone, that equals the target, numbers by value and objects in any order. */
export function json(options: JsonOptions = {}): Scorer {
  const { name = 'json', required = [], allowMore = false } = options
  return scorerOf(
    name,
    ({ output: { completion }, target }) => {
      const found = findJson(completion)
      if (found === undefined) return { value: 'I', explanation: 'there is no JSON in the answer' }
      const missing = required.filter((field) => !isRecord(found) || !Object.hasOwn(found, field))
      if (missing.length > 0)
        return { value: 'I', answer: JSON.stringify(found), explanation: `missing: ${missing.join(', ')}` }
      const wanted = targetsOf(target).filter((one) => one.trim() !== '')
      const right = wanted.length === 0 || wanted.some((one) => matches(found, parsed(one), allowMore))
      return { value: right ? 'C' : 'I', answer: JSON.stringify(found) }
    },
    { ...options },
  )
}

/** The JSON of an answer: all of it, a fenced block, or the outermost object or list. */
export function findJson(text: string): unknown {
  const fenced = /```(?:json)?\s*\n?([\s\S]*?)```/.exec(text)?.[1]
  const candidates = [text, fenced, between(text, '{', '}'), between(text, '[', ']')]
  for (const candidate of candidates) {
    const value = candidate === undefined ? undefined : parsed(candidate)
    if (value !== undefined) return value
  }
  return undefined
}

function between(text: string, open: string, close: string): string | undefined {
  const start = text.indexOf(open)
  const end = text.lastIndexOf(close)
  return start === -1 || end <= start ? undefined : text.slice(start, end + 1)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.trim()) as unknown
  } catch {
    return undefined
  }
}

function matches(value: unknown, wanted: unknown, allowMore: boolean): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(value) &&
      value.length === wanted.length &&
      wanted.every((item: unknown, index) => matches(value[index], item, allowMore))
    )
  }
  if (!isRecord(wanted)) return Object.is(value, wanted)
  if (!isRecord(value)) return false
  const keys = Object.keys(wanted)
  if (!allowMore && Object.keys(value).length !== keys.length) return false
  return keys.every((key) => Object.hasOwn(value, key) && matches(value[key], wanted[key], allowMore))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
