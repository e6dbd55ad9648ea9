import type { LadCertificate } from '../fit-result.js'
import { size, type ChinchillaProblem } from './chinchilla-problem.js'
import { polish, predicted, type Solution, type SolverWorkspace } from './chinchilla-solution.js'
import { solveLinear } from './solve-linear.js'

/** A least-absolute-deviations solution; `certificate` is there exactly when it is proven to be a local optimum. */
export interface LadSolution extends Solution {
  readonly certificate?: LadCertificate
}

/** Huber threshold that the continuation starts from, and the one where it gives up. */
export const firstDelta = 1e-3
const lastDelta = 1e-11
/** Log residuals below this are rounding. */
const rounding = 1e-12

/**
 * Exact minimum of the sum of absolute log residuals. A Huber fit whose threshold falls by a factor of 4 each time leaves ever fewer runs within
 * the threshold; as soon as there are no more of them than constants they are taken as the runs that the law meets exactly, and Newton on the
 * optimality conditions (those residuals zero, the gradient of the others balanced by multipliers) lands on the optimum. It is one if every
 * multiplier is within [-1, 1] and no other residual changed its sign; otherwise the continuation goes on.
 */
export function leastAbsoluteDeviations(
  problem: ChinchillaProblem,
  start: Float64Array,
  workspace: SolverWorkspace,
): LadSolution {
  let theta: Float64Array = start
  let iterations = 0
  for (let delta = firstDelta; delta > lastDelta; delta /= 4) {
    const smooth = polish(problem, { log: true, delta }, theta, workspace)
    theta = smooth.theta
    iterations += smooth.iterations
    const residuals = residualsAt(problem, theta)
    if (residuals.every((residual) => Math.abs(residual) < rounding)) return perfect(residuals, theta, iterations)
    const met = Array.from({ length: problem.n }, (_, i) => i).filter((i) => Math.abs(residuals[i]!) <= delta)
    const groups = distinctRuns(problem, met)
    if (groups.length > size) continue
    const found = interpolate(problem, theta, residuals, groups, delta)
    if (found !== null) return { ...found, iterations }
  }
  return { theta, value: absoluteSum(problem, theta), converged: false, iterations }
}

/** Sum of absolute log residuals. */
export function absoluteSum(problem: ChinchillaProblem, theta: Float64Array): number {
  return residualsAt(problem, theta).reduce((total, value, i) => total + problem.weights[i]! * Math.abs(value), 0)
}

function residualsAt(problem: ChinchillaProblem, theta: Float64Array): Float64Array {
  return Float64Array.from(
    { length: problem.n },
    (_, i) => Math.log(predicted(problem, theta, i)) - problem.logLoss[i]!,
  )
}

function perfect(residuals: Float64Array, theta: Float64Array, iterations: number): LadSolution {
  const certificate = {
    interpolated: Array.from(residuals, (_, i) => i),
    multipliers: Array.from(residuals, () => 0),
    largestResidual: residuals.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  }
  return { theta, value: 0, converged: true, iterations, certificate }
}

/** Repeated rows count once: they are met together or not at all. */
function distinctRuns(problem: ChinchillaProblem, runs: readonly number[]): readonly (readonly number[])[] {
  const groups: number[][] = []
  for (const i of runs) {
    const { x, y, logLoss } = problem
    const group = groups.find(([k]) => x[k!] === x[i] && y[k!] === y[i] && logLoss[k!] === logLoss[i])
    if (group === undefined) groups.push([i])
    else group.push(i)
  }
  return groups
}

/** Newton on: residuals of the groups zero, sum of w sign(r) J over the others plus sum of w multiplier J over the groups zero. */
function interpolate(
  problem: ChinchillaProblem,
  start: Float64Array,
  startResiduals: Float64Array,
  groups: readonly (readonly number[])[],
  delta: number,
): Omit<LadSolution, 'iterations'> | null {
  const k = groups.length
  const n = size + k
  const theta = start.slice()
  const multiplier = Float64Array.from(startResiduals, (residual) => Math.max(-1, Math.min(1, residual / delta)))
  for (let iteration = 0; iteration < 30; iteration += 1) {
    const matrix = new Float64Array(n * n)
    const right = new Float64Array(n)
    const residuals = residualsAt(problem, theta)
    for (let i = 0; i < problem.n; i += 1) addLagrangian(problem, theta, i, multiplier[i]!, matrix, right, n)
    for (const [row, [i]] of groups.entries()) {
      const jacobian = jacobianAt(problem, theta, i!)
      right[size + row] = -residuals[i!]!
      for (let j = 0; j < size; j += 1) matrix[(size + row) * n + j] = matrix[j * n + size + row] = jacobian[j]!
    }
    for (let j = 0; j < size; j += 1) if (matrix[j * n + j] === 0 && theta[j] === -Infinity) matrix[j * n + j] = 1
    const step = solveLinear(matrix, right, n)
    if (step === null) return null
    let longest = 0
    for (let j = 0; j < size; j += 1) {
      theta[j]! += step[j]!
      longest = Math.max(longest, Math.abs(step[j]!))
    }
    for (const [row, members] of groups.entries()) {
      const weight = members.reduce((total, i) => total + problem.weights[i]!, 0)
      for (const i of members) multiplier[i]! += step[size + row]! / weight
    }
    if (!(longest < 1)) return null
    if (longest < 1e-13) break
  }
  return certified(problem, theta, startResiduals, groups.flat(), multiplier)
}

function certified(
  problem: ChinchillaProblem,
  theta: Float64Array,
  startResiduals: Float64Array,
  interpolated: readonly number[],
  multiplier: Float64Array,
): Omit<LadSolution, 'iterations'> | null {
  const residuals = residualsAt(problem, theta)
  const met = new Set(interpolated)
  let largestResidual = 0
  for (let i = 0; i < problem.n; i += 1) {
    if (met.has(i)) {
      largestResidual = Math.max(largestResidual, Math.abs(residuals[i]!))
      if (!(Math.abs(multiplier[i]!) <= 1)) return null
    } else if (Math.sign(residuals[i]!) !== Math.sign(startResiduals[i]!)) return null
  }
  if (largestResidual > rounding) return null
  const multipliers = interpolated.map((i) => multiplier[i]!)
  const certificate = { interpolated, multipliers, largestResidual }
  return { theta, value: absoluteSum(problem, theta), converged: true, certificate }
}

function jacobianAt(problem: ChinchillaProblem, theta: Float64Array, i: number): readonly number[] {
  const mu = predicted(problem, theta, i)
  const x = problem.x[i]!
  const y = problem.y[i]!
  const p = Math.exp(theta[0]! - theta[3]! * x) / mu
  const q = Math.exp(theta[1]! - theta[4]! * y) / mu
  return [p, q, Math.exp(theta[2]!) / mu, -p * x, -q * y]
}

/** Adds one run's second derivatives (times its multiplier) and its share of the gradient. */
function addLagrangian(
  problem: ChinchillaProblem,
  theta: Float64Array,
  i: number,
  multiplier: number,
  matrix: Float64Array,
  right: Float64Array,
  n: number,
): void {
  const jacobian = jacobianAt(problem, theta, i)
  const weight = problem.weights[i]! * multiplier
  const x = problem.x[i]!
  const y = problem.y[i]!
  const [p, q, s] = jacobian as readonly [number, number, number]
  for (let j = 0; j < size; j += 1) {
    right[j]! -= weight * jacobian[j]!
    for (let k = 0; k < size; k += 1) matrix[j * n + k]! -= weight * jacobian[j]! * jacobian[k]!
  }
  matrix[0]! += weight * p
  matrix[3]! -= weight * p * x
  matrix[3 * n]! -= weight * p * x
  matrix[3 * n + 3]! += weight * p * x * x
  matrix[n + 1]! += weight * q
  matrix[n + 4]! -= weight * q * y
  matrix[4 * n + 1]! -= weight * q * y
  matrix[4 * n + 4]! += weight * q * y * y
  matrix[2 * n + 2]! += weight * s
}
