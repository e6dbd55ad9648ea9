import type { Task } from '../../task/task.js'
import { RunError } from './run-error.js'
import type { RunOptions } from './run-options.js'

/** Refuses a run that cannot go well, before anything is asked or written. */
export function checkRun(task: Task, options: RunOptions, epochs: number): void {
  const wholes: readonly (readonly [string, number | undefined])[] = [
    ['epochs', epochs],
    ['limit', options.limit],
    ['maxConnections', options.maxConnections],
    ['maxSamples', options.maxSamples],
  ]
  for (const [argument, value] of wholes) {
    if (value !== undefined && (!Number.isSafeInteger(value) || value < 1)) {
      throw new RangeError(`runEval: ${argument} must be a whole number from 1, got ${value}`)
    }
  }
  if (task.scorers.length === 0) throw new RunError(`the task ${task.name} has no scorers`)
  const names = task.scorers.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new RunError(`the task ${task.name} has two scorers called ${twice}: give one another name`)
  const metrics = (task.metrics ?? []).map(({ name }) => name)
  const taken = metrics.find((name, index) => ['accuracy', 'stderr'].includes(name) || metrics.indexOf(name) !== index)
  if (taken !== undefined) throw new RunError(`the task ${task.name} has a metric called ${taken}, which is taken`)
  for (const { scorer } of task.thresholds ?? []) {
    if (!names.some((name) => scorer === name || scorer.startsWith(`${name}/`) || scorer.startsWith(`${name} [`))) {
      throw new RunError(`a threshold names the scorer ${scorer}; there are ${names.join(', ')}`)
    }
  }
}

/** Reads a dataset through once where it can check itself, so that a bad row is known before a model is asked. */
export async function countSamples({ dataset }: Task): Promise<number | null> {
  if (dataset.check !== undefined) return dataset.check()
  return dataset.size ?? null
}
