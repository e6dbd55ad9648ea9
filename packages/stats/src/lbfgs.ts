import { allFinite, maximumNorm, scaledGradientNorm } from './internal/gradient-norm.js'
import { requireInteger, requirePositive, requireValues } from './internal/require.js'
import { strongWolfe, type LinePoint } from './internal/strong-wolfe.js'
import type { OptimizationResult, StopReason } from './optimization-result.js'

/**
 * An objective with its gradient: returns f(x) and overwrites `gradient`. NaN or an infinity says that `x` is outside the domain; the
 * step is then shortened.
 */
export type GradientObjective = (x: Float64Array, gradient: Float64Array) => number

/** Options of `lbfgs`. */
export interface LbfgsOptions {
  /** Pairs of steps and gradient changes kept for the curvature. Default 10. */
  readonly memory?: number
  /** Stop when the scaled gradient norm is at most this. Default 1e-8. */
  readonly gradientTolerance?: number
  /** Most accepted steps. Default 1000. */
  readonly maxIterations?: number
}

/**
 * Minimises a smooth function by limited-memory BFGS (Liu and Nocedal 1989; Nocedal and Wright 2006, algorithm 7.5) with a line search
 * for the strong Wolfe conditions (their algorithms 3.5 and 3.6). For many parameters, or where no Hessian is at hand.
 *
 * `converged` is claimed only where the scaled gradient norm is within tolerance. That holds at saddle points and on exactly flat
 * plateaus too: without a Hessian they look the same.
 *
 * @param objective - f with gradient; see `GradientObjective`
 * @param start - at least one finite number
 * @throws RangeError if `start` or an option is out of range.
 *
 * @example
 * ```ts
 * import { lbfgs } from '@safety-portfolio/stats'
 *
 * const fit = lbfgs(
 *   (x, gradient) => {
 *     gradient[0] = 2 * (x[0]! - 1)
 *     gradient[1] = 20 * (x[1]! + 2)
 *     return (x[0]! - 1) ** 2 + 10 * (x[1]! + 2) ** 2
 *   },
 *   [0, 0],
 * )
 * fit.reason // => 'gradient'
 * fit.x[1]! // => ~-2.000000
 * ```
 */
export function lbfgs(
  objective: GradientObjective,
  start: ArrayLike<number>,
  options: LbfgsOptions = {},
): OptimizationResult {
  const { memory = 10, gradientTolerance = 1e-8, maxIterations = 1000 } = options
  requireValues('lbfgs', start, 1, 'start')
  requireInteger('lbfgs', 'memory', memory, 1)
  requirePositive('lbfgs', 'gradientTolerance', gradientTolerance)
  requireInteger('lbfgs', 'maxIterations', maxIterations, 0)

  const n = start.length
  const x = Float64Array.from(start)
  const gradient = new Float64Array(n)
  const trialX = new Float64Array(n)
  const trialGradient = new Float64Array(n)
  const direction = new Float64Array(n)
  const pairs: CurvaturePair[] = []
  let evaluations = 1
  let iterations = 0
  let value = objective(x, gradient)

  const stop = (reason: StopReason, finite = true): OptimizationResult => ({
    x: Array.from(x),
    value: finite ? value : null,
    gradientNorm: finite ? maximumNorm(gradient) : null,
    scaledGradientNorm: finite ? scaledGradientNorm(x, value, gradient) : null,
    iterations,
    evaluations,
    converged: reason === 'gradient',
    reason,
  })
  const along = (length: number): LinePoint => {
    for (let i = 0; i < n; i += 1) trialX[i] = x[i]! + length * direction[i]!
    const trialValue = objective(trialX, trialGradient)
    evaluations += 1
    const finite = Number.isFinite(trialValue) && allFinite(trialGradient)
    return { length, value: finite ? trialValue : NaN, slope: finite ? dot(trialGradient, direction) : NaN }
  }

  if (!Number.isFinite(value) || !allFinite(gradient)) return stop('not-finite', false)
  for (;;) {
    if (scaledGradientNorm(x, value, gradient) <= gradientTolerance) return stop('gradient')
    if (iterations === maxIterations) return stop('iterations')

    quasiNewtonDirection(pairs, gradient, direction)
    const slope = dot(gradient, direction)
    const first = pairs.length > 0 ? 1 : Math.min(1, Math.max(1, maximumNorm(x)) / maximumNorm(gradient))
    const found = slope < 0 ? strongWolfe(along, value, slope, first, stepFloor(x, direction)) : 'step'
    if (typeof found === 'string') {
      // A stale curvature may point nowhere; the steepest descent decides.
      if (pairs.length === 0) return stop(found)
      pairs.length = 0
      continue
    }
    const last = found.last ? found.point : along(found.point.length)
    remember(pairs, memory, x, trialX, gradient, trialGradient)
    x.set(trialX)
    gradient.set(trialGradient)
    value = last.value
    iterations += 1
  }
}

interface CurvaturePair {
  readonly s: Float64Array
  readonly y: Float64Array
  readonly sy: number
}

/** Two-loop recursion: direction = -H gradient. */
function quasiNewtonDirection(pairs: readonly CurvaturePair[], gradient: Float64Array, direction: Float64Array): void {
  for (let i = 0; i < direction.length; i += 1) direction[i] = -gradient[i]!
  const alphas = new Float64Array(pairs.length)
  for (let k = pairs.length - 1; k >= 0; k -= 1) {
    const { s, y, sy } = pairs[k]!
    alphas[k] = dot(s, direction) / sy
    addScaled(direction, -alphas[k]!, y)
  }
  const newest = pairs.at(-1)
  if (newest !== undefined) {
    const scale = newest.sy / dot(newest.y, newest.y)
    for (let i = 0; i < direction.length; i += 1) direction[i] = direction[i]! * scale
  }
  for (const [k, { s, y, sy }] of pairs.entries()) addScaled(direction, alphas[k]! - dot(y, direction) / sy, s)
}

function remember(
  pairs: CurvaturePair[],
  memory: number,
  x: Float64Array,
  nextX: Float64Array,
  gradient: Float64Array,
  nextGradient: Float64Array,
): void {
  const s = nextX.map((value, i) => value - x[i]!)
  const y = nextGradient.map((value, i) => value - gradient[i]!)
  const sy = dot(s, y)
  // Without positive curvature along the step the pair would break the positive definite approximation.
  if (!(sy > Number.EPSILON * dot(y, y) * 1e-8) || sy === 0) return
  if (pairs.length === memory) pairs.shift()
  pairs.push({ s, y, sy })
}

/** The step length below which no coordinate changes any more. */
function stepFloor(x: Float64Array, direction: Float64Array): number {
  let floor = Infinity
  for (let i = 0; i < x.length; i += 1) {
    if (direction[i] !== 0) {
      floor = Math.min(floor, (Math.max(Math.abs(x[i]!), 1e-290) * Number.EPSILON) / 2 / Math.abs(direction[i]!))
    }
  }
  return floor
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0
  for (let i = 0; i < a.length; i += 1) total += a[i]! * b[i]!
  return total
}

function addScaled(target: Float64Array, factor: number, vector: Float64Array): void {
  for (let i = 0; i < target.length; i += 1) target[i] = target[i]! + factor * vector[i]!
}
