import type { Score } from '../log/eval-log.js'
import type { Scorer } from '../task/scorer.js'
import type { SolveContext, TaskState } from '../task/solver.js'

/**
 * A scorer out of a function.
 *
 * @param name - Its name in logs; unique in a task.
 * @param score - `C`, `I`, `P`, `N`, a number, or {@link unscored}.
 * @param params - What it was made with, for logs.
 *
 * @example
 * ```ts
 * import { scorerOf } from '@safety-portfolio/evals'
 *
 * const short = scorerOf('short', (state) => ({ value: state.output.completion.length < 80 ? 'C' : 'I' }))
 * short.name // => 'short'
 * ```
 */
export function scorerOf(
  name: string,
  score: (state: TaskState, context: SolveContext) => Score | Promise<Score>,
  params: Readonly<Record<string, unknown>> = {},
): Scorer {
  return { name, params, score }
}
