import type { Estimate } from '@safety-portfolio/stats'
import type { AgentHorizon } from './agent-horizon.js'
import { daysPerYear } from './growth-rate.js'
import { fitHorizonTrend, type HorizonTrend, type HorizonTrendOptions } from './horizon-trend.js'
import {
  fitAgent,
  minutesAt,
  notDetermined,
  prepareAgents,
  resampleHorizons,
  resamplingMethod,
} from './internal/horizon-replicates.js'
import { ordinaryLeastSquares } from './internal/ordinary-least-squares.js'
import { percentileEnds } from './internal/percentile-ends.js'
import { intervalOptions } from './internal/interval-options.js'
import { yearsSince, type IsoDate } from './iso-date.js'
import type { ResamplingRecord, TaskResamplingOptions } from './resampling.js'
import type { TaskRun } from './task-run.js'
import { taskWeights } from './task-weights.js'
import { fitTimeHorizons, type TimeHorizon, type TimeHorizonOptions } from './time-horizon.js'
import { version } from './version.js'

/** Options of `fitHorizonTrendFromRuns`. */
export interface HorizonTrendFromRunsOptions extends HorizonTrendOptions, Omit<TimeHorizonOptions, 'bootstrap'> {
  /** Hierarchical bootstrap over family, task and run, shared by all agents; 1000 replicates unless told otherwise; `within: true` is METR's. */
  readonly bootstrap: TaskResamplingOptions
}

/** A trend of horizons with the interval that comes from the tasks. JSON-safe. */
export interface HorizonTrendFromRuns {
  /** Number of agents the line is drawn through. */
  readonly n: number
  /** Days in which p50 doubles, with the interval over resampled tasks. */
  readonly doublingDays: Estimate
  /** The trend through the point estimates, with the interval over the scatter of agents. */
  readonly trend: HorizonTrend
  /** The horizon of every agent; `fitTimeHorizons` with the same seed gives the intervals from the same draws. */
  readonly horizons: readonly TimeHorizon[]
  /** Replicates, seed, and replicates in which an agent of the line had no horizon. */
  readonly bootstrap: ResamplingRecord
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** Version of this package. */
  readonly version: string
}

/**
 * Doubling time of the time horizon from the runs themselves, with METR's kind of interval: families with their tasks and runs are
 * resampled (as in `fitTimeHorizons`; `within: true` draws them as METR does), every agent is refitted to the same resample, and the line is drawn again through the agents that were state
 * of the art in the data. It shows how the choice of tasks moves the trend; `trend.doublingDays.interval` shows how the
 * agents scatter about it. Neither contains the other.
 *
 * @param runs - runs of all agents
 * @param releases - release date of every agent
 * @throws RangeError as `fitTimeHorizons` and `fitHorizonTrend` do, and when an agent has no release date.
 *
 * @example
 * ```ts
 * import { fitHorizonTrendFromRuns } from '@safety-portfolio/scaling-laws'
 *
 * const releases = [2021, 2022, 2023, 2024].map((year, i) => ({ agent: `a${i}`, date: `${year}-01-01` }))
 * const runs = releases.flatMap(({ agent }, i) =>
 *   Array.from({ length: 24 }, (_, task) => {
 *     const minutes = 2 ** (task / 2)
 *     return { agent, task: `t${task}`, family: `f${task % 12}`, minutes, score: (task * 7) % 5 < 2 * i + 5 - task / 2 ? 1 : 0 }
 *   }),
 * )
 * const { n, doublingDays } = fitHorizonTrendFromRuns(runs, releases, { bootstrap: { seed: 1, replicates: 200 } })
 * n // => 4
 * doublingDays.estimate // => ~138.56
 * ```
 */
export function fitHorizonTrendFromRuns(
  runs: readonly TaskRun[],
  releases: readonly { readonly agent: string; readonly date: IsoDate }[],
  options: HorizonTrendFromRunsOptions,
): HorizonTrendFromRuns {
  const { regularization = 0.1, weighting = 'inverse-square-root-family' } = options
  const { level, replicates } = intervalOptions('fitHorizonTrendFromRuns', options)
  const { seed, within = false } = options.bootstrap
  const horizons = fitTimeHorizons(runs, {
    weighting,
    regularization,
    ...(options.successLevels === undefined ? {} : { successLevels: options.successLevels }),
  })
  const dateOf = new Map(releases.map(({ agent, date }) => [agent, date]))
  const agents = prepareAgents(runs)
  const table = agents.flatMap((prepared, i): readonly AgentHorizon[] => {
    const { agent } = prepared
    const date = dateOf.get(agent)
    if (date === undefined) throw new RangeError(`fitHorizonTrendFromRuns: agent ${agent} has no release date`)
    const line = fitAgent(prepared, taskWeights(prepared.runs, weighting), regularization)
    return line === null || horizons[i]!.refusal !== undefined ? [] : [{ agent, date, p50: minutesAt(line, 0.5) }]
  })
  const trend = fitHorizonTrend(table, options)
  const onLine = agents.filter(({ agent }) => trend.agents.includes(agent))
  const t = Float64Array.from(onLine, ({ agent }) => yearsSince(dateOf.get(agent)!))
  const drawn = Array.from({ length: replicates }, () => t.map(() => NaN))
  const tail = resampleHorizons(
    runs,
    onLine,
    { weighting, regularization, replicates, seed, within, level },
    (replicate, index, line) => {
      drawn[replicate]![index] = -line.intercept / line.slope
    },
  )
  const columns = [t.map(() => 1), t]
  const slopes = Float64Array.from(
    drawn.flatMap((y) => (y.every(Number.isFinite) ? (ordinaryLeastSquares(columns, y)?.coefficients[1] ?? []) : [])),
  ).sort()
  return {
    n: trend.n,
    doublingDays: doubling(trend, slopes, { level, tail, method: resamplingMethod(within) }),
    trend,
    horizons,
    bootstrap: { replicates, seed, unusable: replicates - slopes.length },
    method: `${trend.method}; interval: ${resamplingMethod(within)}`,
    assumptions: [
      ...trend.assumptions,
      'Which agents are state of the art is fixed by the point estimates; their release dates are exact.',
    ],
    version,
  }
}

function doubling(
  trend: HorizonTrend,
  slopes: Float64Array,
  { level, tail, method }: { readonly level: number; readonly tail: number | null; readonly method: string },
): Estimate {
  const { estimate, reason } = trend.doublingDays
  if (estimate === null) return { estimate, standardError: null, interval: null, reason: reason ?? 'no trend' }
  const none = { estimate, standardError: null, interval: null }
  if (tail === null || slopes.length < 2)
    return {
      ...none,
      reason: notDetermined,
    }
  const { lower: slow, upper: fast } = percentileEnds(slopes, tail)
  if (slow <= 0) return { ...none, reason: 'the slope may be 0 under other tasks: no finite upper end' }
  return { ...none, interval: { lower: daysPerYear / fast, upper: daysPerYear / slow, level, method } }
}
