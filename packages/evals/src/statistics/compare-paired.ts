import {
  clusteredStandardError,
  correlation,
  studentTSurvival,
  variance,
  wildClusterBootstrap,
  type Finding,
  type Interval,
} from '@safety-portfolio/stats'
import { tInterval } from './estimate-mean.js'
import type { QuestionScore } from './question-scores.js'

/** The difference of two runs on the questions they share. */
export interface PairedComparison {
  /** Questions in both. */
  readonly n: number
  /** Questions in only one of them: they say nothing of the difference. */
  readonly unpaired: number
  readonly meanA: number | null
  readonly meanB: number | null
  /** A minus B. */
  readonly difference: number | null
  /** Of the difference, paired; clustered where questions have clusters. */
  readonly standardError: number | null
  readonly interval: Interval | null
  /** Two-sided, of no difference. */
  readonly pValue: number | null
  /** Of the scores of the two on the same questions: what pairing takes out of the error. */
  readonly correlation: number | null
  /** The standard error if the two had been asked different questions. */
  readonly unpairedStandardError: number | null
  readonly clustered: {
    readonly clusters: number
    readonly plain: number | null
    readonly finite: number | null
    readonly wildInterval: Interval | null
  } | null
  /** Which is higher; `null` where the interval covers 0: there is no ranking then. Where all differences are equal there is no interval, and the sign test tells. */
  readonly higher: 'A' | 'B' | null
  readonly method: string
  readonly assumptions: readonly string[]
  readonly warnings: readonly Finding[]
  readonly reason?: string
}

/** Options of {@link comparePaired}. */
export interface ComparePairedOptions {
  /** Default 0.95. */
  readonly level?: number
  /** Seed of the bootstrap for few clusters. Default 0. */
  readonly seed?: number
}

/**
 * Compares two runs on the questions they share: mean of the differences with its standard error sqrt(Var(sA - sB) / n) (Miller 2024, eq. 7), clustered where questions come in
 * clusters (eq. 8, with the finite correction), and Student's t. Where all differences are equal t knows nothing: there is no interval then, and
 * the p-value is that of the sign test over questions, or over clusters.
 *
 * @param a - Scores of A.
 * @param b - Scores of B.
 * @param options - See {@link ComparePairedOptions}.
 *
 * @example
 * ```ts
 * import { comparePaired } from '@safety-portfolio/evals'
 *
 * const score = (id: number, value: number) => ({ id: String(id), value, attempts: [value], cluster: null })
 * const a = [1, 1, 1, 0, 1, 1, 1, 1].map((value, id) => score(id, value))
 * const b = [1, 0, 1, 0, 0, 1, 0, 1].map((value, id) => score(id, value))
 * const { difference, standardError, higher } = comparePaired(a, b)
 * difference // => 0.375
 * standardError // => ~0.183
 * higher // => null
 * ```
 */
export function comparePaired(
  a: readonly QuestionScore[],
  b: readonly QuestionScore[],
  options: ComparePairedOptions = {},
): PairedComparison {
  const { level = 0.95, seed = 0 } = options
  const other = new Map(b.map((score) => [score.id, score]))
  const pairs = a.flatMap((score) => {
    const match = other.get(score.id)
    return match === undefined ? [] : [{ one: score, match }]
  })
  const n = pairs.length
  const unpaired = a.length + b.length - 2 * n
  const ones = pairs.map(({ one }) => one.value)
  const others = pairs.map(({ match }) => match.value)
  const differences = ones.map((value, index) => value - others[index]!)
  const mean = (values: readonly number[]): number | null =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
  const base = {
    n,
    unpaired,
    meanA: mean(ones),
    meanB: mean(others),
    difference: mean(differences),
    assumptions: [
      'the questions are a sample of those one could ask',
      'both were asked the same questions under the same ids',
    ],
  }
  const clusters = pairs.map(({ one, match }) => one.cluster ?? match.cluster)
  const isClustered = n > 0 && clusters.every((cluster) => cluster !== null)
  const method = isClustered ? 'paired, clustered, Student t' : 'paired, Student t'
  const unknown = (reason: string): PairedComparison => ({
    ...base,
    standardError: null,
    interval: null,
    pValue: null,
    correlation: null,
    unpairedStandardError: null,
    clustered: null,
    higher: null,
    method,
    warnings: [],
    reason,
  })
  if (n === 0) return unknown('the runs share no question')
  if (n === 1) return unknown('one shared question says nothing of how questions differ')
  const clustered = isClustered ? clusteredError(differences, clusters, level, seed) : null
  const standardError = clustered === null ? Math.sqrt(variance(differences) / n) : clustered.finite
  if (standardError === null) return unknown('all shared questions are of one cluster')
  const df = (clustered?.clusters ?? n) - 1
  const difference = base.difference!
  // Rounding of equal differences is no variation.
  const isConstant = standardError <= 1e-14 * differences.reduce((most, one) => Math.max(most, Math.abs(one)), 0)
  const interval = isConstant ? null : tInterval(difference, standardError, df, level, method)
  const pValue = isConstant
    ? signTest(difference, df + 1)
    : 2 * studentTSurvival(Math.abs(difference / standardError), df)
  const isHigher = interval === null ? pValue < 1 - level : interval.lower > 0 || interval.upper < 0
  const varies = variance(ones) > 0 && variance(others) > 0
  return {
    ...base,
    standardError,
    interval,
    pValue,
    correlation: varies ? correlation(ones, others) : null,
    unpairedStandardError: Math.sqrt((variance(ones) + variance(others)) / n),
    clustered,
    higher: isHigher ? (difference > 0 ? 'A' : 'B') : null,
    method: isConstant ? `${method}; sign test where differences do not vary` : method,
    warnings: warningsOf(n, unpaired, isConstant, clustered?.clusters ?? null),
    ...(isConstant ? { reason: 'all shared questions differ equally: nothing is known of how others would' } : {}),
  }
}

/** Chance that so many differences have all the same sign where neither sign is more likely, two-sided. */
function signTest(difference: number, units: number): number {
  return difference === 0 ? 1 : Math.min(1, 2 ** (1 - units))
}

function clusteredError(
  differences: readonly number[],
  clusters: readonly (string | null)[],
  level: number,
  seed: number,
): NonNullable<PairedComparison['clustered']> {
  const labels = clusters.map(String)
  const finite = clusteredStandardError(differences, labels)
  const plain = clusteredStandardError(differences, labels, { correction: 'none' }).standardError
  const wildInterval =
    finite.standardError === null || finite.clusters >= 40
      ? null
      : wildClusterBootstrap(differences, labels, { level, seed, replicates: 999 }).interval
  return { clusters: finite.clusters, plain, finite: finite.standardError, wildInterval }
}

function warningsOf(n: number, unpaired: number, isConstant: boolean, clusters: number | null): readonly Finding[] {
  return [
    ...(unpaired > 0
      ? [{ code: 'unpaired', message: `${unpaired} questions are in one run only and were left out.` }]
      : []),
    ...(n < 30
      ? [
          {
            code: 'few-questions',
            message: `${n} shared questions: the t interval leans on differences being close to normal.`,
          },
        ]
      : []),
    ...(isConstant
      ? [
          {
            code: 'no-variation',
            message: 'Every shared question has the same difference: the standard error of 0 is no certainty.',
          },
        ]
      : []),
    ...(clusters !== null && clusters < 40
      ? [
          {
            code: 'few-clusters',
            message: `${clusters} clusters are few: compare the interval with that of the wild cluster bootstrap.`,
          },
        ]
      : []),
  ]
}
