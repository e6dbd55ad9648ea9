import type { TaskRun } from './task-run.js'

/**
 * How much each run counts. `'equal-run'`: the same. `'equal-task'`: 1 / runs of the task, so that tasks count the same.
 * `'inverse-square-root-family'`: that divided by the square root of the tasks in the family, so that large families of
 * similar tasks do not dominate; this is METR's headline choice.
 */
export type TaskWeighting = 'inverse-square-root-family' | 'equal-task' | 'equal-run'

/**
 * Weights of the runs of one agent, summing to 1 (METR, Kwa et al. 2025).
 *
 * @example
 * ```ts
 * import { taskWeights } from '@safety-portfolio/scaling-laws'
 *
 * const run = (task: string, family: string) => ({ agent: 'a', task, family, minutes: 1, score: 1 })
 * const runs = [run('t1', 'f'), run('t1', 'f'), run('t2', 'g')]
 * taskWeights(runs, 'equal-task') // => [0.25, 0.25, 0.5]
 * ```
 */
export function taskWeights(runs: readonly TaskRun[], weighting: TaskWeighting): readonly number[] {
  const runsOfTask = new Map<string, number>()
  const tasksOfFamily = new Map<string, Set<string>>()
  for (const { task, family } of runs) {
    runsOfTask.set(task, (runsOfTask.get(task) ?? 0) + 1)
    const tasks = tasksOfFamily.get(family) ?? new Set()
    tasksOfFamily.set(family, tasks.add(task))
  }
  const weights = runs.map(({ task, family }) =>
    weighting === 'equal-run'
      ? 1
      : 1 / (runsOfTask.get(task)! * (weighting === 'equal-task' ? 1 : Math.sqrt(tasksOfFamily.get(family)!.size))),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}
