import { LogError } from './log-error.js'
import { parseTolerant } from '../internal/tolerant-json.js'

/**
 * Reads JSON as Inspect writes it: `NaN`, `Infinity` and `-Infinity` may stand where a number may. Integers beyond 2^53 become `bigint`, so that
 * writing gives them back exactly.
 *
 * @param text - The document.
 * @param name - What it is called in errors.
 * @returns The value; its numbers may be `NaN` or infinite.
 * @throws LogError with code `invalid-json`.
 *
 * @example
 * ```ts
 * import { parseLogJson } from '@safety-portfolio/evals'
 *
 * parseLogJson('{"accuracy": NaN}') // => { accuracy: NaN }
 * ```
 */
export function parseLogJson(text: string, name = 'log'): unknown {
  if (!unsafeInteger.test(text)) {
    try {
      return JSON.parse(text) as unknown
    } catch {
      // NaN and infinities, or no JSON at all: the slower reader tells, and names the place.
    }
  }
  try {
    return parseTolerant(text)
  } catch (error) {
    throw new LogError('invalid-json', `${name}: not JSON: ${(error as Error).message}.`)
  }
}

/** An integer of 16 or more digits outside quotes, perhaps: a hit only chooses the slower reader. */
const unsafeInteger = /[:[,]\s*-?\d{16,}\s*[,}\]]/

/**
 * Writes JSON that {@link parseLogJson} reads back to the same value: `NaN` and infinities as the bare words that Inspect writes and reads,
 * `bigint` as digits, `undefined` members left out.
 *
 * @example
 * ```ts
 * import { writeLogJson } from '@safety-portfolio/evals'
 *
 * writeLogJson({ value: NaN, count: 2 }) // => '{"value":NaN,"count":2}'
 * ```
 */
export function writeLogJson(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? numberText(value) : String(value)
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return `[${value.map((item: unknown) => writeLogJson(item ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${writeLogJson(member)}`).join(',')}}`
  }
  return JSON.stringify(value)
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0.0' : JSON.stringify(value)
}
