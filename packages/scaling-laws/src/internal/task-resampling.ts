import type { Random } from '@safety-portfolio/stats'
import type { TaskRun } from '../task-run.js'

/** Positions of runs, nested: family -> task -> agent -> runs. */
export type RunTree = readonly (readonly (readonly Int32Array[])[])[]

/** Sorts the positions of runs into families, tasks and agents. */
export function runTree(runs: readonly TaskRun[]): RunTree {
  const families = new Map<string, Map<string, Map<string, number[]>>>()
  for (const [position, { family, task, agent }] of runs.entries()) {
    const tasks = families.get(family) ?? new Map<string, Map<string, number[]>>()
    families.set(family, tasks)
    const agents = tasks.get(task) ?? new Map<string, number[]>()
    tasks.set(task, agents)
    const positions = agents.get(agent)
    if (positions === undefined) agents.set(agent, [position])
    else positions.push(position)
  }
  return [...families.values()].map((tasks) =>
    [...tasks.values()].map((agents) => [...agents.values()].map((positions) => Int32Array.from(positions))),
  )
}

/**
 * One draw of the hierarchical bootstrap: families with replacement, with their tasks and runs as they are; or `within` each drawn family tasks, and
 * within each drawn task the runs of each agent, as METR does. One family cannot show how families differ: its tasks are drawn. Writes how often each
 * run came up. Agents share the draw of families and tasks, as they share the tasks.
 */
export function drawRuns(families: RunTree, within: boolean, random: Random, counts: Float64Array): void {
  counts.fill(0)
  for (let family = families.length; family > 0; family -= 1) {
    const tasks = families[random.integer(families.length)]!
    for (const own of tasks) {
      for (const positions of within || families.length === 1 ? tasks[random.integer(tasks.length)]! : own)
        for (const position of positions) {
          const drawn = within ? positions[random.integer(positions.length)]! : position
          counts[drawn] = counts[drawn]! + 1
        }
    }
  }
}

/** Families, or tasks where there is one family: what is drawn first. */
export function drawnUnits(families: RunTree): number {
  return families.length === 1 ? families[0]!.length : families.length
}
