/**
 * The least and the greatest share of successes when some results are not known: all of those failures, or all of those successes.
 *
 * @param results - `true` a success, `false` a failure, `null` not known.
 * @returns Lower and upper share; `null` without any result.
 *
 * @example
 * ```ts
 * import { shareInterval } from '@safety-portfolio/asl-policy'
 *
 * shareInterval([true, false, null, null]) // => [0.25, 0.75]
 * shareInterval([]) // => null
 * ```
 */
export function shareInterval(results: readonly (boolean | null)[]): readonly [number, number] | null {
  if (results.length === 0) return null
  const sure = results.filter((result) => result === true).length
  const open = results.filter((result) => result === null).length
  return [sure / results.length, (sure + open) / results.length]
}
