import type { Objective } from './chinchilla-kernel.js'
import { absoluteSum, residualAt, residuals, type LawModel } from './law-model.js'
import type { LadSolution } from './least-absolute.js'
import { perfect, rounding } from './least-absolute-certificate.js'
import type { Solution } from './solution.js'
import { solveLinear } from './solve-linear.js'

/** Huber threshold where the continuation gives up. */
const lastDelta = 1e-11
/**
 * Exact minimum of the sum of absolute log residuals, also one at which fewer points are met than there are constants. A Huber fit whose threshold falls by
 * a `factor` each time leaves ever fewer runs within the threshold; as soon as there are no more of them than constants they are taken as the runs that
 * the law meets exactly, and Newton on the optimality conditions (those residuals zero, the gradient of the others balanced by multipliers) lands on the
 * optimum. It is one if every multiplier is within [-1, 1] and no other residual changed its sign; otherwise the continuation goes on.
 */
export function absoluteContinuation(
  model: LawModel,
  start: Float64Array,
  smooth: (objective: Objective, start: Float64Array) => Solution,
  from: number,
  factor: number,
): LadSolution {
  let theta: Float64Array = start
  let iterations = 0
  for (let delta = from; delta > lastDelta; delta /= factor) {
    const rounded = smooth({ log: true, delta }, theta)
    theta = rounded.theta
    iterations += rounded.iterations
    const left = residuals(model, true, theta)
    if (left.every((residual) => Math.abs(residual) < rounding)) return perfect(left, theta, iterations)
    const met = Array.from({ length: model.n }, (_, i) => i).filter(
      (i) => model.weights[i]! > 0 && Math.abs(left[i]!) <= delta,
    )
    const groups = distinctPoints(model, theta, met)
    if (groups.length > model.size) continue
    const found = interpolate(model, theta, left, groups, delta)
    // The sum may not be above that of the smooth optimum: with fewer runs met than constants the conditions also hold at a saddle.
    if (found !== null && found.value <= absoluteSum(model, theta)) return { ...found, iterations }
  }
  return { theta, value: absoluteSum(model, theta), converged: false, iterations }
}

/** Repeated rows count once: they are met together or not at all. Equal loss and equal derivatives tell them. */
function distinctPoints(
  model: LawModel,
  theta: Float64Array,
  points: readonly number[],
): readonly (readonly number[])[] {
  const hessian = new Float64Array(model.size ** 2)
  const key = (i: number): string => {
    const gradient = new Float64Array(model.size)
    residualAt(model, true, theta, i, gradient, hessian)
    return [model.logLoss[i], ...gradient].join()
  }
  const groups = new Map<string, number[]>()
  for (const i of points) {
    const known = groups.get(key(i))
    if (known === undefined) groups.set(key(i), [i])
    else known.push(i)
  }
  return [...groups.values()]
}

/** Newton on: residuals of the groups zero, sum of w sign(r) J over the others plus sum of w multiplier J over the groups zero. */
function interpolate(
  model: LawModel,
  start: Float64Array,
  startResiduals: Float64Array,
  groups: readonly (readonly number[])[],
  delta: number,
): Omit<LadSolution, 'iterations'> | null {
  const { size, weights } = model
  const n = size + groups.length
  const theta = start.slice()
  const multiplier = startResiduals.map((residual) => Math.max(-1, Math.min(1, residual / delta)))
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  for (let iteration = 0; iteration < 30; iteration += 1) {
    const matrix = new Float64Array(n * n)
    const right = new Float64Array(n)
    for (let i = 0; i < model.n; i += 1) {
      residualAt(model, true, theta, i, gradient, hessian)
      const weight = weights[i]! * multiplier[i]!
      for (let j = 0; j < size; j += 1) {
        right[j]! -= weight * gradient[j]!
        for (let k = 0; k < size; k += 1) matrix[j * n + k]! += weight * hessian[j * size + k]!
      }
    }
    for (const [row, [i]] of groups.entries()) {
      right[size + row] = -residualAt(model, true, theta, i!, gradient, hessian)
      for (let j = 0; j < size; j += 1) matrix[(size + row) * n + j] = matrix[j * n + size + row] = gradient[j]!
    }
    for (let j = 0; j < size; j += 1) if (theta[j] === -Infinity) matrix[j * n + j] = 1
    const step = solveLinear(matrix, right, n)
    if (step === null) return null
    let longest = 0
    for (let j = 0; j < size; j += 1) {
      theta[j]! += step[j]!
      longest = Math.max(longest, Math.abs(step[j]!))
    }
    for (const [row, members] of groups.entries()) {
      const weight = members.reduce((total, i) => total + weights[i]!, 0)
      for (const i of members) multiplier[i]! += step[size + row]! / weight
    }
    if (!(longest < 1)) return null
    if (longest < 1e-13) break
  }
  return certified(model, theta, startResiduals, groups.flat(), multiplier)
}

function certified(
  model: LawModel,
  theta: Float64Array,
  startResiduals: Float64Array,
  interpolated: readonly number[],
  multiplier: Float64Array,
): Omit<LadSolution, 'iterations'> | null {
  const left = residuals(model, true, theta)
  const met = new Set(interpolated)
  let largestResidual = 0
  for (let i = 0; i < model.n; i += 1) {
    if (model.weights[i] === 0) continue
    if (met.has(i)) {
      largestResidual = Math.max(largestResidual, Math.abs(left[i]!))
      if (!(Math.abs(multiplier[i]!) <= 1)) return null
    } else if (Math.sign(left[i]!) !== Math.sign(startResiduals[i]!)) return null
  }
  if (largestResidual > rounding) return null
  const multipliers = interpolated.map((i) => multiplier[i]!)
  const certificate = { interpolated, multipliers, largestResidual }
  return { theta, value: absoluteSum(model, theta), converged: true, certificate }
}
