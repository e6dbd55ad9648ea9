import type { Interval } from '@safety-portfolio/stats'
import { estimateMean } from './estimate-mean.js'
import { reducerNamed } from './reducers.js'

/** What k attempts at a question come to. */
export interface RepeatedAttempts {
  readonly k: number
  /** Chance that one of k attempts succeeds: Chen 2021. */
  readonly passAt: RepeatedEstimate
  /** Chance that all k succeed. */
  readonly passHat: RepeatedEstimate
  /** Share of questions with at least k successes among all attempts. */
  readonly atLeast: RepeatedEstimate
}

/** A mean over questions. */
export interface RepeatedEstimate {
  readonly mean: number | null
  readonly interval: Interval | null
  /** Questions with attempts enough. */
  readonly n: number
}

/** Most k that are reported. */
const most = 10

/**
 * pass@k, pass^k and at least k, for every k up to the attempts at a question, with intervals over questions. Empty where each question was tried once, or a score is neither
 * 0 nor 1.
 *
 * @param attempts - the scores of the attempts at each question
 * @param options - `level` of the intervals, default 0.95; `clusters`, one a question
 *
 * @example
 * ```ts
 * import { repeatedAttempts } from '@safety-portfolio/evals'
 *
 * const [once, twice] = repeatedAttempts([[1, 0], [1, 1], [0, 0]])
 * once?.passAt.mean // => 0.5
 * twice?.passAt.mean // => ~0.6667
 * twice?.passHat.mean // => ~0.3333
 * ```
 */
export function repeatedAttempts(
  attempts: readonly (readonly number[])[],
  options: { readonly level?: number; readonly clusters?: readonly (string | number)[] | undefined } = {},
): readonly RepeatedAttempts[] {
  const longest = attempts.reduce((length, one) => Math.max(length, one.length), 0)
  if (longest < 2 || attempts.some((one) => one.some((value) => value !== 0 && value !== 1))) return []
  const { level = 0.95, clusters } = options
  const estimate = (name: string): RepeatedEstimate => {
    const { reduce } = reducerNamed(name)
    const values: number[] = []
    const labels: (string | number)[] = []
    for (const [index, one] of attempts.entries()) {
      const value = reduce(one)
      if (value === null) continue
      values.push(value)
      if (clusters !== undefined) labels.push(clusters[index]!)
    }
    const { mean, interval, n } = estimateMean(values, clusters === undefined ? { level } : { level, clusters: labels })
    return { mean, interval, n }
  }
  return Array.from({ length: Math.min(longest, most) }, (_, index) => ({
    k: index + 1,
    passAt: estimate(`pass_at_${index + 1}`),
    passHat: estimate(`pass_k_${index + 1}`),
    atLeast: estimate(`at_least_${index + 1}`),
  }))
}
