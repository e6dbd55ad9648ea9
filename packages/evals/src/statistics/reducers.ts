import { passAtK, quantile } from '@safety-portfolio/stats'
import { passHatK } from './pass-hat-k.js'

/** How the scores of a question's epochs become one number. */
export interface Reducer {
  /** Its name in a log: `mean`, `at_least_2`, `pass_at_5`, `pass_k_3`. */
  readonly name: string
  /** `null` where the epochs are too few for it. */
  readonly reduce: (values: readonly number[]) => number | null
}

const plain: Readonly<Record<string, (values: readonly number[]) => number>> = {
  mean: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  median: (values) => quantile(values, 0.5),
  mode: mostFrequent,
  max: (values) => values.reduce((largest, value) => Math.max(largest, value)),
}

const counting: Readonly<Record<string, (n: number, c: number, k: number) => number | null>> = {
  at_least: (n, c, k) => (c >= k ? 1 : n >= k ? 0 : null),
  pass_at: (n, c, k) => (k <= n ? passAtK(n, c, k) : null),
  pass_k: (n, c, k) => (k <= n ? passHatK(n, c, k) : null),
}

/**
 * A reducer by name: `mean`, `median`, `mode`, `max`, `at_least_<k>` (at least k successes), `pass_at_<k>` (chance that one of k attempts
 * succeeds), `pass_k_<k>` (chance that all of k do). A success is a value of at least 1. With fewer epochs than k the last two are `null`,
 * never 1.
 *
 * @throws RangeError if there is no such reducer.
 *
 * @example
 * ```ts
 * import { reducerNamed } from '@safety-portfolio/evals'
 *
 * reducerNamed('mean').reduce([1, 0, 0, 1]) // => 0.5
 * reducerNamed('pass_at_2').reduce([1, 0, 0, 1]) // => ~0.8333
 * reducerNamed('pass_k_2').reduce([1, 0, 0, 1]) // => ~0.1667
 * reducerNamed('at_least_3').reduce([1, 0, 0, 1]) // => 0
 * reducerNamed('pass_at_5').reduce([1, 0, 0, 1]) // => null
 * ```
 */
export function reducerNamed(name: string): Reducer {
  const simple = Object.hasOwn(plain, name) ? plain[name] : undefined
  if (simple !== undefined) return { name, reduce: (values) => (values.length === 0 ? null : simple(values)) }
  const [, kind = '', digits = ''] = /^(at_least|pass_at|pass_k)_(\d+)$/.exec(name) ?? []
  const count = counting[kind]
  const k = Number(digits)
  if (count === undefined || k < 1) {
    throw new RangeError(
      `reducerNamed: there is no reducer '${name}'; there are mean, median, mode, max, at_least_<k>, pass_at_<k>, pass_k_<k>`,
    )
  }
  return {
    name,
    reduce: (values) =>
      values.length === 0 ? null : count(values.length, values.filter((value) => value >= 1).length, k),
  }
}

/** The first of the most frequent values. */
function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best = values[0]!
  for (const [value, count] of counts) if (count > counts.get(best)!) best = value
  return best
}
