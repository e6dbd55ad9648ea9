import type { Objective } from './chinchilla-kernel.js'
import { mostUncondensed } from './condensed-curve.js'
import { minimise, nearby, newtonWorkspace, type Derivatives } from './damped-newton.js'
import { lawObjective, residuals, type LawModel } from './law-model.js'
import type { Solution } from './solution.js'

/** A constant below this share of the geometric mean loss has left the law. */
const vanished = /* @__PURE__ */ Math.log(1e-7)

/** From where Newton steps come down to a small constant. */
const small = /* @__PURE__ */ Math.log(0.03)

/**
 * Minimises from a start by damped Newton on the exact Hessian, to a `precision` and in at most so many iterations. A constant that vanishes is held at
 * zero where the objective rises with it.
 */
export function polishLaw(
  model: LawModel,
  objective: Objective,
  start: Float64Array,
  precision?: number,
  most?: number,
): Solution {
  const theta = start.slice()
  const weight = model.weights.reduce((total, value) => total + value, 0)
  const workspace = newtonWorkspace(model.longest)
  const evaluations = most === undefined ? Infinity : 2 * most
  let left = evaluations
  const evaluate = (point: Float64Array, out: Derivatives): void => {
    left -= 1
    if (left >= 0) {
      out.value = lawObjective(model, objective, point, out.gradient, out.hessian)
      return
    }
    // No step to here is taken, which ends the search.
    out.value = Infinity
    out.gradient.fill(Infinity)
  }
  let converged = minimise(evaluate, theta, weight, workspace, precision, most)
  let { iterations } = workspace
  // A constant that was zero at the start may not be at the optimum: the objective of all points, or of another threshold, may fall with it.
  const absent = model.vanishing.filter((j) => start[j] === -Infinity)
  const freed = absent.filter((j) => !risesWith(model, objective, theta, j))
  if (freed.length > 0) {
    const [before, value] = [theta.slice(), workspace.current.value]
    for (const j of freed) theta[j] = small
    left = evaluations
    converged = minimise(evaluate, theta, weight, workspace, precision, most)
    iterations += workspace.iterations
    if (!(workspace.current.value < value)) return { theta: before, value, converged: false, iterations }
  }
  const gone = model.vanishing.filter((j) => theta[j]! < vanished && theta[j] !== -Infinity)
  if (gone.length > 0) {
    for (const j of gone) theta[j] = -Infinity
    left = evaluations
    const again = minimise(evaluate, theta, weight, workspace, precision, most)
    converged = again && gone.every((j) => risesWith(model, objective, theta, j))
    iterations += workspace.iterations
  }
  return { theta, value: workspace.current.value, converged, iterations }
}

/** Steps at a threshold on the way: many points lie close enough to where they would be after more. */
const onTheWay = (n: number): number => (n > mostUncondensed ? 5 : 20)

/**
 * From least squares on, a Huber threshold that falls by a factor of 4 until it is the one asked for: a path that does not get stuck where most points
 * are beyond the threshold and the objective has corners instead of curvature. On the way points need only be near.
 */
export function continueLaw(
  model: LawModel,
  { log, delta }: Objective,
  squares: Float64Array,
  most?: number,
): Solution {
  let theta = squares
  let threshold = residuals(model, log, theta).reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 2
  while (threshold > delta && threshold < Infinity) {
    ;({ theta } = polishLaw(model, { log, delta: threshold }, theta, nearby, onTheWay(model.n)))
    threshold /= 4
  }
  return polishLaw(model, { log, delta }, theta, undefined, most)
}

/** Whether the objective rises as a constant at zero becomes positive. */
function risesWith(model: LawModel, objective: Objective, theta: Float64Array, j: number): boolean {
  const nearby = theta.slice()
  nearby[j] = Math.log(1e-9)
  const gradient = new Float64Array(model.size)
  lawObjective(model, objective, nearby, gradient, new Float64Array(model.size ** 2))
  return gradient[j]! >= 0
}
