import { dampedNewton } from '@safety-portfolio/stats'

/** A fitted logistic curve on one axis: probability = 1 / (1 + exp(-(intercept + slope x))). */
export interface LogisticLine {
  readonly intercept: number
  readonly slope: number
  readonly converged: boolean
}

const gradientTolerance = 1e-10

/**
 * Minimises sum_i [w_i log(1 + exp(eta_i)) - s_i eta_i] + penalty slope^2 / 2 with eta = intercept + slope x, for weights w
 * and weights of success s <= w; the intercept is not penalised. `null` when no finite minimum exists.
 */
export function fitLogisticLine(
  x: Float64Array,
  success: Float64Array,
  weight: Float64Array,
  penalty: number,
  start?: LogisticLine | null,
): LogisticLine | null {
  const n = x.length
  let [total, centre, succeeded] = [0, 0, 0]
  for (let i = 0; i < n; i += 1) {
    total += weight[i]!
    centre += weight[i]! * x[i]!
    succeeded += success[i]!
  }
  if (!(succeeded > 0 && succeeded < total) || (penalty === 0 && isSeparated(x, success, weight))) return null
  centre /= total
  const fit = dampedNewton(
    (point, gradient, hessian) => {
      const a = point[0]!
      const b = point[1]!
      let value = (penalty * b * b) / 2
      let ga = 0
      let gb = penalty * b
      let haa = 0
      let hab = 0
      let hbb = penalty
      for (let i = 0; i < n; i += 1) {
        const w = weight[i]!
        if (w === 0) continue
        const dx = x[i]! - centre
        const eta = a + b * dx
        const e = Math.exp(-Math.abs(eta))
        const probability = eta >= 0 ? 1 / (1 + e) : e / (1 + e)
        value += w * (Math.max(eta, 0) + Math.log1p(e)) - success[i]! * eta
        const residual = w * probability - success[i]!
        const curvature = (w * e) / ((1 + e) * (1 + e))
        ga += residual
        gb += residual * dx
        haa += curvature
        hab += curvature * dx
        hbb += curvature * dx * dx
      }
      gradient[0] = ga
      gradient[1] = gb
      hessian[0] = haa
      hessian[1] = hab
      hessian[2] = hab
      hessian[3] = hbb
      return value
    },
    start ? [start.intercept + start.slope * centre, start.slope] : [Math.log(succeeded / (total - succeeded)), 0],
    { gradientTolerance },
  )
  const [a, slope] = fit.x as readonly [number, number]
  return { intercept: a - slope * centre, slope, converged: fit.converged }
}

/** Whether a point on the axis has all successes on one side and all failures on the other: the slope would be infinite. */
function isSeparated(x: Float64Array, success: Float64Array, weight: Float64Array): boolean {
  let succeedLow = Infinity
  let succeedHigh = -Infinity
  let failLow = Infinity
  let failHigh = -Infinity
  for (let i = 0; i < x.length; i += 1) {
    const value = x[i]!
    if (success[i]! > 0) {
      succeedLow = Math.min(succeedLow, value)
      succeedHigh = Math.max(succeedHigh, value)
    }
    if (success[i]! < weight[i]!) {
      failLow = Math.min(failLow, value)
      failHigh = Math.max(failHigh, value)
    }
  }
  return succeedHigh <= failLow || failHigh <= succeedLow
}
