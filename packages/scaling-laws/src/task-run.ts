import { numberCell, rowSchema, textCell, type RowSchema } from '@safety-portfolio/records'
import { parseRows } from './internal/parse-rows.js'

/** One attempt of an agent at a task. */
export interface TaskRun {
  /** Name of the agent. */
  readonly agent: string
  /** Name of the task. */
  readonly task: string
  /** Family of related tasks; a task belongs to one. Give the task's own name where there are no families. */
  readonly family: string
  /** Minutes the task takes people. */
  readonly minutes: number
  /** 1 for success, 0 for failure, or the share of credit in between. */
  readonly score: number
}

/**
 * Schema of a row of a table of runs. METR's tables call the columns `alias`, `task_id`, `task_family`, `human_minutes`
 * and `score_binarized`; pass that as `columns` to the readers of `@safety-portfolio/records`.
 */
export const taskRunSchema: RowSchema<TaskRun> = /* @__PURE__ */ (() =>
  rowSchema({
    agent: textCell(),
    task: textCell(),
    family: textCell(),
    minutes: numberCell({ positive: true }),
    score: numberCell({ min: 0, max: 1 }),
  }))()

/**
 * Gives rows `{ agent, task, family, minutes, score }` their types.
 *
 * @throws DataError with every bad cell of the table.
 *
 * @example
 * ```ts
 * import { parseTaskRuns } from '@safety-portfolio/scaling-laws'
 *
 * const row = { agent: 'a', task: 't1', family: 'f', minutes: '30', score: '1' }
 * parseTaskRuns([row]) // => [{ agent: 'a', task: 't1', family: 'f', minutes: 30, score: 1 }]
 * parseTaskRuns([{ ...row, score: '2' }]) // throws DataError
 * ```
 */
export function parseTaskRuns(rows: readonly unknown[]): readonly TaskRun[] {
  return parseRows(taskRunSchema, rows)
}
