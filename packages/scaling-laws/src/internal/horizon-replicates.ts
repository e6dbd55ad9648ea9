import { createRandom } from '@safety-portfolio/stats'
import type { TaskRun } from '../task-run.js'
import { taskWeights, type TaskWeighting } from '../task-weights.js'
import { fitLogisticLine, type LogisticLine } from './logistic-line.js'
import { expandedTail } from './expanded-tail.js'
import { drawnUnits, drawRuns, runTree } from './task-resampling.js'

/** The runs of one agent, with what the regression needs of them: one cell per task. */
export interface PreparedAgent {
  readonly agent: string
  readonly runs: readonly TaskRun[]
  /** Where they stand in the whole table. */
  readonly positions: Int32Array
  /** The cell of each run. */
  readonly cells: Int32Array
  /** log2 minutes of each cell. */
  readonly x: Float64Array
}

/** Groups a table of runs by agent, in order of appearance. */
export function prepareAgents(runs: readonly TaskRun[]): readonly PreparedAgent[] {
  const byAgent = new Map<string, number[]>()
  for (const [position, { agent }] of runs.entries()) {
    const positions = byAgent.get(agent)
    if (positions === undefined) byAgent.set(agent, [position])
    else positions.push(position)
  }
  return [...byAgent].map(([agent, positions]) => {
    const own = positions.map((position) => runs[position]!)
    const cellOf = new Map<string, number>()
    const x: number[] = []
    const cells = own.map(({ task, minutes }) => {
      const key = `${minutes} ${task}`
      const cell = cellOf.get(key) ?? x.push(Math.log2(minutes)) - 1
      cellOf.set(key, cell)
      return cell
    })
    return {
      agent,
      runs: own,
      positions: Int32Array.from(positions),
      cells: Int32Array.from(cells),
      x: Float64Array.from(x),
    }
  })
}

/** Fits one agent with the given weights of its runs. */
export function fitAgent(
  { runs, cells, x }: PreparedAgent,
  weights: ArrayLike<number>,
  penalty: number,
  start?: LogisticLine | null,
): LogisticLine | null {
  const weight = new Float64Array(x.length)
  const success = new Float64Array(x.length)
  for (let i = 0; i < cells.length; i += 1) {
    const cell = cells[i]!
    weight[cell] = weight[cell]! + weights[i]!
    success[cell] = success[cell]! + weights[i]! * runs[i]!.score
  }
  return fitLogisticLine(x, success, weight, penalty, start)
}

/** A curve with a horizon: certified, and falling with length. */
export function isUsable(line: LogisticLine | null): line is LogisticLine {
  return line !== null && line.converged && line.slope < 0
}

/** Minutes at which the curve predicts a success rate; infinite where it hardly falls. */
export function minutesAt(line: LogisticLine, success: number): number {
  return 2 ** ((Math.log(success / (1 - success)) - line.intercept) / line.slope)
}

/**
 * Refits the agents to resamples of the runs they share; `visit` gets every usable curve. Returns the share of replicates to leave out on each side of
 * an interval: with whole families, that of a t interval with as many degrees of freedom as there are families less one; `null` where two of them cannot
 * show how families differ.
 */
export function resampleHorizons(
  runs: readonly TaskRun[],
  agents: readonly PreparedAgent[],
  options: {
    readonly weighting: TaskWeighting
    readonly regularization: number
    readonly replicates: number
    readonly seed: number
    readonly within: boolean
    readonly level: number
  },
  visit: (replicate: number, agent: number, line: LogisticLine) => void,
): number | null {
  const { weighting, regularization, replicates, seed, within, level } = options
  const prepared = agents.map((agent) => {
    const weights = taskWeights(agent.runs, weighting)
    return { agent, weights, drawn: new Float64Array(weights.length), whole: fitAgent(agent, weights, regularization) }
  })
  const tree = runTree(runs)
  const units = drawnUnits(tree)
  const counts = new Float64Array(runs.length)
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    drawRuns(tree, within, createRandom(seed, replicate), counts)
    for (let index = 0; index < prepared.length; index += 1) {
      const { agent, weights, drawn, whole } = prepared[index]!
      for (let i = 0; i < drawn.length; i += 1) drawn[i] = weights[i]! * counts[agent.positions[i]!]!
      const line = fitAgent(agent, drawn, regularization, isUsable(whole) ? whole : null)
      if (isUsable(line)) visit(replicate, index, line)
    }
  }
  if (within) return (1 - level) / 2
  return units < 3 ? null : expandedTail(level, units - 1, units / (units - 1))
}

/** Why resampled tasks gave no interval. */
export const notDetermined = 'fewer than 3 families or tasks to draw, too few usable replicates, or no finite upper end'

/** How intervals from resampled tasks are called. */
export function resamplingMethod(within: boolean): string {
  const drawn = 'percentile hierarchical bootstrap over family, task and run'
  return within ? drawn : `expanded ${drawn}, families drawn whole`
}
