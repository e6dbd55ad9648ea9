import type { SolveContext, Solver, TaskState } from '../task/solver.js'

/**
 * A solver out of a function that changes the state.
 *
 * @param name - Its name in logs.
 * @param solve - The step.
 * @param params - What it was made with, for logs and the cache.
 *
 * @example
 * ```ts
 * import { solverOf } from '@safety-portfolio/evals'
 *
 * const shout = solverOf('shout', (state) => {
 *   state.messages.push({ role: 'user', content: 'Answer in capitals.' })
 * })
 * shout.name // => 'shout'
 * ```
 */
export function solverOf(
  name: string,
  solve: (state: TaskState, context: SolveContext) => void | Promise<void>,
  params: Readonly<Record<string, unknown>> = {},
): Solver {
  return { name, params, solve }
}
