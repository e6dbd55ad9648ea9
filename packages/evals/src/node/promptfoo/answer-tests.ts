import { isObject } from '../../log/migrate-log.js'
import { findJson } from '../../scorers/json.js'
import type { TaskState } from '../../task/solver.js'
import { canonicalJson } from '../cache/canonical-json.js'
import { fitsSchema } from './json-schema-check.js'

/** Looks at an answer; `null` where what it looks for is not known. */
export type AnswerTest = (
  output: string,
  value: string,
  given: Readonly<Record<string, unknown>>,
  state: TaskState,
) => boolean | null

const lower = (text: string): string => text.toLowerCase()
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''))
const listOf = (value: string): readonly string[] => {
  const parsed = parsedJson(value)
  return Array.isArray(parsed) ? parsed.map(textOf) : value.split(',').map((one) => one.trim())
}

/** Types that look at the answer alone. A list stands as JSON in `value`. */
export const answerTests: Readonly<Record<string, AnswerTest>> = {
  equals(output, value) {
    const [wanted, found] = [parsedJson(value), parsedJson(output)]
    if (typeof wanted === 'object' && wanted !== null) return canonicalJson(wanted) === canonicalJson(found)
    return output === value
  },
  contains: (output, value) => output.includes(value),
  icontains: (output, value) => lower(output).includes(lower(value)),
  'contains-all': (output, value) => listOf(value).every((one) => output.includes(one)),
  'contains-any': (output, value) => listOf(value).some((one) => output.includes(one)),
  'icontains-all': (output, value) => listOf(value).every((one) => lower(output).includes(lower(one))),
  'icontains-any': (output, value) => listOf(value).some((one) => lower(output).includes(lower(one))),
  'starts-with': (output, value) => output.startsWith(value),
  regex: (output, value) => new RegExp(value).test(output),
  'is-json': (output, value) => {
    const found = parsedJson(output)
    return (
      found !== undefined && (value === '' || fitsSchema(found, JSON.parse(value) as Readonly<Record<string, unknown>>))
    )
  },
  'contains-json': (output, value) => {
    const found = findJson(output)
    return (
      typeof found === 'object' &&
      found !== null &&
      (value === '' || fitsSchema(found, JSON.parse(value) as Readonly<Record<string, unknown>>))
    )
  },
  levenshtein: (output, value, { threshold }) =>
    distance(output, value) <= (typeof threshold === 'number' ? threshold : 5),
  'word-count': (output, value) => {
    const words = output.trim() === '' ? 0 : output.trim().split(/\s+/).length
    const wanted = parsedJson(value)
    if (isObject(wanted)) return words >= Number(wanted['min'] ?? 0) && words <= Number(wanted['max'] ?? Infinity)
    return words === Number(value)
  },
  'finish-reason': (_output, value, _given, { output }) => {
    const names: Readonly<Record<string, string>> = { length: 'max_tokens' }
    return output.choices[0]?.stop_reason === (names[value] ?? value)
  },
  latency: (_output, _value, { threshold }, { output }) =>
    output.time === undefined ? null : output.time * 1000 <= Number(threshold),
  cost: (_output, _value, { threshold }, { output }) => {
    const cost = output.usage?.total_cost
    return typeof cost === 'number' ? cost <= Number(threshold) : null
  },
}
/** The value of a JSON text; `undefined` where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Edits that make one text of the other (Levenshtein 1966). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1)
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}
