import type { Random } from '@safety-portfolio/stats'
import type { TaskRun } from '../task-run.js'

/** Positions of runs, nested: family -> task -> agent -> runs. */
export interface RunTree {
  readonly families: readonly { readonly tasks: readonly { readonly agents: readonly (readonly number[])[] }[] }[]
}

/** Sorts the positions of runs into families, tasks and agents. */
export function runTree(runs: readonly TaskRun[]): RunTree {
  const families = new Map<string, Map<string, Map<string, number[]>>>()
  for (const [position, { family, task, agent }] of runs.entries()) {
    const tasks = families.get(family) ?? new Map<string, Map<string, number[]>>()
    families.set(family, tasks)
    const agents = tasks.get(task) ?? new Map<string, number[]>()
    tasks.set(task, agents)
    agents.set(agent, [...(agents.get(agent) ?? []), position])
  }
  return {
    families: [...families.values()].map((tasks) => ({
      tasks: [...tasks.values()].map((agents) => ({ agents: [...agents.values()] })),
    })),
  }
}

/**
 * One draw of the hierarchical bootstrap: families with replacement, within each drawn family tasks, within each drawn
 * task the runs of each agent. Writes how often each run came up. Agents share the draw of families and tasks, as they
 * share the tasks.
 */
export function drawRuns(tree: RunTree, random: Random, counts: Float64Array): void {
  counts.fill(0)
  const resample = <Item>(items: readonly Item[]): readonly Item[] =>
    items.map(() => items[random.integer(items.length)]!)
  for (const { tasks } of resample(tree.families))
    for (const { agents } of resample(tasks))
      for (const positions of agents)
        for (const position of resample(positions)) counts[position] = counts[position]! + 1
}
