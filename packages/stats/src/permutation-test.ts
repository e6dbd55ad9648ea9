import { clopperPearsonInterval } from './clopper-pearson-interval.js'
import type { Finding } from './finding.js'
import { countOf, relabellings } from './internal/relabellings.js'
import { requireChoice, requireInteger, requireLevel, requireValues } from './internal/require.js'
import type { Interval } from './interval.js'
import { mean } from './mean.js'
import { version } from './version.js'

/** Options of `permutationTest`. */
export interface PermutationOptions {
  /** Any safe integer; Monte Carlo permutation k draws from stream k of it. Not used where the test is exact. */
  readonly seed: number
  /** Statistic of the two (relabelled) samples; the arrays are reused: do not keep or change them. Default: mean(first) - mean(second). */
  readonly statistic?: (first: Float64Array, second: Float64Array) => number
  /** Whether element i of both samples belongs to the same case: labels are then swapped within pairs (sign flips). Default false. */
  readonly paired?: boolean
  /** What counts as extreme. Default `'two-sided'`: twice the smaller one-sided p-value, at most 1. */
  readonly alternative?: 'two-sided' | 'greater' | 'less'
  /** Monte Carlo permutations. Default 9999. */
  readonly permutations?: number
  /** Enumerate all relabellings where there are at most this many. Default 20000. */
  readonly exactLimit?: number
  /** Level of the interval for a Monte Carlo p-value. Default 0.95. */
  readonly level?: number
}

/** Result of `permutationTest`. */
export interface PermutationResult {
  /** The statistic of the samples as given; `null` where it is not finite. */
  readonly statistic: number | null
  /** The p-value; never 0. `null` where `statistic` is, or no relabelling gave a finite one. */
  readonly pValue: number | null
  /** Clopper-Pearson interval for the p-value that all relabellings would give; `null` where they were all enumerated, or `pValue` is `null`. */
  readonly interval: Interval | null
  /** Relabellings evaluated (with the one given, where exact). */
  readonly permutations: number
  /** Whether all relabellings were enumerated. */
  readonly exact: boolean
  /** What counted as extreme. */
  readonly alternative: 'two-sided' | 'greater' | 'less'
  /** Relabellings whose statistic was not finite. They count as extreme, so that they can only raise the p-value. */
  readonly failures: number
  /** How it was made. */
  readonly method: string
  /** What the p-value takes for granted. */
  readonly assumptions: readonly string[]
  /** Code `'permutation-failures'`. */
  readonly warnings: readonly Finding[]
  /** The seed that repeats the result. */
  readonly seed: number
  /** Why `pValue` is `null`. */
  readonly reason?: string
  /** Version of this package. */
  readonly version: string
}

// Relabellings of equal statistic differ by rounding; relative to the largest, this much counts as a tie.
const tie = 1e-12

/**
 * Permutation test of two samples against the hypothesis that the labels (which sample, or which of a pair) do not matter
 * (Fisher 1935). Exact where there are few relabellings; otherwise Monte Carlo with p = (b + 1) / (m + 1) (Phipson and Smyth 2010), which
 * keeps the level and is never 0, and with an interval for what the exact test would say.
 *
 * @param first - at least one finite number
 * @param second - at least one finite number; as many as `first` where `paired`
 * @param options - `seed` is required
 * @throws RangeError if a sample is empty or not finite, lengths of pairs differ, or an option is out of range.
 *
 * @example
 * ```ts
 * import { permutationTest } from '@safety-portfolio/stats'
 *
 * const test = permutationTest([75, 52, 59, 80, 61, 51], [42, 28, 60, 35, 71, 35, 35], { seed: 1 })
 * test.exact // => true
 * test.pValue! // => ~0.0408
 * ```
 */
export function permutationTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: PermutationOptions,
): PermutationResult {
  const {
    seed,
    paired = false,
    alternative = 'two-sided',
    permutations = 9999,
    exactLimit = 20_000,
    level = 0.95,
  } = options
  const { statistic = (a: Float64Array, b: Float64Array) => mean(a) - mean(b) } = options
  requireValues('permutationTest', first, 1, 'first')
  requireValues('permutationTest', second, 1, 'second')
  if (paired && first.length !== second.length) {
    throw new RangeError(
      `permutationTest: got ${first.length} values in first and ${second.length} in second, not pairs`,
    )
  }
  requireInteger('permutationTest', 'permutations', permutations, 1)
  requireInteger('permutationTest', 'exactLimit', exactLimit, 0)
  requireLevel('permutationTest', level)
  requireChoice('permutationTest', 'alternative', alternative, ['two-sided', 'greater', 'less'])

  const a = Float64Array.from(first)
  const b = Float64Array.from(second)
  const observed = statistic(a, b)
  const exact = countOf(a.length, b.length, paired) <= exactLimit
  const values: number[] = []
  relabellings(Float64Array.from(first), Float64Array.from(second), { paired, exact, permutations, seed }, (u, v) => {
    values.push(statistic(u, v))
  })
  const finite = values.filter((value) => Number.isFinite(value))
  const failures = values.length - finite.length
  const report = {
    permutations: values.length,
    exact,
    alternative,
    failures,
    method: `${exact ? 'exact' : 'Monte Carlo'} permutation test, ${paired ? 'paired' : 'two samples'}`,
    assumptions: [
      paired
        ? 'Under the hypothesis the two members of each pair are exchangeable.'
        : 'Under the hypothesis all cases are exchangeable between the samples.',
    ],
    warnings: failures === 0 ? [] : [failureWarning(failures, values.length)],
    seed,
    version,
  }
  if (!Number.isFinite(observed)) {
    const reason = 'the statistic of the samples is not finite'
    return { statistic: null, pValue: null, interval: null, ...report, reason }
  }
  if (finite.length === 0) {
    const reason = 'the statistic is not finite in any relabelling'
    return { statistic: observed, pValue: null, interval: null, ...report, reason }
  }

  const slack = tie * finite.reduce((size, value) => Math.max(size, Math.abs(value)), Math.abs(observed))
  const above = failures + finite.filter((value) => value >= observed - slack).length
  const below = failures + finite.filter((value) => value <= observed + slack).length
  const extreme = alternative === 'greater' ? above : alternative === 'less' ? below : Math.min(above, below)
  const sides = alternative === 'two-sided' ? 2 : 1
  const m = values.length
  if (exact) return { statistic: observed, pValue: Math.min(1, (sides * extreme) / m), interval: null, ...report }
  const { lower, upper } = clopperPearsonInterval(extreme, m, { level })
  return {
    statistic: observed,
    pValue: Math.min(1, (sides * (extreme + 1)) / (m + 1)),
    interval: {
      lower: Math.min(1, sides * lower),
      upper: Math.min(1, sides * upper),
      level,
      method: 'clopper-pearson, of the p-value',
    },
    ...report,
  }
}

function failureWarning(failures: number, total: number): Finding {
  return {
    code: 'permutation-failures',
    message: `The statistic was not finite in ${failures} of ${total} relabellings; they were counted as extreme, so the p-value is at least what it would be.`,
  }
}
