import type { Objective } from './chinchilla-kernel.js'
import { emptyDerivatives, minimise, newtonWorkspace, type Derivatives } from './damped-newton.js'
import { lawObjective, residuals, type LawModel } from './law-model.js'
import type { Solution } from './solution.js'

/** A function of the coordinates of a law. */
export type CoordinateFunction = (theta: Float64Array) => number

/** A constant below this share of the geometric mean loss has left the law. */
export const vanished: number = Math.log(1e-7)

/**
 * Minimises the objective among the points where `quantity` equals `target`: one coordinate, the pivot, is the solution of that equation for
 * the others, and Newton runs in the others on the exact Hessian of the objective; the derivatives of the quantity are central differences.
 */
export function constrainedFit(
  model: LawModel,
  objective: Objective,
  quantity: CoordinateFunction,
  target: number,
  start: Float64Array,
): Solution {
  const pivot = choosePivot(model, objective, quantity, start)
  const direct = descend(model, objective, quantity, target, start, pivot)
  if (direct.converged || objective.delta === Infinity) return direct
  // As in the free fit: a robust loss is reached from least squares by a falling threshold.
  let found = descend(model, { ...objective, delta: Infinity }, quantity, target, start, pivot)
  let threshold = Math.max(...residuals(model, objective.log, found.theta).map(Math.abs)) / 2
  while (threshold > objective.delta) {
    found = descend(model, { ...objective, delta: threshold }, quantity, target, found.theta, pivot)
    threshold /= 4
  }
  found = descend(model, objective, quantity, target, found.theta, pivot)
  return found.converged || !(direct.value <= found.value) ? found : direct
}

function descend(
  model: LawModel,
  objective: Objective,
  quantity: CoordinateFunction,
  target: number,
  start: Float64Array,
  pivot: number,
): Solution {
  const { size } = model
  const others = Array.from({ length: size }, (_, j) => j).filter((j) => j !== pivot)
  const theta = start.slice()
  const full = emptyDerivatives(size)
  let solved = start[pivot]!
  const evaluate = (point: Float64Array, out: Derivatives): void => {
    others.forEach((j, k) => (theta[j] = point[k]!))
    theta[pivot] = solved
    if (!solvePivot(quantity, target, theta, pivot)) {
      out.value = NaN
      return
    }
    solved = theta[pivot]
    full.value = lawObjective(model, objective, theta, full.gradient, full.hessian)
    reduce(full, differences(quantity, theta), others, pivot, out)
  }
  const point = Float64Array.from(others, (j) => start[j]!)
  const weight = model.weights.reduce((total, value, i) => total + (i < model.n ? value : 0), 0)
  const workspace = newtonWorkspace(others.map((j) => model.longest[j]!))
  let converged = minimise(evaluate, point, weight, workspace)
  const gone = others.flatMap((j, k) =>
    model.vanishing.includes(j) && point[k]! < vanished && point[k] !== -Infinity ? [k] : [],
  )
  if (gone.length > 0) {
    for (const k of gone) point[k] = -Infinity
    converged = minimise(evaluate, point, weight, workspace)
  }
  evaluate(point, emptyDerivatives(size - 1))
  return { theta: theta.slice(), value: workspace.current.value, converged, iterations: workspace.iterations }
}

/** The coordinate that moves the quantity most per unit of its own uncertainty. */
function choosePivot(model: LawModel, objective: Objective, quantity: CoordinateFunction, theta: Float64Array): number {
  const { size } = model
  const hessian = new Float64Array(size * size)
  lawObjective(model, { ...objective, delta: Infinity }, theta, new Float64Array(size), hessian)
  const { first } = differences(quantity, theta)
  let best = 0
  let largest = -1
  for (let j = 0; j < size; j += 1) {
    const curvature = hessian[j * size + j]!
    const reach = curvature > 0 ? first[j]! ** 2 / curvature : 0
    if (reach > largest) [best, largest] = [j, reach]
  }
  return best
}

/** Moves the pivot until the quantity is the target. */
function solvePivot(quantity: CoordinateFunction, target: number, theta: Float64Array, pivot: number): boolean {
  for (let iteration = 0; iteration < 60; iteration += 1) {
    const at = theta[pivot]!
    const step = 1e-6 * (1 + Math.abs(at))
    const missing = quantity(theta) - target
    theta[pivot] = at + step
    const above = quantity(theta)
    theta[pivot] = at - step
    const slope = (above - quantity(theta)) / (2 * step)
    const move = Math.max(-3, Math.min(3, missing / slope))
    theta[pivot] = at - move
    if (!Number.isFinite(theta[pivot])) return false
    if (Math.abs(move) <= 1e-13 * (1 + Math.abs(at))) return true
  }
  return false
}

interface Differences {
  readonly first: Float64Array
  readonly second: Float64Array
}

/** Gradient and Hessian by central differences; a constant at its bound zero does not move. */
export function differences(quantity: CoordinateFunction, at: Float64Array): Differences {
  const theta = at.slice()
  const size = theta.length
  const value = quantity(theta)
  const moved = (j: number, step: number, k = 0, other = 0): number => {
    const [own, their] = [theta[j]!, theta[k]!]
    theta[j]! += step
    theta[k]! += other
    const result = quantity(theta)
    theta[k] = their
    theta[j] = own
    return result
  }
  const first = new Float64Array(size)
  const second = new Float64Array(size * size)
  const [short, long] = [1e-5, 1e-4]
  for (let j = 0; j < size; j += 1) {
    if (theta[j] === -Infinity) continue
    first[j] = (moved(j, short) - moved(j, -short)) / (2 * short)
    second[j * size + j] = (moved(j, long) - 2 * value + moved(j, -long)) / long ** 2
    for (let k = 0; k < j; k += 1) {
      if (theta[k] === -Infinity) continue
      const cross =
        moved(j, long, k, long) - moved(j, long, k, -long) - moved(j, -long, k, long) + moved(j, -long, k, -long)
      second[j * size + k] = second[k * size + j] = cross / (4 * long ** 2)
    }
  }
  return { first, second }
}

/** Derivatives of the objective along the constraint, by the implicit function theorem. */
function reduce(
  full: Derivatives,
  { first, second }: Differences,
  others: readonly number[],
  pivot: number,
  out: Derivatives,
): void {
  const size = first.length
  const slope = first[pivot]!
  const { gradient: g, hessian: h } = full
  const phi = others.map((j) => -first[j]! / slope)
  out.value = full.value
  others.forEach((j, a) => {
    out.gradient[a] = g[j]! + g[pivot]! * phi[a]!
    others.forEach((k, b) => {
      const bend =
        -(
          second[j * size + k]! +
          second[j * size + pivot]! * phi[b]! +
          second[pivot * size + k]! * phi[a]! +
          second[pivot * size + pivot]! * phi[a]! * phi[b]!
        ) / slope
      out.hessian[a * others.length + b] =
        h[j * size + k]! +
        h[j * size + pivot]! * phi[b]! +
        h[pivot * size + k]! * phi[a]! +
        h[pivot * size + pivot]! * phi[a]! * phi[b]! +
        g[pivot]! * bend
    })
  })
}
