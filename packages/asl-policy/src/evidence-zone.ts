import type { Evidence } from './policy-case.js'

/** Where a result lies between a line that rules out and one that rules in. */
export type Zone = 'rule-out' | 'middle' | 'rule-in' | 'unknown'

/**
 * The zone of a result: `rule-in` if all of its interval lies above `middle[1]`, `rule-out` if all of it lies below `middle[0]` (both strict),
 * `unknown` without a result or where the elicitation is known to be inadequate and the score is low, else `middle`.
 *
 * @param middle - The two lines, the lower first.
 *
 * @example
 * ```ts
 * import { evidenceZone } from '@safety-portfolio/asl-policy'
 *
 * evidenceZone([0.5, 0.8], { value: 0.83 }) // => 'rule-in'
 * evidenceZone([0.5, 0.8], { value: 0.5 }) // => 'middle'
 * evidenceZone([0.5, 0.8], { value: 0.4, interval: [0.3, 0.6] }) // => 'middle'
 * evidenceZone([0.5, 0.8], { value: null }) // => 'unknown'
 * ```
 */
export function evidenceZone(
  middle: readonly [number, number],
  result: Pick<Evidence, 'value' | 'interval' | 'of'> & { readonly elicitation?: boolean | null },
): Zone {
  const [lower, upper] = middle
  if (!(lower <= upper))
    throw new RangeError(`evidenceZone: middle must have its lower line first, got ${lower}, ${upper}`)
  const { of = 1, value, interval = value === null ? undefined : ([value, value] as const) } = result
  if (interval === undefined) return 'unknown'
  if (interval[0] / of > upper) return 'rule-in'
  if (interval[1] / of >= lower) return 'middle'
  return result.elicitation === false ? 'unknown' : 'rule-out'
}
