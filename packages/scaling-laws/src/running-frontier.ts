import type { ComputeModel } from './compute-model.js'
import { requireInteger } from './internal/require-number.js'

/** Options of `runningFrontier`. */
export interface RunningFrontierOptions {
  /** How many models may be larger. Default 10. */
  readonly top?: number
}

/**
 * The models that were among the `top` largest training runs when they came out: fewer than `top` models of strictly
 * earlier date used more compute. Models of the same day do not displace each other, and a tie counts as in. This is the
 * "running top-k" frontier of Sevilla and Roldan 2024. Models without date or compute are left out.
 *
 * Give the whole table, not a window of it: a model of 2012 competes with those of 2009.
 *
 * @returns the members of the frontier, in the order of the input
 * @throws RangeError when `top` is not an integer >= 1.
 *
 * @example
 * ```ts
 * import { runningFrontier } from '@safety-portfolio/scaling-laws'
 *
 * const models = [
 *   { name: 'A', date: '2020-01-01', compute: 1e21 },
 *   { name: 'B', date: '2020-06-01', compute: 1e20 },
 *   { name: 'C', date: '2021-01-01', compute: 5e21 },
 * ]
 * runningFrontier(models, { top: 1 }).map((model) => model.name) // => ['A', 'C']
 * ```
 */
export function runningFrontier<Model extends ComputeModel>(
  models: readonly Model[],
  options: RunningFrontierOptions = {},
): readonly Model[] {
  const { top = 10 } = options
  requireInteger('runningFrontier', 'top', top, 1)
  const byDate = new Map<string, number[]>()
  for (const { date, compute } of models) {
    if (date === undefined || compute === undefined) continue
    const sameDay = byDate.get(date)
    if (sameDay === undefined) byDate.set(date, [compute])
    else sameDay.push(compute)
  }
  const threshold = new Map<string, number>()
  let largest: number[] = []
  for (const date of [...byDate.keys()].sort()) {
    threshold.set(date, largest.length < top ? -Infinity : largest[top - 1]!)
    largest = [...largest, ...byDate.get(date)!].sort((a, b) => b - a).slice(0, top)
  }
  return models.filter(
    ({ date, compute }) => date !== undefined && compute !== undefined && compute >= threshold.get(date)!,
  )
}
