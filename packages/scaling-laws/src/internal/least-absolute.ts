import type { LadCertificate } from '../fit-result.js'
import type { Objective } from './chinchilla-kernel.js'
import { absoluteContinuation } from './least-absolute-continuation.js'
import { absoluteVertex } from './least-absolute-vertex.js'
import { residuals, type LawModel } from './law-model.js'
import { firstDelta } from './objective.js'
import type { Solution } from './solution.js'

/** A least-absolute-deviations solution; `certificate` is there exactly when it is proven to be a local optimum. */
export interface LadSolution extends Solution {
  readonly certificate?: LadCertificate
}

/** So many points per constant are within the threshold from which an optimum nearby is looked for. */
const few = 4

/**
 * Exact minimum of the sum of absolute log residuals near a start: by vertices, or, where the law meets fewer points than it has constants, by a Huber
 * threshold that goes to zero.
 */
export function leastAbsolute(
  model: LawModel,
  start: Float64Array,
  smooth: (objective: Objective, start: Float64Array) => Solution,
): LadSolution {
  const vertex = absoluteVertex(model, start)
  if (vertex.converged) return vertex
  // The law meets fewer points than it has constants. Close to the optimum few are within a threshold.
  const near = residuals(model, true, vertex.theta).map(Math.abs).toSorted()
  const delta = near[Math.min(near.length - 1, few * model.size)]!
  const close = absoluteContinuation(model, vertex.theta, smooth, delta, 4)
  if (close.converged && close.value <= vertex.value) return close
  const quick = absoluteContinuation(model, start, smooth, firstDelta, 4)
  if (quick.converged) return quick
  // Now and then the set of runs within the threshold changes between two steps; shorter steps find it.
  const careful = absoluteContinuation(model, start, smooth, firstDelta, 1.5)
  return { ...careful, iterations: quick.iterations + careful.iterations }
}
