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
 * One draw of the hierarchical bootstrap: families with replacement, within each drawn family tasks, within each drawn
 * task the runs of each agent. Writes how often each run came up. Agents share the draw of families and tasks, as they
 * share the tasks.
 */
export function drawRuns(families: RunTree, random: Random, counts: Float64Array): void {
  counts.fill(0)
  for (let family = families.length; family > 0; family -= 1) {
    const tasks = families[random.integer(families.length)]!
    for (let task = tasks.length; task > 0; task -= 1) {
      for (const positions of tasks[random.integer(tasks.length)]!)
        for (let run = positions.length; run > 0; run -= 1) {
          const position = positions[random.integer(positions.length)]!
          counts[position] = counts[position]! + 1
        }
    }
  }
}
