import type { Estimate, Finding } from '@safety-portfolio/stats'
import { fitAgent, isUsable, minutesAt, type PreparedAgent } from './internal/horizon-replicates.js'
import type { TaskRun } from './task-run.js'
import { taskWeights, type TaskWeighting } from './task-weights.js'

/** p50 of one agent under one choice of weights and penalty. */
export interface HorizonSensitivity {
  /** The weights. */
  readonly weighting: TaskWeighting
  /** The penalty. */
  readonly regularization: number
  /** Minutes at 50 % success; `null` where that choice gives no horizon. */
  readonly p50: number | null
}

const weightings: readonly TaskWeighting[] = ['inverse-square-root-family', 'equal-task', 'equal-run']
const penalties = [0, 0.01, 0.1] as const

/** METR's own statement: measurements above 16 hours are unreliable with its suite of tasks. */
const longestReliable = 960

/** p50 under every weighting and three penalties. */
export function horizonSensitivity(agent: PreparedAgent): readonly HorizonSensitivity[] {
  return weightings.flatMap((weighting) => {
    const weights = taskWeights(agent.runs, weighting)
    return penalties.map((regularization) => {
      const line = fitAgent(agent, weights, regularization)
      const p50 = isUsable(line) ? minutesAt(line, 0.5) : Infinity
      return { weighting, regularization, p50: Number.isFinite(p50) ? p50 : null }
    })
  })
}

/** What a reader of horizons must know: extrapolation beyond the tasks, unreliable lengths, lost replicates, few families. */
export function horizonFindings(
  runs: readonly TaskRun[],
  horizons: readonly (readonly [string, Estimate])[],
  unusable: number | null,
): readonly Finding[] {
  const minutes = runs.map((run) => run.minutes)
  const shortest = minutes.reduce((least, value) => Math.min(least, value), Infinity)
  const longest = minutes.reduce((most, value) => Math.max(most, value), 0)
  const outside = horizons.filter(
    ([, { estimate }]) => estimate !== null && (estimate > longest || estimate < shortest),
  )
  const long = horizons.filter(([, { estimate }]) => estimate !== null && estimate > longestReliable)
  const families = new Set(runs.map(({ family }) => family)).size
  return [
    ...(outside.length > 0
      ? [
          {
            code: 'outside-tasks',
            message: `${names(outside)} lies outside the lengths of the tasks, ${Number(shortest.toPrecision(3))} to ${Number(longest.toPrecision(3))} minutes: an extrapolation of the curve.`,
          },
        ]
      : []),
    ...(long.length > 0
      ? [
          {
            code: 'beyond-16-hours',
            message: `${names(long)} exceeds 16 hours, beyond which METR calls its measurements unreliable.`,
          },
        ]
      : []),
    ...(unusable !== null && unusable > 0.01
      ? [
          {
            code: 'unusable-replicates',
            message: `${(100 * unusable).toFixed(1)} % of the replicates had no horizon and are left out of the interval, which is then too narrow.`,
          },
        ]
      : []),
    ...(families < 10
      ? [
          {
            code: 'few-families',
            message: `${families === 1 ? 'One task family' : `Only ${families} task families`}: the bootstrap interval is too narrow.`,
          },
        ]
      : []),
  ]
}

function names(horizons: readonly (readonly [string, Estimate])[]): string {
  return horizons.map(([name]) => name).join(', ')
}
