import type { Estimate, Finding, Interval } from '@safety-portfolio/stats'
import {
  fitAgent,
  isUsable,
  minutesAt,
  notDetermined,
  prepareAgents,
  resampleHorizons,
  resamplingMethod,
} from './internal/horizon-replicates.js'
import type { LogisticLine } from './internal/logistic-line.js'
import { percentileEnds } from './internal/percentile-ends.js'
import { intervalOptions } from './internal/interval-options.js'
import { requireFraction, requireNonNegative } from './internal/require-number.js'
import type { ResamplingRecord, TaskResamplingOptions } from './resampling.js'
import type { TaskRun } from './task-run.js'
import { taskWeights, type TaskWeighting } from './task-weights.js'
import { horizonFindings, horizonSensitivity, type HorizonSensitivity } from './horizon-sensitivity.js'
import { checkLongEnd, longEndFindings, type LongEnd } from './long-end.js'
import { version } from './version.js'
import { noEstimate } from './internal/no-estimate.js'

/** Options of `fitTimeHorizons`. */
export interface TimeHorizonOptions {
  /** How much each run counts. Default `'inverse-square-root-family'`, METR's headline choice. */
  readonly weighting?: TaskWeighting
  /** Penalty lambda on slope^2 / 2 beside weights that sum to 1 (scikit-learn's 1 / C). Default 0.1, METR's headline choice. */
  readonly regularization?: number
  /** Success rates at which the horizon is read off, each in (0, 1). Default `[0.5, 0.8]`. */
  readonly successLevels?: readonly number[]
  /** Hierarchical bootstrap over family, task and run, 1000 replicates unless told otherwise; `within: true` is METR's. Default: none. */
  readonly bootstrap?: TaskResamplingOptions
  /** Coverage of the bootstrap intervals. Default 0.95. */
  readonly level?: number
}

/** The time horizon of one agent. JSON-safe. */
export interface TimeHorizon {
  /** Name of the agent. */
  readonly agent: string
  /** Number of runs. */
  readonly n: number
  /** Number of tasks. */
  readonly tasks: number
  /** Number of task families: what the bootstrap resamples first. */
  readonly families: number
  /** Minutes people need for tasks the agent completes at each success rate, keyed `p50`, `p80`, ... */
  readonly minutes: Readonly<Record<string, Estimate>>
  /** Change of the log odds of success per doubling of the minutes; `null` when refused. */
  readonly slope: number | null
  /** Log odds of success at one minute. */
  readonly intercept: number | null
  /** Weighted mean score. */
  readonly averageScore: number
  /** Whether the optimiser met its gradient tolerance. */
  readonly converged: boolean
  /** p50 under other weightings and penalties. */
  readonly sensitivity: readonly HorizonSensitivity[]
  /** Whether the curve holds on the longest tasks; `null` when refused, or with too few long tasks to tell. */
  readonly longEnd: LongEnd | null
  /** Replicates without a usable curve, out of those drawn; `null` without a bootstrap. */
  readonly bootstrap: ResamplingRecord | null
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Why there is no horizon. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}

/** A horizon of 2^60 minutes is no measurement, and 2^1024 no number. */
const longestExponent = 60

const assumptions = [
  'The log odds of success are linear in log2 of the minutes people need; in practice the curve falls off too gently at the long end, so p50 of strong agents is too high.',
  'The penalty shrinks the slope towards 0, which moves p80 away from p50.',
  'Families, tasks and runs are draws from the work the horizon is meant to describe.',
] as const

/** What METR's draws take for granted beside. */
const differing = 'Tasks and runs of a family vary little beside families: drawn again, their noise counts twice.'

/**
 * Task-length time horizons after METR (Kwa et al. 2025, arXiv 2503.14499): per agent a weighted, regularised logistic
 * regression of success on log2 minutes, and the minutes at which it predicts 50 % and 80 % success. Scores between 0 and
 * 1 count as that share of a success. The optimum is exact (Newton), where scikit-learn stops at a gradient of 1e-4.
 *
 * Intervals: a hierarchical bootstrap over family, task and run, in which all agents share the draw of tasks. Families are drawn with replacement
 * and bring their tasks and runs as they are, since drawing these again would count their noise twice (Davison and Hinkley 1997, section 3.8; where
 * there is one family, tasks are drawn); percentiles are expanded to the length of a t interval (Hesterberg 2015). `within: true` draws tasks and
 * runs again and takes plain percentiles, as METR does. As there, weights are those of the original runs and a replicate's weights need not sum
 * to 1. A replicate in which the agent always or never succeeds, or success does not fall with length, has no horizon and is counted as unusable.
 *
 * @param runs - runs of any number of agents
 * @returns one result per agent, in order of appearance; an agent that always or never succeeds has a `refusal`
 * @throws RangeError for a bad option, minutes that are not > 0, a score outside [0, 1], or a task in two families.
 *
 * @example
 * ```ts
 * import { fitTimeHorizons } from '@safety-portfolio/scaling-laws'
 *
 * const runs = [1, 2, 4, 8, 15, 30, 60, 120].flatMap((minutes, i) =>
 *   [0, 1, 2, 3].map((run) => ({ agent: 'a', task: `t${i}`, family: `f${i}`, minutes, score: run < 4 - i / 2 ? 1 : 0 })),
 * )
 * const [a] = fitTimeHorizons(runs, { regularization: 0 })
 * a!.minutes['p50']!.estimate // => ~24.1
 * a!.families // => 8
 * ```
 */
export function fitTimeHorizons(runs: readonly TaskRun[], options: TimeHorizonOptions = {}): readonly TimeHorizon[] {
  const { regularization = 0.1, successLevels = [0.5, 0.8], weighting = 'inverse-square-root-family' } = options
  const { level, replicates } = intervalOptions('fitTimeHorizons', options)
  requireNonNegative('fitTimeHorizons', 'regularization', regularization)
  for (const success of successLevels) requireFraction('fitTimeHorizons', 'successLevels', success)
  checkRuns(runs)

  const agents = prepareAgents(runs)
  const drawn = agents.map(() => successLevels.map((): number[] => []))
  const { seed = 0, within = false } = options.bootstrap ?? {}
  const tail =
    options.bootstrap === undefined
      ? 0
      : resampleHorizons(
          runs,
          agents,
          { weighting, regularization, replicates, seed, within, level },
          (_, index, line) => {
            for (const [i, success] of successLevels.entries()) drawn[index]![i]!.push(minutesAt(line, success))
          },
        )
  return agents.map((prepared, index): TimeHorizon => {
    const { agent, runs: own } = prepared
    const weights = taskWeights(own, weighting)
    const values = drawn[index]!
    const line = fitAgent(prepared, weights, regularization)
    const averageScore = weights.reduce((sum, weight, i) => sum + weight * own[i]!.score, 0)
    const refusal = refusalOf(line, own, successLevels)
    const longEnd =
      line === null || refusal !== undefined
        ? null
        : checkLongEnd(own, weights, line, { penalty: regularization, level })
    const unusable = replicates - (values[0]?.length ?? replicates)
    const estimates = successLevels.map((success, i): readonly [string, Estimate] => {
      const name = `p${+(100 * success).toPrecision(12)}`
      if (line === null || refusal !== undefined) return [name, noEstimate(refusal?.message ?? '')]
      const estimate = minutesAt(line, success)
      const interval = percentiles(values[i]!, { level, tail, method: resamplingMethod(within) })
      const reason = options.bootstrap === undefined ? 'no bootstrap was asked for' : notDetermined
      return [name, { estimate, standardError: null, interval, ...(interval === null ? { reason } : {}) }]
    })
    return {
      agent,
      n: own.length,
      tasks: new Set(own.map(({ task }) => task)).size,
      families: new Set(own.map(({ family }) => family)).size,
      minutes: Object.fromEntries(estimates),
      slope: refusal === undefined ? line!.slope : null,
      intercept: refusal === undefined ? line!.intercept : null,
      averageScore,
      converged: line?.converged ?? false,
      sensitivity: horizonSensitivity(prepared),
      longEnd,
      bootstrap: options.bootstrap === undefined ? null : { replicates, seed, unusable },
      method: `logistic regression of success on log2 minutes, weights ${weighting}, penalty ${regularization} slope^2 / 2`,
      assumptions: within ? [...assumptions, differing] : assumptions,
      warnings: [
        ...(line === null ? [] : longEndFindings(longEnd, minutesAt(line, 0.5))),
        ...horizonFindings(own, estimates, options.bootstrap === undefined ? null : unusable / replicates),
      ],
      ...(refusal === undefined ? {} : { refusal }),
      version,
    }
  })
}

function percentiles(
  values: readonly number[],
  { level, tail, method }: { readonly level: number; readonly tail: number | null; readonly method: string },
): Interval | null {
  if (tail === null || values.length < 2) return null
  const sorted = Float64Array.from(values).sort()
  const ends = percentileEnds(sorted, tail)
  return Number.isFinite(ends.upper) ? { ...ends, level, method } : null
}

function refusalOf(
  line: LogisticLine | null,
  runs: readonly TaskRun[],
  successLevels: readonly number[],
): Finding | undefined {
  const furthest = Math.max(...successLevels.map((success) => Math.abs(Math.log(success / (1 - success)))))
  if (isUsable(line) && Math.abs(line.intercept) + furthest < -line.slope * longestExponent) return undefined
  if (line?.converged)
    return {
      code: 'success-does-not-fall',
      message: 'Success does not fall with the length of the task, or hardly, so no length is the horizon.',
    }
  if (runs.every(({ score }) => score === 0))
    return {
      code: 'no-success',
      message: 'No run succeeds: the horizon lies below the shortest task, how far is not known.',
    }
  if (runs.every(({ score }) => score === 1))
    return {
      code: 'no-failure',
      message: 'No run fails: the horizon lies beyond the longest task, how far is not known.',
    }
  return {
    code: 'separated',
    message:
      'One length splits successes from failures without overlap, so the slope has no maximum likelihood; use a penalty > 0.',
  }
}

function checkRuns(runs: readonly TaskRun[]): void {
  const familyOf = new Map<string, string>()
  for (const { task, family, minutes, score } of runs) {
    if (!(minutes > 0 && minutes < Infinity))
      throw new RangeError(`fitTimeHorizons: minutes of ${task} must be > 0 and finite, got ${minutes}`)
    if (!(score >= 0 && score <= 1))
      throw new RangeError(`fitTimeHorizons: score of ${task} must be in [0, 1], got ${score}`)
    if ((familyOf.get(task) ?? family) !== family)
      throw new RangeError(`fitTimeHorizons: task ${task} is in two families, ${familyOf.get(task)} and ${family}`)
    familyOf.set(task, family)
  }
}
