/** A number that sums up the scores of a run. The mean with its errors is always there; metrics come beside it. */
export interface Metric {
  /** Its name in logs and reports; unique in a task, and neither `accuracy` nor `stderr`. */
  readonly name: string
  readonly params?: Readonly<Record<string, unknown>>
  /**
   * @param values - A score a question, its epochs reduced, in the order of the dataset; at least one.
   * @returns `null` where it is not defined for them.
   */
  compute(values: readonly number[]): number | null
}

/**
 * A metric out of a function. Its interval is a bootstrap over questions, or over their clusters where the task has them.
 *
 * @param name - Its name in logs and reports.
 * @param compute - The number, of the scores of the questions.
 * @param params - What it was made with, for logs.
 *
 * @example
 * ```ts
 * import { metricOf } from '@safety-portfolio/evals'
 *
 * const worst = metricOf('worst', (values) => Math.min(...values))
 * worst.compute([0.5, 0.25, 1]) // => 0.25
 * ```
 */
export function metricOf(
  name: string,
  compute: (values: readonly number[]) => number | null,
  params: Readonly<Record<string, unknown>> = {},
): Metric {
  return { name, params, compute }
}
