import type { Score } from '../log/eval-log.js'
import type { SolveContext, TaskState } from './solver.js'

/** Judges an attempt. */
export interface Scorer {
  /** Its name in logs and reports; unique in a task. */
  readonly name: string
  readonly params: Readonly<Record<string, unknown>>
  /** What cannot be judged is {@link unscored}: neither right nor wrong. */
  score(state: TaskState, context: SolveContext): Score | Promise<Score>
}

/**
 * The score of an attempt that could not be judged. It counts in no mean; how many there are is reported.
 *
 * @example
 * ```ts
 * import { scoreNumber, unscored } from '@safety-portfolio/evals'
 *
 * scoreNumber(unscored('the judge did not answer').value) // => null
 * ```
 */
export function unscored(reason: string, rest: Omit<Score, 'value' | 'explanation'> = {}): Score {
  return { ...rest, value: Number.NaN, explanation: reason }
}
