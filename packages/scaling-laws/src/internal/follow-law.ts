import type { Objective } from './chinchilla-kernel.js'
import type { LawModel } from './law-model.js'
import { fewPoints } from './levenberg-marquardt.js'
import { polishLaw } from './polish-law.js'
import type { Solution } from './solution.js'

/** Newton steps after which it is asked whether more are of use. */
export const stretch = 12

/**
 * The share of the objective that a stretch must gain: far more of it where a break is too narrow for the points to see, for there the lowest point is a
 * corner that Newton steps do not reach; where points are few, steps are cheap.
 */
const creeping = (n: number, corner: boolean): number => (corner ? 1e-4 : n > fewPoints ? 1e-6 : 1e-9)

/** The same point with what is too narrow for the points to see at an end that can be reached. */
export const sharpened = (model: LawModel, theta: Float64Array): Float64Array => model.sharpened?.(theta) ?? theta

/**
 * Follows a search to its optimum, a stretch of Newton steps at a time, as long as it gains: where constants run off there is none, and a valley may go on
 * for ever. `useless` says of a point, and of what the last stretch gained (`null` before the first), that the search may end there.
 */
export function followLaw(
  model: LawModel,
  objective: Objective,
  from: Solution,
  most: number,
  useless: (found: Solution, gain: number | null) => boolean,
): Solution {
  let found = from
  let gain: number | null = null
  for (let steps = stretch; steps < most && !found.converged && !useless(found, gain); steps += stretch) {
    const start = sharpened(model, found.theta)
    const next = polishLaw(model, objective, start, undefined, stretch)
    gain = found.value - next.value
    const least = creeping(model.n, start !== found.theta) * next.value
    if (!(gain >= -least)) break
    found = next
    if (gain <= least) break
  }
  return found
}
