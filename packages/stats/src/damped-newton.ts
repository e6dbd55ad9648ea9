import { choleskyFactor, choleskySolve } from './cholesky.js'
import { allFinite, maximumNorm, scaledGradientNorm } from './internal/gradient-norm.js'
import { requireInteger, requirePositive, requireValues } from './internal/require.js'
import type { OptimizationResult, StopReason } from './optimization-result.js'

/**
 * An objective with its first two derivatives: returns f(x) and overwrites `gradient` (n) and `hessian` (n x n, row-major, symmetric).
 * NaN or an infinity says that `x` is outside the domain; the step is then shortened.
 */
export type NewtonObjective = (x: Float64Array, gradient: Float64Array, hessian: Float64Array) => number

/** Options of `dampedNewton`. */
export interface NewtonOptions {
  /** Stop when the scaled gradient norm is at most this. Default 1e-8. */
  readonly gradientTolerance?: number
  /** Most accepted steps. Default 100. */
  readonly maxIterations?: number
}

/** Result of `dampedNewton`. */
export interface NewtonResult extends OptimizationResult {
  /** Whether the Hessian at `x` is numerically positive definite: if not, the minimum is not strict, and standard errors from it are void. */
  readonly hessianPositiveDefinite: boolean
}

interface Point {
  readonly x: Float64Array
  readonly gradient: Float64Array
  readonly hessian: Float64Array
  value: number
}

const acceptedRatio = 1e-4
const firstDamping = 1e-3
const largestDamping = 1e20
const negligibleDamping = 1e-9
// Relative size of what rounding leaves of a difference of two objective values.
const roundingNoise = 16 * Number.EPSILON
const saddleDamping = 1e-7

/**
 * Minimises a smooth function by Newton's method with Levenberg-Marquardt damping: (H + lambda D) p = -g by Cholesky, D = |diag H|
 * (so the path does not depend on the units of the coordinates), lambda raised until the matrix is positive definite and the
 * objective falls as predicted (Nocedal and Wright 2006, sections 3.4 and 10.3), and lowered to 0 near the minimum, where the
 * convergence is quadratic. For few parameters (up to some hundred) and exact Hessians.
 *
 * `converged` is claimed only where the scaled gradient norm is within tolerance and the Hessian has no clearly negative direction; on an
 * exactly flat plateau that holds too, and `hessianPositiveDefinite: false` tells.
 *
 * @param objective - f with gradient and Hessian; see `NewtonObjective`
 * @param start - at least one finite number
 * @throws RangeError if `start` or an option is out of range.
 *
 * @example
 * ```ts
 * import { dampedNewton } from '@safety-portfolio/stats'
 *
 * const fit = dampedNewton(
 *   (x, gradient, hessian) => {
 *     const u = x[0]! - 3
 *     gradient[0] = 4 * u ** 3 + 2 * u
 *     hessian[0] = 12 * u ** 2 + 2
 *     return u ** 4 + u ** 2
 *   },
 *   [10],
 * )
 * fit.reason // => 'gradient'
 * fit.x[0]! // => ~3.000000
 * ```
 */
export function dampedNewton(
  objective: NewtonObjective,
  start: ArrayLike<number>,
  options: NewtonOptions = {},
): NewtonResult {
  const { gradientTolerance = 1e-8, maxIterations = 100 } = options
  requireValues('dampedNewton', start, 1, 'start')
  requirePositive('dampedNewton', 'gradientTolerance', gradientTolerance)
  requireInteger('dampedNewton', 'maxIterations', maxIterations, 0)

  const n = start.length
  let current = emptyPoint(n)
  let trial = emptyPoint(n)
  const matrix = new Float64Array(n * n)
  const scale = new Float64Array(n)
  const step = new Float64Array(n)
  let iterations = 0
  let evaluations = 0
  let damping = 0

  const evaluate = (point: Point): boolean => {
    point.value = objective(point.x, point.gradient, point.hessian)
    evaluations += 1
    return Number.isFinite(point.value) && allFinite(point.gradient) && allFinite(point.hessian)
  }
  const factorDamped = (lambda: number): boolean => {
    matrix.set(current.hessian)
    for (let i = 0; i < n; i += 1) matrix[i * n + i] = matrix[i * n + i]! + lambda * scale[i]!
    return choleskyFactor(matrix, n, matrix) !== null
  }
  const stop = (reason: StopReason, finite = true): NewtonResult => ({
    x: Array.from(current.x),
    value: finite ? current.value : null,
    gradientNorm: finite ? maximumNorm(current.gradient) : null,
    scaledGradientNorm: finite ? scaledGradientNorm(current.x, current.value, current.gradient) : null,
    iterations,
    evaluations,
    converged: reason === 'gradient',
    reason,
    hessianPositiveDefinite: finite && factorDamped(0),
  })

  /** Raises the damping until a step is accepted (then the point is moved and `null` returned), or says why there is none. */
  const move = (): StopReason | null => {
    let failure: StopReason = 'step'
    for (; damping <= largestDamping; damping = Math.max(firstDamping, damping * 4)) {
      if (!factorDamped(damping)) continue
      choleskySolve(matrix, n, current.gradient, step)
      let slope = 0
      let penalty = 0
      let moved = false
      for (let i = 0; i < n; i += 1) {
        slope += current.gradient[i]! * step[i]!
        penalty += damping * scale[i]! * step[i]! ** 2
        trial.x[i] = current.x[i]! - step[i]!
        if (trial.x[i] !== current.x[i]) moved = true
      }
      if (!moved) return failure
      if (!evaluate(trial)) {
        failure = 'not-finite'
        continue
      }
      const predicted = (slope + penalty) / 2
      const actual = current.value - trial.value
      const noise = roundingNoise * Math.max(Math.abs(current.value), Math.abs(trial.value))
      const ratio = actual / predicted
      const gradientFell = maximumNorm(trial.gradient) < maximumNorm(current.gradient)
      if (ratio >= acceptedRatio || (predicted <= noise && Math.abs(actual) <= noise && gradientFell)) {
        if (ratio > 0.75) damping = damping > negligibleDamping ? damping / 10 : 0
        else if (ratio < 0.25) damping = Math.max(firstDamping, damping * 2)
        const previous = current
        current = trial
        trial = previous
        return null
      }
      failure = predicted <= noise ? 'value' : 'step'
      if (failure === 'value') return failure
    }
    return failure
  }

  current.x.set(start)
  if (!evaluate(current)) return stop('not-finite', false)
  for (;;) {
    curvatureScale(current.hessian, scale)
    if (scaledGradientNorm(current.x, current.value, current.gradient) <= gradientTolerance) {
      return stop(factorDamped(saddleDamping) || isZero(current.hessian) ? 'gradient' : 'saddle')
    }
    if (iterations === maxIterations) return stop('iterations')
    const failure = move()
    if (failure !== null) return stop(failure)
    iterations += 1
  }
}

function emptyPoint(n: number): Point {
  return { x: new Float64Array(n), gradient: new Float64Array(n), hessian: new Float64Array(n * n), value: NaN }
}

/** |diag H|, kept from 0 by 1e-8 of its largest entry; ones where there is no curvature at all. */
function curvatureScale(hessian: Float64Array, scale: Float64Array): void {
  const n = scale.length
  for (let i = 0; i < n; i += 1) scale[i] = Math.abs(hessian[i * n + i]!)
  const floor = maximumNorm(scale) * 1e-8
  for (let i = 0; i < n; i += 1) scale[i] = floor === 0 ? 1 : Math.max(scale[i]!, floor)
}

function isZero(matrix: Float64Array): boolean {
  return maximumNorm(matrix) === 0
}
