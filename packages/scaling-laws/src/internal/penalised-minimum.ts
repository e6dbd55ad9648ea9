import { emptyDerivatives, factorise, solveFactored, type Derivatives, type Evaluate } from './damped-newton.js'

/** A local minimum of a smooth function plus a multiple of the sum of absolute coordinates. */
export interface PenalisedMinimum {
  /** Where it lies; coordinates that the penalty removes are exactly 0. */
  readonly theta: Float64Array
  /** The penalised objective there. */
  readonly value: number
  /** Largest distance of 0 from the subdifferential of a coordinate: 0 at a minimum. */
  readonly stationarity: number
  /** Whether that is 0 up to rounding. */
  readonly converged: boolean
}

const tolerance = 1e-10
const mostSteps = 500

/**
 * Minimises f(theta) + penalty * sum |theta_j| by damped Newton steps within the orthant that the signs and the steepest descent choose: a coordinate that
 * would change its sign stops at 0, and leaves it only when its gradient exceeds the penalty (as Andrew and Gao 2007 do with quasi-Newton steps).
 */
export function penalisedMinimum(evaluate: Evaluate, start: Float64Array, penalty: number): PenalisedMinimum {
  const size = start.length
  const at = emptyDerivatives(size)
  const trial = emptyDerivatives(size)
  const theta = start.slice()
  const total = (derivatives: Derivatives, point: Float64Array): number =>
    derivatives.value + penalty * point.reduce((sum, value) => sum + Math.abs(value), 0)
  evaluate(theta, at)
  let value = total(at, theta)
  let lambda = 1e-3
  let slope = descent(at.gradient, theta, penalty)
  for (let step = 0; step < mostSteps && largest(slope) > tolerance; step += 1) {
    let moved = false
    for (; !moved && lambda < 1e12; lambda = moved ? lambda : lambda * 8) {
      const next = within(theta, slope, at.hessian, lambda)
      if (next === null) continue
      evaluate(next, trial)
      const found = total(trial, next)
      // At the end the objective is flat to rounding, and the slope is what still falls.
      const flat = Math.abs(found - value) <= 1e-14 * Math.abs(value)
      moved = flat ? largest(descent(trial.gradient, next, penalty)) < largest(slope) : found < value
      if (!moved) continue
      theta.set(next)
      value = found
      copy(trial, at)
      slope = descent(at.gradient, theta, penalty)
    }
    if (!moved) break
    lambda = Math.max(1e-12, lambda * 0.1)
  }
  const stationarity = largest(slope)
  return { theta, value, stationarity, converged: stationarity <= tolerance }
}

/** The least element of the subdifferential: 0 where the penalty holds a coordinate at 0. */
function descent(gradient: Float64Array, theta: Float64Array, penalty: number): Float64Array {
  return gradient.map((g, j) => {
    const at = theta[j]!
    if (at !== 0) return g + penalty * Math.sign(at)
    return Math.sign(g) * Math.max(0, Math.abs(g) - penalty)
  })
}

/** The damped Newton step of the coordinates that are free, kept within their orthant; `null` where the Hessian does not let itself be factorised. */
function within(theta: Float64Array, slope: Float64Array, hessian: Float64Array, lambda: number): Float64Array | null {
  const size = theta.length
  const free = Array.from(theta.keys()).filter((j) => theta[j] !== 0 || slope[j] !== 0)
  const part = Float64Array.from({ length: free.length ** 2 }, (_, k) => {
    const [row, column] = [free[Math.floor(k / free.length)]!, free[k % free.length]!]
    return hessian[row * size + column]!
  })
  const scale = Float64Array.from(free, (j) => Math.abs(hessian[j * size + j]!) + 1e-12)
  const factor = new Float64Array(part.length)
  if (!factorise(part, scale, lambda, factor)) return null
  const move = new Float64Array(free.length)
  solveFactored(
    factor,
    Float64Array.from(free, (j) => slope[j]!),
    move,
  )
  const next = theta.slice()
  free.forEach((j, k) => {
    const sign = theta[j] === 0 ? -Math.sign(slope[j]!) : Math.sign(theta[j]!)
    const to = theta[j]! - move[k]!
    next[j] = Math.sign(to) === sign ? to : 0
  })
  return next.every(Number.isFinite) ? next : null
}

function copy(from: Derivatives, to: Derivatives): void {
  to.value = from.value
  to.gradient.set(from.gradient)
  to.hessian.set(from.hessian)
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}
