import { brentMinimum, dampedNewton } from '@safety-portfolio/stats'
import { ordinaryLeastSquares } from './ordinary-least-squares.js'

/** E = floor + (ceiling - floor) / (1 + e^-(x'b)). */
export interface SigmoidFit {
  /** Intercept first. */
  readonly coefficients: readonly number[]
  readonly floor: number
  /** Weighted sum of the losses of the residuals. */
  readonly objective: number
  readonly converged: boolean
  readonly gradientNorm: number | null
}

export interface SigmoidSpec {
  readonly ceiling: number
  /** Threshold of the Huber loss; `null` for half the squared residual. */
  readonly delta: number | null
}

/** Beyond this logit a score is within 1e-5 of floor or ceiling. */
const saturation = 11.5

export function sigmoid(u: number): number {
  return u >= 0 ? 1 / (1 + Math.exp(-u)) : Math.exp(u) / (1 + Math.exp(u))
}

/**
 * Least (Huber) residuals at a fixed floor by damped Newton steps on the exact Hessian, from the line through the logits and from `starts`; the
 * lower of the optima. The first of `columns` is the constant.
 */
export function fitSigmoid(
  columns: readonly Float64Array[],
  y: Float64Array,
  weights: Float64Array,
  floor: number,
  { ceiling, delta }: SigmoidSpec,
  starts: readonly (readonly number[])[] = [],
): SigmoidFit {
  const p = columns.length
  const height = ceiling - floor
  let unit = 1
  const objective = (x: ArrayLike<number>, gradient?: Float64Array, hessian?: Float64Array): number => {
    gradient?.fill(0)
    hessian?.fill(0)
    let value = 0
    for (const [i, weight] of weights.entries()) {
      if (weight === 0) continue
      let u = 0
      for (let j = 0; j < p; j += 1) u += x[j]! * columns[j]![i]!
      const s = sigmoid(u)
      const slope = height * s * (1 - s)
      const residual = y[i]! - floor - height * s
      const inside = delta === null || Math.abs(residual) <= delta
      value += weight * (inside ? residual ** 2 / 2 : delta * (Math.abs(residual) - delta / 2))
      if (gradient === undefined || hessian === undefined) continue
      const psi = inside ? residual : delta * Math.sign(residual)
      const first = (-weight * psi * slope) / unit
      const second = (weight * ((inside ? slope * slope : 0) - psi * slope * (1 - 2 * s))) / unit
      for (let j = 0; j < p; j += 1) {
        gradient[j] = gradient[j]! + first * columns[j]![i]!
        for (let k = 0; k < p; k += 1)
          hessian[j * p + k] = hessian[j * p + k]! + second * columns[j]![i]! * columns[k]![i]!
      }
    }
    return value / unit
  }
  // Every score at the floor or the ceiling: steeper is always better, and the gradient vanishes without an optimum.
  const saturated = (x: ArrayLike<number>): boolean =>
    weights.every((weight, i) => {
      let u = 0
      for (let j = 0; j < p; j += 1) u += x[j]! * columns[j]![i]!
      return weight === 0 || Math.abs(u) > saturation
    })
  let best: SigmoidFit | null = null
  for (const start of starts.length > 0
    ? starts
    : [logitLine(columns, y, weights, floor, height), flat(y, weights, floor, height, p)]) {
    unit = 1
    // A unit objective at the start, so that the tolerance on the gradient is relative.
    const atStart = objective(start)
    unit = atStart > 0 ? atStart : 1
    const found = dampedNewton((x, gradient, hessian) => objective(x, gradient, hessian), start, {
      gradientTolerance: 1e-11,
    })
    const value = (found.value ?? Infinity) * unit
    // Stopped by rounding at a certified minimum is as good as by the gradient.
    const converged =
      !saturated(found.x) &&
      found.hessianPositiveDefinite &&
      (found.converged || (found.scaledGradientNorm ?? 1) < 1e-7)
    const fit = { coefficients: found.x, floor, objective: value, converged, gradientNorm: found.scaledGradientNorm }
    if (best === null || (converged && !best.converged) || (converged === best.converged && value < best.objective))
      best = fit
  }
  return best!
}

/** The floor is profiled: the optimum of the rest at each floor in [0, `highest`], Brent's minimum around the best of a coarse scan. */
export function fitSigmoidWithFloor(
  columns: readonly Float64Array[],
  y: Float64Array,
  weights: Float64Array,
  highest: number,
  spec: SigmoidSpec,
): SigmoidFit {
  const step = highest / 4
  const scanned = [0, 1, 2, 3, 4].map((k) => fitSigmoid(columns, y, weights, k * step, spec))
  let best = scanned.reduce((left, right) => (right.objective < left.objective ? right : left))
  let latest = best.coefficients
  const { x } = brentMinimum(
    (floor) => {
      const fit = fitSigmoid(columns, y, weights, floor, spec, [latest])
      latest = fit.coefficients
      return fit.objective
    },
    Math.max(0, best.floor - step),
    Math.min(highest, best.floor + step),
    { absoluteTolerance: 1e-9 },
  )
  const refined = fitSigmoid(columns, y, weights, x, spec, [latest])
  if (refined.objective <= best.objective) best = refined
  return best
}

function flat(y: Float64Array, weights: Float64Array, floor: number, height: number, p: number): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = y.reduce((sum, value, i) => sum + weights[i]! * value, 0) / total
  return [logit((mean - floor) / height), ...new Array<number>(p - 1).fill(0)]
}

function logitLine(
  columns: readonly Float64Array[],
  y: Float64Array,
  weights: Float64Array,
  floor: number,
  height: number,
): readonly number[] {
  const line = ordinaryLeastSquares(
    columns,
    y.map((value) => logit((value - floor) / height)),
    weights,
  )
  return line === null ? flat(y, weights, floor, height, columns.length) : Array.from(line.coefficients)
}

function logit(share: number): number {
  const inside = Math.min(0.98, Math.max(0.02, share))
  return Math.log(inside / (1 - inside))
}
