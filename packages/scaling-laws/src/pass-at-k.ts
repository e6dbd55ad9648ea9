import { createRandom, passAtK, resampleCounts } from '@safety-portfolio/stats'
import type { Estimate, Finding } from '@safety-portfolio/stats'
import { intervalOptions } from './internal/interval-options.js'
import { percentileEnds } from './internal/percentile-ends.js'
import { requireInteger } from './internal/require-number.js'
import type { ResamplingOptions } from './resampling.js'
import { version } from './version.js'
import { noEstimate } from './internal/no-estimate.js'

/** Outcome of repeated independent attempts at one problem. */
export interface ProblemAttempts {
  /** Attempts made. */
  readonly attempts: number
  /** Attempts that succeeded. */
  readonly successes: number
}

/** Options of `meanPassAtK`. */
export interface MeanPassAtKOptions {
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
  /** Resampling of problems, 1000 replicates unless told otherwise. Default: none, and then no intervals. */
  readonly bootstrap?: ResamplingOptions
}

/** Coverage of a set of problems at one k. */
export interface PassAtKPoint {
  /** Attempts per problem. */
  readonly k: number
  /** Mean pass@k over the problems; `null` where a problem had fewer than k attempts. */
  readonly passAtK: Estimate
}

/** Coverage as a function of the attempts. JSON-safe. */
export interface PassAtKCurve {
  /** Number of problems. */
  readonly n: number
  /** One point per k. */
  readonly curve: readonly PassAtKPoint[]
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Version of this package. */
  readonly version: string
}

/**
 * Mean over problems of the unbiased pass@k ("coverage", Brown 2024), with its standard error over problems and, if asked
 * for, a percentile bootstrap interval over problems. The points share the problems, so their errors are not independent.
 *
 * @param problems - at least one
 * @param ks - numbers of attempts
 * @throws RangeError when there is no problem or a count is out of its domain.
 *
 * @example
 * ```ts
 * import { meanPassAtK } from '@safety-portfolio/scaling-laws'
 *
 * const problems = [{ attempts: 10, successes: 3 }, { attempts: 10, successes: 0 }]
 * const { curve } = meanPassAtK(problems, [1, 5, 20])
 * curve[1]!.passAtK.estimate // => ~0.4583
 * curve[2]!.passAtK.estimate // => null
 * ```
 */
export function meanPassAtK(
  problems: readonly ProblemAttempts[],
  ks: readonly number[],
  options: MeanPassAtKOptions = {},
): PassAtKCurve {
  const { bootstrap } = options
  const { level, replicates } = intervalOptions('meanPassAtK', options)
  requireInteger('meanPassAtK', 'problems.length', problems.length, 1)
  const n = problems.length
  const fewest = Math.min(...problems.map(({ attempts }) => attempts))
  const most = Math.max(...problems.map(({ attempts }) => attempts))
  const usable = ks.filter((k) => k <= fewest)
  const values = usable.map((k) =>
    Float64Array.from(problems, ({ attempts, successes }) => passAtK(attempts, successes, k)),
  )
  const resampled = usable.map(() => new Float64Array(replicates))
  if (bootstrap !== undefined) {
    const counts = new Float64Array(n)
    for (let replicate = 0; replicate < replicates; replicate += 1) {
      resampleCounts(createRandom(bootstrap.seed, replicate), n, counts)
      for (const [j, column] of values.entries())
        resampled[j]![replicate] = column.reduce((sum, value, i) => sum + counts[i]! * value, 0) / n
    }
  }
  const curve = ks.map((k): PassAtKPoint => {
    const j = usable.indexOf(k)
    if (j < 0) {
      requireInteger('meanPassAtK', 'k', k, 1)
      const reason = `a problem has only ${fewest} attempts: beyond them pass@k needs a model, see fitBetaBinomialPassAtK`
      return { k, passAtK: noEstimate(reason) }
    }
    const column = values[j]!
    const mean = column.reduce((sum, value) => sum + value, 0) / n
    const squares = column.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    const sorted = resampled[j]!.sort()
    const interval =
      bootstrap === undefined
        ? null
        : {
            ...percentileEnds(sorted, (1 - level) / 2),
            level,
            method: 'percentile bootstrap over problems',
          }
    const standardError = n < 2 ? null : Math.sqrt(squares / (n - 1) / n)
    return {
      k,
      passAtK: {
        estimate: mean,
        standardError,
        interval,
        ...(interval === null ? { reason: 'no bootstrap was asked for' } : {}),
      },
    }
  })
  return {
    n,
    curve,
    method: 'mean over problems of 1 - C(n - c, k) / C(n, k)',
    assumptions: ['Attempts at a problem are independent.', 'The number of attempts did not depend on their outcomes.'],
    warnings: fewest === most ? [] : [unequalAttempts(fewest, most)],
    version,
  }
}

function unequalAttempts(fewest: number, most: number): Finding {
  return {
    code: 'unequal-attempts',
    message: `Problems have between ${fewest} and ${most} attempts. If attempts stopped at a success, pass@k is biased upwards; fitBetaBinomialPassAtK is not, because the likelihood does not depend on the stopping rule.`,
  }
}
